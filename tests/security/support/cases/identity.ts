import { sha256Hex } from '@chuangwen/platform';
import { agency, office, type Cases } from '../case';
import { unused, type Place, type Town } from '../town';

const NOT_ADMIN = ['postless', 'clerk', 'liaison'] as const;

const book = () => `单位名称,上级单位,联系人,联系电话\n桐泽市${unused()}局,,汪若楠,0913-5550101\n`;

/** An address book that was entered, with an account for its contact. */
async function entered({ people }: Place, town: Town): Promise<string> {
  const text = book();
  const path = `/api/identity/address-book/imports?accounts=true&fileHash=${sha256Hex(text)}`;
  return (await town.made(people.admin.session, path, { text })).id;
}

export const identityCases: Cases = {
  'identity.addressbook.preview': office(async () => ({
    as: 'admin',
    query: { accounts: 'true', left: '', taken: '2' },
    body: { text: book() },
    refused: NOT_ADMIN,
  })),
  'identity.addressbook.import': office(async () => {
    const text = book();
    return { as: 'admin', query: { fileHash: sha256Hex(text) }, body: { text }, refused: NOT_ADMIN };
  }),
  'identity.addressbook.one': office(async (place, { town }) => ({
    as: 'admin',
    ids: { id: await entered(place, town) },
    refused: NOT_ADMIN,
  })),
  'identity.addressbook.codes': office(async (place, { town }) => ({
    as: 'admin',
    ids: { id: await entered(place, town) },
    body: { again: true },
    refused: NOT_ADMIN,
  })),

  'identity.sessions.me': agency(async () => ({ as: 'clerk', refused: [] })),

  'identity.tenants.register': office(async () => ({
    as: 'admin',
    body: {
      name: `桐泽市${unused()}气象局`,
      kind: 'agency',
      validFrom: '2026-01-01',
      administrator: { name: '汪若楠', telephone: '0913-5550101', login: unused(), password: '枫林晚照 62 级台阶' },
    },
    refused: NOT_ADMIN,
  })),
  // An office lists the tenants it oversees.
  'identity.tenants.list': agency(async () => ({ as: 'clerk', shared: ['office'] })),
  'identity.tenants.verify': office(async ({ people }, { town }) => {
    const administrator = { name: '汪若楠', login: unused(), password: '枫林晚照 62 级台阶' };
    const body = { name: `桐泽市${unused()}档案馆`, kind: 'agency', administrator };
    const { id } = await town.made(people.admin.session, '/api/identity/tenants', body);
    // The city's office is above a tenant of the district too: it may know of it, though not verify it.
    return { as: 'admin', ids: { id }, refused: NOT_ADMIN, shared: ['office'] };
  }),

  'identity.tenants.resetAdministrator': office(async ({ people }, { town }) => {
    const administrator = { name: '汪若楠', login: unused(), password: '枫林晚照 62 级台阶' };
    const body = { name: `桐泽市${unused()}方志馆`, kind: 'agency', administrator };
    const { id } = await town.made(people.admin.session, '/api/identity/tenants', body);
    return { as: 'admin', ids: { id }, body: { login: administrator.login }, refused: NOT_ADMIN };
  }),

  'identity.organisations.found': agency(async ({ root, mark }) => ({
    as: 'admin',
    body: { name: `${mark}${unused().slice(-8)}服务站`, kind: 'unit', parent: root, tree: 'line' },
    refused: NOT_ADMIN,
  })),
  'identity.organisations.list': agency(async (_, { today }) => ({ as: 'clerk', query: { on: today } })),
  'identity.organisations.rename': agency(async (place, stock) => ({
    as: 'admin',
    ids: { id: await stock.organisation(place) },
    body: { name: `${place.mark}新站`, validFrom: stock.today },
    refused: NOT_ADMIN,
  })),
  'identity.organisations.move': agency(async (place, stock) => ({
    as: 'admin',
    ids: { id: await stock.organisation(place) },
    body: { parent: place.unit, tree: 'line', validFrom: stock.today },
    refused: NOT_ADMIN,
  })),
  'identity.organisations.close': agency(async (place, stock) => ({
    as: 'admin',
    ids: { id: await stock.organisation(place) },
    body: { validTo: stock.today, reason: '并入科室', successors: [place.section] },
    refused: NOT_ADMIN,
  })),

  'identity.people.add': agency(async ({ section, unit, mark }, { today }) => ({
    as: 'admin',
    body: {
      name: `${mark}林晓棠`,
      telephone: '0913-5550202',
      appointments: [{ organisation: section, post: 'leader-in-charge', inCharge: [unit], validFrom: today }],
      account: { login: unused(), password: '枫林晚照 62 级台阶' },
    },
    refused: NOT_ADMIN,
  })),
  'identity.people.list': agency(async () => ({ as: 'clerk' })),
  'identity.people.one': agency(async ({ people }) => ({ as: 'clerk', ids: { id: people.member.id } })),
  'identity.people.appoint': agency(async (place, stock) => ({
    as: 'admin',
    ids: { id: (await stock.person(place)).id },
    body: { organisation: place.unit, post: 'leader-in-charge', inCharge: [place.section], validFrom: stock.today },
    refused: NOT_ADMIN,
  })),
  'identity.people.end': agency(async (place, stock) => {
    const { id, appointments } = await stock.person(place);
    return {
      as: 'admin',
      ids: { id, appointment: appointments[0] ?? '' },
      body: { validTo: stock.today, successor: place.people.member.id },
      refused: NOT_ADMIN,
    };
  }),
  'identity.people.openAccount': agency(async (place, stock) => ({
    as: 'admin',
    ids: { id: (await stock.person(place)).id },
    body: { login: unused(), password: '枫林晚照 62 级台阶' },
    refused: NOT_ADMIN,
  })),
  'identity.people.resetPassword': agency(async (place, { town }) => ({
    as: 'admin',
    ids: { id: await withAccount(place, town) },
    body: { password: '新的枫林晚照 63 级台阶' },
    refused: NOT_ADMIN,
  })),
  'identity.people.closeAccount': agency(async (place, { town }) => ({
    as: 'admin',
    ids: { id: await withAccount(place, town) },
    body: { reason: '已调离本单位' },
    refused: NOT_ADMIN,
  })),
};

async function withAccount({ people, mark }: Place, town: Town): Promise<string> {
  const body = { name: `${mark}陶然`, account: { login: unused(), password: '枫林晚照 62 级台阶' } };
  return (await town.made(people.admin.session, '/api/identity/people', body)).id;
}
