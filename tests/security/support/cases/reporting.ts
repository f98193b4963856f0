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

export const reportingCases: Cases = {
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
