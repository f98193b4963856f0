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
  const owed = await town.told<{ requestId: string; answerId: string }[]>(liaison.session, '/api/reporting/owed');
  return { id, answerId: owed.find(({ requestId }) => requestId === id)?.answerId ?? '' };
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
  'reporting.datarequest.issueRequest': agency(async ({ unit, mark }, { today }) => ({
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
    const deadline = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
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

export const reportingCases: Cases = {
  ...dataRequestCases,
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
