import type { DemoTenant, DemoUnit } from './city';
import { Visitor } from './client';
import type { DemoPerson } from './names';
import { inParallel } from './parallel';

/** The same for every demo account; the demo prints it. */
export const DEMO_PASSWORD = '桐泽演示-2026';

/** Somebody who plays: signed in, at an organisation. */
export type Player = Readonly<{ visitor: Visitor; personId: string; organisationId: string; organisation: string }>;

/** A subordinate unit as the round plays it. */
export type LoadedUnit = Readonly<{
  organisationId: string;
  name: string;
  liaison: Player | null;
  below: readonly LoadedUnit[];
}>;

export type LoadedTenant = Readonly<{
  tenantId: string;
  name: string;
  clerk: Player;
  /** Whom tasks of the agency itself go to. */
  sections: readonly Readonly<{ organisationId: string; people: readonly string[] }>[];
  leaders: readonly string[];
  units: readonly LoadedUnit[];
  below: readonly LoadedTenant[];
}>;

/** Loads the city over the HTTP API, as its administrators would. `say` is told how far it is. */
export async function loadCity(
  url: string,
  platform: Readonly<{ setupLink: Readonly<{ open(): Promise<string | null> }> }>,
  office: DemoTenant,
  say: (text: string) => void,
): Promise<LoadedTenant> {
  const token = await platform.setupLink.open();
  if (!token) throw new Error('the data folder is in use for something else already');
  const visitor = new Visitor(url);
  const { administrator } = office;
  await visitor.setUp({ token, office: { name: office.name, level: 'city' }, administrator: accountOf(administrator) });
  return loadTenant(url, office, say);
}

async function loadTenant(url: string, tenant: DemoTenant, say: (text: string) => void): Promise<LoadedTenant> {
  const admin = await Visitor.signIn(url, tenant.administrator.login!, DEMO_PASSWORD);
  const { principal } = await admin.get<{ principal: { tenant: string; root: string } }>('/api/identity/me');
  const root = { organisationId: principal.root, name: tenant.name };
  const people = await Promise.all(tenant.people.map((person) => register(url, admin, person, root)));
  const clerk = people.find(({ post }) => post === 'clerk')?.player;
  if (!clerk) throw new Error(`${tenant.name} has no clerk`);
  const units: (LoadedUnit & { section: boolean; people: readonly string[] })[] = [];
  for (const unit of tenant.units) units.push(await loadUnit(url, admin, unit, principal.root));
  const below: LoadedTenant[] = await inParallel(3, tenant.below, async (child) => {
    const { administrator, name, kind, level } = child;
    const { id } = await admin.post('/api/identity/tenants', {
      name,
      kind,
      level,
      administrator: accountOf(administrator),
    });
    await admin.post(`/api/identity/tenants/${id}/verification`);
    return loadTenant(url, child, say);
  });
  say(`${tenant.name}：${tenant.units.length} 个科室和下属单位`);
  return {
    tenantId: principal.tenant,
    name: tenant.name,
    clerk,
    sections: units.filter(({ section }) => section),
    leaders: people.filter(({ post }) => post !== 'clerk').map(({ personId }) => personId),
    units: units.filter(({ section }) => !section),
    below,
  };
}

async function loadUnit(
  url: string,
  admin: Visitor,
  unit: DemoUnit,
  parent: string,
): Promise<LoadedUnit & { section: boolean; people: string[] }> {
  const { id } = await admin.post('/api/identity/organisations', { name: unit.name, kind: unit.kind, parent });
  const at = { organisationId: id, name: unit.name };
  const people = await Promise.all(unit.people.map((person) => register(url, admin, person, at)));
  const below: LoadedUnit[] = [];
  for (const sub of unit.below) below.push(await loadUnit(url, admin, sub, id));
  const liaison = people.find(({ post }) => post === 'liaison')?.player ?? null;
  return { ...at, liaison, below, section: unit.kind === 'section', people: people.map(({ personId }) => personId) };
}

async function register(url: string, admin: Visitor, person: DemoPerson, at: { organisationId: string; name: string }) {
  const { name, telephone, post, login } = person;
  const account = login ? { account: { login, password: DEMO_PASSWORD } } : {};
  const body = { name, telephone, appointments: [{ organisation: at.organisationId, post }], ...account };
  const { id: personId } = await admin.post('/api/identity/people', body);
  const visitor = login ? await Visitor.signIn(url, login, DEMO_PASSWORD) : null;
  const player = visitor && { visitor, personId, organisationId: at.organisationId, organisation: at.name };
  return { personId, post, player };
}

const accountOf = ({ name, login }: DemoPerson) => ({ name, login, password: DEMO_PASSWORD });
