import { dayOf } from '@chuangwen/platform';
import { agency, office, type Cases } from '../case';
import type { Stock } from '../stock';
import type { Place } from '../town';

/** A campaign whose tasks count: of the place itself, so that the office above knows nothing of it. */
async function counted(place: Place, stock: Stock): Promise<{ id: string }> {
  const { campaignId, planId } = await stock.campaign(place);
  await stock.town.made(place.people.clerk.session, `/api/campaign/plans/${planId}/approval`);
  await stock.town.told(place.people.clerk.session, '/api/task/overview');
  return { id: campaignId };
}

type Asked = Readonly<{ id: string; answerId: string }>;

const NUMBERS = { title: '活动场次', kind: 'number', required: true };

/** A request that the place makes of its own unit, and the unit's answer to it. */
async function asked(place: Place, { town, today }: Stock): Promise<Asked> {
  const { clerk, liaison } = place.people;
  const body = {
    title: `${place.mark}活动统计`,
    basis: '工作要点',
    columns: [NUMBERS],
    deadline: today,
    owing: { organisations: [place.unit] },
    reason: '逐次统计',
  };
  const { id } = await town.made(clerk.session, '/api/reporting/requests', body);
  const path = `/api/reporting/owed?request=${id}`;
  const owed = await town.told<{ answers: { answerId: string }[] }>(liaison.session, path);
  return { id, answerId: owed.answers[0]?.answerId ?? '' };
}

async function answered(place: Place, stock: Stock): Promise<Asked & { rowId: string }> {
  const request = await asked(place, stock);
  const path = `/api/reporting/answers/${request.answerId}/submission`;
  await stock.town.made(place.people.liaison.session, path, { rows: [{ cells: ['3'] }], confirmed: true });
  const page = `/api/reporting/requests/${request.id}`;
  const { table } = await stock.town.told<{ table: { rowId: string }[] }>(place.people.clerk.session, page);
  return { ...request, rowId: table[0]?.rowId ?? '' };
}

/** Its own unit sees it; the unit beside it, and who has no post, do not. */
const ofTheUnit = { refused: [], unseen: ['sibling', 'postless'] } as const;

const dataRequestCases: Cases = {
  'reporting.datarequest.columns': agency(async () => ({ as: 'clerk', body: { text: '单位,活动场次\n甲,3\n' } })),
  'reporting.datarequest.issueRequest': [
    ...agency(async ({ unit, mark }, { today }) => ({
      as: 'clerk',
      body: {
        title: `${mark}站点统计`,
        basis: '工作要点',
        note: '按月统计',
        columns: [{ title: '类别', kind: 'choice', choices: ['甲', '乙'], required: true }],
        rows: 'many',
        deadline: today,
        owing: { organisations: [unit] },
        reason: '逐次统计',
      },
      refused: ['postless', 'liaison'],
    })),
    ...office(
      async (place, { today, town }) => ({
        as: 'clerk',
        body: {
          title: `${place.mark}通报`,
          basis: '工作要点',
          columns: [NUMBERS],
          deadline: today,
          owing: { tenants: [town.under(place).tenant] },
          reason: '逐次统计',
        },
        refused: ['postless', 'liaison'],
      }),
      'of an agency below',
    ),
  ],
  'reporting.datarequest.listRequests': agency(async () => ({ as: 'clerk' })),
  'reporting.datarequest.listOwed': agency(async () => ({ as: 'clerk' })),
  'reporting.datarequest.getRequest': [
    ...agency(
      async (place, stock) => ({ as: 'clerk', ids: { id: (await answered(place, stock)).id }, unseen: ['liaison'] }),
      'JSON',
    ),
    ...agency(
      async (place, stock) => ({
        as: 'clerk',
        ids: { id: (await answered(place, stock)).id },
        query: { format: 'csv' },
      }),
      'CSV',
    ),
  ],
  'reporting.datarequest.extendRequest': agency(async (place, stock) => {
    const { id, answerId } = await asked(place, stock);
    const deadline = dayOf(new Date(Date.now() + 5 * 86_400_000));
    return {
      as: 'clerk',
      ids: { id },
      body: { deadline, answers: [answerId], reason: '汛期值守' },
      refused: [],
      unseen: ['postless', 'liaison'],
    };
  }),
  'reporting.datarequest.withdrawRequest': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: (await asked(place, stock)).id },
    body: { reason: '重复' },
    refused: [],
    unseen: ['postless', 'liaison'],
  })),
  'reporting.datarequest.remindRequest': agency(async (place, stock) => ({
    as: 'clerk',
    ids: { id: (await asked(place, stock)).id },
    body: {},
    refused: [],
    unseen: ['postless', 'liaison'],
  })),
  'reporting.datarequest.returnRows': agency(async (place, stock) => {
    const { id, answerId, rowId } = await answered(place, stock);
    const body = { rows: [{ rowId, reason: '与简报不符' }] };
    return { as: 'clerk', ids: { id, answer: answerId }, body, refused: [], unseen: ['postless', 'liaison'] };
  }),
  'reporting.datarequest.acceptAnswer': agency(async (place, stock) => {
    const { id, answerId } = await answered(place, stock);
    return { as: 'clerk', ids: { id, answer: answerId }, refused: [], unseen: ['postless', 'liaison'] };
  }),
  'reporting.datarequest.getSheet': agency(async (place, stock) => ({
    as: 'liaison',
    ids: { id: (await asked(place, stock)).answerId },
    unseen: ['sibling'],
  })),
  'reporting.datarequest.saveDraft': agency(async (place, stock) => ({
    as: 'liaison',
    ids: { id: (await asked(place, stock)).answerId },
    body: { rows: [{ cells: ['三场'] }] },
    ...ofTheUnit,
  })),
  'reporting.datarequest.uploadSheet': agency(async (place, stock) => ({
    as: 'liaison',
    ids: { id: (await asked(place, stock)).answerId },
    query: { save: 'true' },
    body: { text: '活动场次\n3\n' },
    ...ofTheUnit,
  })),
  'reporting.datarequest.submitAnswer': agency(async (place, stock) => ({
    as: 'liaison',
    ids: { id: (await asked(place, stock)).answerId },
    body: { rows: [{ cells: ['3'] }], confirmed: true },
    ...ofTheUnit,
  })),
};

/** A unit's report to its bureau: drafted, sent, or accepted there. */
async function reported(place: Place, stock: Stock, as: 'draft' | 'sent' | 'accepted'): Promise<{ id: string }> {
  const { clerk, liaison } = place.people;
  const { id: campaignId } = await counted(place, stock);
  const path = '/api/reporting/upward-reports';
  const body = { campaignId, organisationId: place.unit, by: 'unit' };
  const { id } = await stock.town.made(liaison.session, path, body);
  await stock.town.told(liaison.session, `${path}/${id}`);
  if (as !== 'draft') await stock.town.made(liaison.session, `${path}/${id}/submission`);
  if (as === 'accepted') await stock.town.made(clerk.session, `${path}/${id}/acceptance`);
  await stock.town.told(liaison.session, `${path}/${id}`);
  return { id };
}

const reading = (as: 'draft' | 'sent', query: Record<string, string> = {}) =>
  agency(async (place, stock) => ({
    as: 'liaison',
    ids: await reported(place, stock, as),
    query,
    unseen: ['sibling', 'below', 'member'],
  }));

/** The unit's own act: its bureau may look, and must not do it for the unit. */
const writing = (as: 'draft' | 'sent', body: object) =>
  agency(async (place, stock) => ({
    as: 'liaison',
    ids: await reported(place, stock, as),
    body,
    refused: ['clerk'],
    unseen: ['sibling', 'below', 'member', 'postless'],
  }));

const judging = (as: 'sent' | 'accepted', body: object) =>
  agency(async (place, stock) => ({
    as: 'clerk',
    ids: await reported(place, stock, as),
    body,
    refused: ['liaison'],
    unseen: ['sibling', 'below', 'member', 'postless'],
  }));

const upwardCases: Cases = {
  'reporting.upward.open': [
    ...agency(async (place, stock) => ({
      as: 'liaison',
      body: {
        campaignId: (await counted(place, stock)).id,
        organisationId: place.unit,
        by: 'phase',
        tree: 'district',
        basis: 'counters',
        from: '2026-01-01',
        to: '2026-12-31',
        asOf: stock.today,
        cc: { organisations: [place.sibling] },
      },
      refused: ['clerk', 'postless'],
    })),
    ...office(
      async (place, stock) => ({
        as: 'liaison',
        body: {
          campaignId: (await counted(place, stock)).id,
          organisationId: place.unit,
          cc: { tenants: [stock.town.under(place).tenant] },
        },
        refused: ['clerk', 'postless'],
      }),
      'a copy to a tenant below',
    ),
  ],
  'reporting.upward.list': agency(async (place, stock) => {
    const { id } = await reported(place, stock, 'sent');
    await stock.town.told(place.people.clerk.session, `/api/reporting/upward-reports/${id}`);
    return { as: 'clerk', query: { organisation: place.unit, situation: 'submitted', is: 'own' } };
  }),
  'reporting.upward.one': reading('sent'),
  'reporting.upward.preview': reading('draft'),
  'reporting.upward.snapshot': reading('sent', { submission: '1' }),
  'reporting.upward.verify': reading('sent'),
  'reporting.upward.differences': reading('sent'),
  'reporting.upward.table': reading('sent', { format: 'csv' }),
  'reporting.upward.remark': writing('draft', { item: 'total', text: '总体按计划推进' }),
  'reporting.upward.submit': writing('draft', {}),
  'reporting.upward.withdraw': writing('sent', { reason: '漏报一项' }),
  'reporting.upward.return': judging('sent', { items: [{ item: 'total', reason: '请写明原因' }], submission: 1 }),
  'reporting.upward.accept': judging('sent', { submission: 1 }),
  'reporting.upward.receive': judging('sent', { submission: 1 }),
  'reporting.upward.lock': judging('accepted', {}),
  'reporting.upward.unlock': judging('accepted', { reason: '口径调整' }),
};

export const reportingCases: Cases = {
  ...dataRequestCases,
  ...upwardCases,
  'reporting.getReport': [
    ...agency(async (place, stock) => ({ as: 'clerk', ids: await counted(place, stock) }), 'JSON'),
    ...agency(
      async (place, stock) => ({ as: 'clerk', ids: await counted(place, stock), query: { format: 'csv' } }),
      'CSV',
    ),
    ...office(async (place, stock) => ({ as: 'clerk', ids: await counted(place, stock) }), 'of an office'),
  ],
  'reporting.explainFigure': agency(async (place, stock) => ({
    as: 'clerk',
    ids: await counted(place, stock),
    query: { by: 'unit', key: place.root, figure: 'tasks', limit: '100' },
  })),
};
