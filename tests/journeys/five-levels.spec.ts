import type { LoadedTenant, LoadedUnit, Player } from '@chuangwen/standalone';
import { agency, noticeText, openCity, refusal, until, type City } from './city';

jest.setTimeout(120_000);

type Row = { planId: string };
type Plan = {
  situation: string;
  items: {
    itemId: string;
    above: string | null;
    text: string | null;
    lineage: { organisationId: string; did: string }[];
  }[];
};

describe('a plan goes down five levels and comes back: city, district, bureau, unit, team', () => {
  let city: City;
  let campaignId: string;
  afterAll(() => city.close());

  it('knows the measure above each measure, all the way up', async () => {
    city = await openCity('yunxiu');
    const { office } = city;
    const district = agency(office, '云岫区');
    const bureau = district.below[0] as LoadedTenant;
    const unit = bureau.units.find(({ below }) => below.length > 0) as LoadedUnit & { liaison: Player };
    const team = unit.below[0] as LoadedUnit & { liaison: Player };
    const { id: noticeId } = await office.clerk.visitor.post('/api/campaign/notices', { text: noticeText() });
    ({ id: campaignId } = await office.clerk.visitor.post('/api/campaign/campaigns', { noticeId }));
    await planOf(office.clerk);
    // A bureau of the district gets it from the district, or it would have two plans.
    const past = office.clerk.visitor.post(`/api/campaign/campaigns/${campaignId}/issue`, {
      tenants: [bureau.tenantId],
    });
    expect(await refusal(past)).toMatchObject({ code: 'plan.not-directly-below' });
    await office.clerk.visitor.post(`/api/campaign/campaigns/${campaignId}/issue`, { tenants: [district.tenantId] });

    const levels = [district.clerk, bureau.clerk, unit.liaison, team.liaison];
    const below = [
      { tenants: [bureau.tenantId] },
      { organisations: [unit.organisationId] },
      { organisations: [team.organisationId] },
    ];
    const plans: string[] = [];
    for (const [i, player] of levels.entries()) {
      const planId = await planOf(player);
      plans.push(planId);
      const { items } = await player.visitor.get<Plan>(`/api/campaign/plans/${planId}`);
      // Every second level rewords the first measure.
      if (i % 2 === 1)
        await player.visitor.post(`/api/campaign/plans/${planId}/items/${items[0]!.itemId}`, {
          text: `${player.organisation}的做法`,
        });
      if (below[i]) await player.visitor.post(`/api/campaign/plans/${planId}/hand-down`, below[i]);
    }

    const lowest = await team.liaison.visitor.get<Plan>(`/api/campaign/plans/${plans[3]}`);
    const organisations = [office.clerk, ...levels].map(({ organisationId }) => organisationId);
    expect(lowest.items[0]!.lineage.map(({ organisationId }) => organisationId)).toEqual(organisations);
    expect(lowest.items[0]!.lineage.map(({ did }) => did)).toEqual(['added', 'kept', 'changed', 'kept', 'changed']);
    expect(lowest.items[0]!.text).toBe('青棠养护班的做法');
    expect(lowest.items[1]!.lineage.map(({ did }) => did)).toEqual(['added', 'kept', 'kept', 'kept', 'kept']);

    // And up again: each is approved by the one above.
    const reviewers = [office.clerk, ...levels];
    for (const i of [3, 2, 1, 0]) {
      const [owner, reviewer] = [levels[i]!, reviewers[i]!];
      await owner.visitor.post(`/api/campaign/plans/${plans[i]}/submission`, { purpose: 'approval' });
      await reviewer.visitor.get(`/api/campaign/plans/${plans[i]}`, owner.visitor);
      await reviewer.visitor.post(`/api/campaign/plans/${plans[i]}/approval`);
      const coverage = await reviewer.visitor.get<{ totals: Record<string, number> }>(
        `/api/campaign/plans/${i === 0 ? await planOf(office.clerk) : plans[i - 1]}/coverage`,
      );
      expect(coverage.totals).toMatchObject({ children: 1, approved: 1, changed: i % 2 });
    }
    const report = await until(
      () =>
        office.clerk.visitor.get<{ rows: { name: string; depth: number }[]; totals: { tasks: number } }>(
          `/api/reporting/campaigns/${campaignId}/report?by=unit`,
          ...reviewers.map(({ visitor }) => visitor),
        ),
      ({ totals, rows }) => totals.tasks > 0 && rows.some(({ name }) => name === team.name),
    );
    expect(report.rows.find(({ name }) => name === team.name)!.depth).toBe(4);
  });

  const planOf = async (player: Player) =>
    (
      await until(
        () =>
          player.visitor.get<Row[]>(`/api/campaign/plans?campaign=${campaignId}&organisation=${player.organisationId}`),
        (rows) => rows.length === 1,
      )
    )[0]!.planId;
});
