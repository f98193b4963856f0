import type { LoadedTenant, Player } from '@chuangwen/standalone';
import { agency, noticeText, openCity, refusal, until, type City } from './city';

jest.setTimeout(120_000);

type Row = { planId: string; situation: string };
type Item = { itemId: string; above: string | null };
type Plan = Row & { withdrawnFor: string | null; inForce: number | null; items: Item[] };
type Notice = { suggestions: { suggestionId: string; path: string; to: string | null }[]; withdrawn: unknown };

/** What was done wrongly is set right by a later act with its reason: each test goes on where the last stopped. */
describe('a wrong import, a wrong approval, a wrong hand-down, a wrong issue', () => {
  let city: City;
  let office: LoadedTenant;
  let traffic: LoadedTenant;
  let noticeId: string;
  let campaignId: string;
  let root: string;
  let atTraffic: string;
  let atUnit: string;

  beforeAll(async () => {
    city = await openCity('jiaotong');
    office = city.office;
    traffic = agency(office, '交通运输局');
  });
  afterAll(() => city.close());

  const planOf = async (player: Player) =>
    (
      await until(
        () =>
          player.visitor.get<Row[]>(`/api/campaign/plans?campaign=${campaignId}&organisation=${player.organisationId}`),
        (rows) => rows.length === 1,
      )
    )[0]!.planId;
  const plan = (player: Player, id: string, so: (plan: Plan) => boolean = () => true) =>
    until(() => player.visitor.get<Plan>(`/api/campaign/plans/${id}`), so);
  const act = (player: Player, id: string, what: string, body: unknown = {}) =>
    player.visitor.post<unknown>(`/api/campaign/plans/${id}/${what}`, body);
  /** Tasks that count, as the report has them. */
  const counted = (so: (tasks: number) => boolean) =>
    until(
      async () =>
        (
          await traffic.clerk.visitor.get<{ totals: { tasks: number } }>(
            `/api/reporting/campaigns/${campaignId}/report?by=unit`,
          )
        ).totals.tasks,
      so,
    );
  const unit = () => traffic.units.map(({ liaison }) => liaison).find((each) => each !== null)!;

  it('a notice imported by mistake is withdrawn, and stays in sight as such', async () => {
    const { visitor } = office.clerk;
    const { id } = await visitor.post('/api/campaign/notices', { text: noticeText() });
    await visitor.post(`/api/campaign/notices/${id}/withdrawal`, { reason: '传成了征求意见稿' });
    expect(await visitor.get<Notice>(`/api/campaign/notices/${id}`)).toMatchObject({
      withdrawn: { reason: '传成了征求意见稿' },
    });
    expect(await refusal(visitor.post('/api/campaign/campaigns', { noticeId: id }))).toMatchObject({
      code: 'notice.is-withdrawn',
    });
  });

  it('what a person corrected is offered for the next notice of the same issuer, and applied when told to', async () => {
    const { visitor } = office.clerk;
    const first = await visitor.post<{ id: string }>('/api/campaign/notices', { text: noticeText() });
    await visitor.post(`/api/campaign/notices/${first.id}/corrections`, { path: 'phases.0.name', value: '动员部署' });
    // Its number is known already: whoever means another one of the same says so.
    expect(await refusal(visitor.post('/api/campaign/notices', { text: noticeText() }))).toMatchObject({
      code: 'notice.there-already',
      zh: expect.stringContaining(first.id),
    });
    const next = { text: noticeText(), again: true };
    ({ id: noticeId } = await visitor.post<{ id: string }>('/api/campaign/notices', next));
    const path = `/api/campaign/notices/${noticeId}`;
    const { suggestions } = await visitor.get<Notice>(path);
    // “阶段” was cut off one, so it is offered to be cut off the others.
    expect(suggestions.map(({ path, to }) => [path, to])).toEqual([
      ['phases.0.name', '动员部署'],
      ['phases.1.name', '集中攻坚'],
      ['phases.2.name', '迎检提升'],
    ]);
    await visitor.post(`${path}/suggestions`, { suggestionId: suggestions[0]!.suggestionId });
    expect(await visitor.get(path)).toMatchObject({
      content: {
        phases: expect.arrayContaining([
          expect.objectContaining({ name: expect.objectContaining({ value: '动员部署' }) }),
        ]),
      },
      suggestions: [{ path: 'phases.1.name' }, { path: 'phases.2.name' }],
    });
  });

  it('an approval is withdrawn: the plan is with the reviewer again, its tasks count no more until it is approved', async () => {
    const { visitor } = office.clerk;
    ({ id: campaignId } = await visitor.post('/api/campaign/campaigns', { noticeId }));
    expect(await refusal(visitor.post('/api/campaign/campaigns', { noticeId }))).toMatchObject({
      code: 'campaign.there-already',
      zh: expect.stringContaining(campaignId),
    });
    root = await planOf(office.clerk);
    await visitor.post(`/api/campaign/campaigns/${campaignId}/issue`, { tenants: [traffic.tenantId] });
    atTraffic = await planOf(traffic.clerk);
    await act(traffic.clerk, atTraffic, 'submission');
    await plan(office.clerk, atTraffic);
    await act(office.clerk, atTraffic, 'approval');
    const items = (await plan(traffic.clerk, atTraffic)).items;
    const tasks = items.filter(({ itemId }) => !items.some(({ above }) => above === itemId)).length;
    await counted((count) => count === tasks);
    expect(await refusal(act(traffic.clerk, atTraffic, 'approval/withdrawal', { reason: '我们想改' }))).toMatchObject({
      status: 403,
    });
    await act(office.clerk, atTraffic, 'approval/withdrawal', { reason: '看错了份数' });
    expect(await plan(traffic.clerk, atTraffic, ({ situation }) => situation === 'submitted')).toMatchObject({
      inForce: null,
    });
    await counted((count) => count === 0);
    await act(office.clerk, atTraffic, 'approval');
    await counted((count) => count === tasks);
  });

  it('a hand-down to the wrong unit is taken back, and can be made again', async () => {
    await act(traffic.clerk, atTraffic, 'hand-down', { organisations: [unit().organisationId] });
    const wrong = await planOf(unit());
    const before = await counted((count) => count > 0);
    await act(unit(), wrong, 'take-over', { way: 'without-paper' });
    await counted((count) => count === 2 * before);
    await act(traffic.clerk, atTraffic, 'hand-down/withdrawal', { plans: [wrong], reason: '发错了单位' });
    expect(await plan(unit(), wrong, ({ situation }) => situation === 'withdrawn')).toMatchObject({
      withdrawnFor: '发错了单位',
    });
    await counted((count) => count === before);
    expect(await refusal(act(unit(), wrong, 'items', { title: '再加一条' }))).toMatchObject({
      code: 'plan.is-withdrawn',
    });
    await act(traffic.clerk, atTraffic, 'hand-down', { organisations: [unit().organisationId] });
    const rows = await until(
      () =>
        unit().visitor.get<Row[]>(`/api/campaign/plans?campaign=${campaignId}&organisation=${unit().organisationId}`),
      (found) => found.length === 2,
    );
    atUnit = rows.find(({ planId }) => planId !== wrong)!.planId;
    expect(rows.find(({ planId }) => planId === atUnit)).toMatchObject({ situation: 'drafting' });
  });

  it('a wrong issue is withdrawn down to the last unit; only then can the notice be', async () => {
    const { visitor } = office.clerk;
    const withdrawal = { reason: '文号有误，重新印发' };
    expect(await refusal(visitor.post(`/api/campaign/notices/${noticeId}/withdrawal`, withdrawal))).toMatchObject({
      code: 'notice.has-campaign',
    });
    await visitor.post(`/api/campaign/campaigns/${campaignId}/withdrawal`, withdrawal);
    for (const [player, id] of [
      [office.clerk, root],
      [traffic.clerk, atTraffic],
      [unit(), atUnit],
    ] as const)
      expect(await plan(player, id, ({ situation }) => situation === 'withdrawn')).toMatchObject({
        withdrawnFor: '文号有误，重新印发',
      });
    await counted((count) => count === 0);
    expect(await traffic.clerk.visitor.get(`/api/campaign/campaigns/${campaignId}`)).toMatchObject({
      withdrawn: { reason: '文号有误，重新印发' },
    });
    const issue = visitor.post(`/api/campaign/campaigns/${campaignId}/issue`, { tenants: [traffic.tenantId] });
    expect(await refusal(issue)).toMatchObject({ code: 'campaign.is-withdrawn' });
    await visitor.post(`/api/campaign/notices/${noticeId}/withdrawal`, withdrawal);
  });
});
