import { setTimeout as pause } from 'node:timers/promises';
import { ServiceRuntime } from '@chuangwen/platform';
import {
  campaignFrom,
  cityOn,
  dataOf,
  done,
  handDown,
  itemTitled,
  planOf,
  type City,
  type Person,
  type PlanPage,
} from './testing/city';
import { openStage, type Stage } from './testing/stage';

let stage: Stage;
let city: City;
beforeAll(async () => {
  stage = await openStage();
  city = await cityOn(stage);
});
afterAll(() => stage.end());

type Coverage = {
  totals: Record<string, number>;
  children: { planId: string; situation: string; covered: string | null; organisationId: string }[];
};
const until = async <T>(person: Person, path: string, wanted: (data: T) => boolean): Promise<T> => {
  const reply = await person.until(path, ({ status, body }) => status === 200 && wanted(body.data as T));
  expect(reply.status).toBe(200);
  return dataOf<T>(reply);
};
const coverageOf = (person: Person, planId: string, wanted: (coverage: Coverage) => boolean) =>
  until(person, `/plans/${planId}/coverage`, wanted);
const progress = (person: Person, planId: string, wanted: (data: Record<string, unknown>) => boolean) =>
  until(person, `/plans/${planId}/progress`, wanted);

/** A campaign that the transport bureau has. */
async function atTransport() {
  const { city: tz } = city;
  const campaign = await campaignFrom(tz);
  const issued = await done<{ to: { planId: string }[] }>(
    tz.post(`/campaigns/${campaign.campaignId}/issue`, { tenants: ['transport'] }),
  );
  const bureau = issued.answer.to[0]?.planId ?? '';
  await planOf(city.transport, bureau);
  return { ...campaign, bureau };
}

it('takes a plan over whole, and carries one out without a paper; all three ways are covered', async () => {
  const { city: tz, transport, bus, taxi } = city;
  const { planId: root, bureau } = await atTransport();
  await done(transport.post(`/plans/${bureau}/take-over`, { way: 'whole' }));
  // The office is not its superior, so it is for record, and nobody is left to look at it.
  const inForce = await planOf(transport, bureau, ({ situation }) => situation === 'approved');
  expect(inForce).toMatchObject({ way: 'whole', purpose: 'record', inForce: 1 });
  expect(await planOf(tz, bureau, ({ situation }) => situation === 'approved')).toMatchObject({ way: 'whole' });
  expect((await coverageOf(tz, root, ({ totals }) => totals['covered'] === 1)).totals).toMatchObject({
    whole: 1,
    kept: 5,
  });

  const [atBus = '', atTaxi = ''] = await handDown(transport, bureau, { organisations: ['bus', 'taxi'] });
  await planOf(bus, atBus);
  // One's own superior approves.
  const downgraded = await bus.post(`/plans/${atBus}/submission`, { purpose: 'record' });
  expect(downgraded.body.code).toBe('plan.superior-approves');
  await done(bus.post(`/plans/${atBus}/take-over`, { way: 'whole' }));
  expect(await planOf(bus, atBus, ({ situation }) => situation === 'submitted')).toMatchObject({ purpose: 'approval' });
  await done(transport.post(`/plans/${atBus}/approval`));
  await planOf(taxi, atTaxi);
  await done(taxi.post(`/plans/${atTaxi}/take-over`, { way: 'without-paper' }));
  const covered = await coverageOf(transport, bureau, ({ totals }) => totals['covered'] === 2);
  expect(covered.totals).toMatchObject({ children: 2, whole: 1, withoutPaper: 1, own: 0, kept: 10, waiting: 0 });
  expect((await taxi.post(`/plans/${atTaxi}/take-over`, { way: 'without-paper' })).status).toBe(201);
  expect((await city.housing.post(`/plans/${atTaxi}/take-over`, { way: 'whole' })).status).toBe(404);
});

it('lets one person who holds every role do it alone', async () => {
  const { transport } = city;
  const { bureau } = await atTransport();
  const everybody = stage.personWith('transport', 'p-bai', ['transport-root', 'bus']);
  const [atBus = ''] = await handDown(transport, bureau, { organisations: ['bus'] });
  await planOf(everybody, atBus);
  await done(everybody.post(`/plans/${atBus}/take-over`, { way: 'whole' }));
  expect(await planOf(everybody, atBus, ({ situation }) => situation === 'approved')).toMatchObject({
    way: 'whole',
    purpose: 'approval',
  });
});

it('has all units take over with one command, and tells how far it is', async () => {
  const { transport, bus } = city;
  const { bureau } = await atTransport();
  const [atBus = ''] = await handDown(transport, bureau, { organisations: ['bus'] });
  await planOf(bus, atBus);
  await done(bus.post(`/plans/${atBus}/items`, { title: '自己的一条' }));
  const all = await done<{ to: { planId: string }[] }>(
    transport.post(`/plans/${bureau}/units/take-over`, { way: 'whole' }),
  );
  expect(all.answer.to).toHaveLength(2);
  // The bus centre works on a plan of its own: that stays as it is.
  const seen = await progress(transport, bureau, ({ taken }) => taken === 1);
  expect(seen).toMatchObject({ given: 2, opened: 2, asked: 2, taken: 1, done: false });
  expect((await planOf(bus, atBus)).situation).toBe('drafting');
  const again = await done(transport.post(`/plans/${bureau}/units/take-over`, { way: 'whole' }));
  expect(again.version).toBe(all.version);
  expect((await bus.post(`/plans/${bureau}/units/take-over`, { way: 'whole' })).status).toBe(404);
  expect(
    (await transport.post(`/plans/${bureau}/units/take-over`, { way: 'whole', organisations: ['property'] })).status,
  ).toBe(404);
});

it('revises a plan in force, and those below see what changed and take it item by item', async () => {
  const { city: tz, transport } = city;
  const { planId: root, bureau } = await atTransport();
  await done(tz.post(`/plans/${root}/approval`));
  await done(transport.post(`/plans/${bureau}/submission`, {}));
  await planOf(tz, bureau);
  await done(tz.post(`/plans/${bureau}/approval`));

  const plan = await planOf(tz, root, ({ situation }) => situation === 'approved');
  const [streets, service] = ['整治市容环境', '深化志愿服务'].map((title) => itemTitled(plan, title).itemId);
  expect((await tz.post(`/plans/${root}/items/${service}`, { title: '改' })).body.code).toBe('plan.is-approved');
  await done(tz.post(`/plans/${root}/revision`, { reason: '省里调整了标准' }));
  await done(tz.post(`/plans/${root}/items/${service}`, { title: '深化志愿服务，每月两次' }));
  await done(tz.post(`/plans/${root}/items/${streets}/drop`, { reason: '另行部署' }));
  const added = await done<{ id: string }>(tz.post(`/plans/${root}/items`, { title: '治理飞线充电' }));
  expect(await planOf(tz, root, ({ revision }) => revision === 2)).toMatchObject({ situation: 'drafting', inForce: 1 });
  expect((await planOf(transport, bureau)).items.map(({ title }) => title)).toContain('深化志愿服务');

  const token = encodeURIComponent(added.token);
  const differences = dataOf(await tz.get(`/plans/${root}/differences?from=1&to=2&token=${token}`));
  expect(differences).toMatchObject({
    added: [{ title: '治理飞线充电' }],
    changed: [
      {
        itemId: service,
        fields: [
          {
            field: 'title',
            marks: [
              { is: 'same', text: '深化志愿服务' },
              { is: 'added', text: '，每月两次' },
            ],
          },
        ],
      },
    ],
    dropped: [{ itemId: streets, reason: '另行部署' }, {}, {}],
  });
  expect((await tz.get(`/plans/${root}/differences?from=1&to=9`)).status).toBe(404);
  expect((await transport.get(`/plans/${root}/differences?from=1`)).status).toBe(404);

  await done(tz.post(`/plans/${root}/approval`));
  const heard = await planOf(transport, bureau, ({ parentChanged }) => parentChanged === 2);
  const outdated = dataOf<{ planId: string }[]>(await transport.get('/plans?parentChanged=true'));
  expect(outdated.map(({ planId }) => planId)).toEqual([bureau]);
  expect(heard.situation).toBe('approved');
  const change = dataOf<{ added: unknown[] }>(await transport.get(`/plans/${bureau}/parent-change`));
  expect(change.added).toMatchObject([{ itemId: added.answer.id }]);
  const unreasoned = await transport.post(`/plans/${bureau}/parent-change`, { items: [service] });
  expect(unreasoned.body.code).toBe('plan.declined-without-reason');
  const points = plan.items.filter(({ above }) => above === streets).map(({ itemId }) => itemId);
  await done(
    transport.post(`/plans/${bureau}/parent-change`, {
      items: [service, streets, ...points],
      reason: '不在本局管辖范围',
    }),
  );
  const taken = await planOf(transport, bureau, ({ revision }) => revision === 2);
  expect(taken).toMatchObject({ situation: 'drafting', inForce: 1, parentChanged: null, way: 'own' });
  expect(taken.items.map(({ title, mark }) => [title, mark])).toEqual([
    ['加强思想道德建设', 'inherited'],
    ['深化志愿服务，每月两次', 'inherited'],
    ['治理飞线充电', 'dropped'],
  ]);
  await done(transport.post(`/plans/${bureau}/submission`, {}));
  const received = await planOf(tz, bureau, ({ situation }) => situation === 'submitted');
  expect(itemTitled(received, '治理飞线充电')).toMatchObject({ mark: 'dropped', dropReason: '不在本局管辖范围' });
  expect(dataOf(await tz.get(`/plans/${bureau}/differences?from=1&to=2`))).toMatchObject({
    changed: [{ itemId: service }],
    dropped: [{}, {}, {}],
  });
  await done(tz.post(`/plans/${bureau}/approval`));
  expect(await planOf(transport, bureau, ({ inForce }) => inForce === 2)).toMatchObject({
    situation: 'approved',
  });
});

it('withdraws an approval, a hand-down, a campaign and a notice, each with its reason, down to the last level', async () => {
  const { city: tz, transport, bus } = city;
  const { planId: root, campaignId, noticeId, bureau } = await atTransport();
  await done(transport.post(`/plans/${bureau}/submission`, {}));
  await planOf(tz, bureau);
  await done(tz.post(`/plans/${bureau}/approval`));
  expect((await transport.post(`/plans/${bureau}/approval/withdrawal`, { reason: '我来撤' })).status).toBe(403);
  await done(tz.post(`/plans/${bureau}/approval/withdrawal`, { reason: '看错了份数' }));
  expect(await planOf(transport, bureau, ({ situation }) => situation === 'submitted')).toMatchObject({
    inForce: null,
  });
  expect((await tz.post(`/plans/${bureau}/approval/withdrawal`, { reason: '再撤' })).body.code).toBe(
    'plan.not-in-force',
  );
  await done(tz.post(`/plans/${bureau}/approval`));

  const [atBus = ''] = await handDown(transport, bureau, { organisations: ['bus'] });
  await planOf(bus, atBus);
  await done(bus.post(`/plans/${atBus}/take-over`, { way: 'without-paper' }));
  await done(transport.post(`/plans/${bureau}/hand-down/withdrawal`, { plans: [atBus], reason: '发错了单位' }));
  expect(await planOf(bus, atBus, ({ situation }) => situation === 'withdrawn')).toMatchObject({
    withdrawnFor: '发错了单位',
  });
  expect((await bus.post(`/plans/${atBus}/items`, { title: '新增' })).body.code).toBe('plan.is-withdrawn');
  const [again = ''] = await handDown(transport, bureau, { organisations: ['bus'] });
  expect(again).not.toBe(atBus);
  await planOf(bus, again);

  const hanging = await tz.post(`/notices/${noticeId}/withdrawal`, { reason: '传错文件' });
  expect([hanging.status, hanging.body.code]).toEqual([422, 'notice.has-campaign']);
  expect((await transport.post(`/campaigns/${campaignId}/withdrawal`, { reason: '不该发' })).status).toBe(404);
  await done(tz.post(`/campaigns/${campaignId}/withdrawal`, { reason: '文号有误，重新印发' }));
  for (const [person, planId] of [
    [tz, root],
    [transport, bureau],
    [bus, again],
  ] as const)
    expect(await planOf(person, planId, ({ situation }) => situation === 'withdrawn')).toMatchObject({
      withdrawnFor: '文号有误，重新印发',
      inForce: null,
    });
  expect(dataOf(await transport.get(`/campaigns/${campaignId}`))).toMatchObject({
    withdrawn: { reason: '文号有误，重新印发' },
  });
  expect((await tz.post(`/campaigns/${campaignId}/issue`, { tenants: ['office-qj'] })).body.code).toBe(
    'campaign.is-withdrawn',
  );
  expect((await coverageOf(tz, root, ({ totals }) => totals['children'] === 0)).children).toMatchObject([
    { situation: 'withdrawn' },
  ]);

  await done(tz.post(`/notices/${noticeId}/withdrawal`, { reason: '传错文件' }));
  expect((await tz.post('/campaigns', { noticeId })).body.code).toBe('notice.is-withdrawn');
  expect((await tz.post(`/notices/${noticeId}/corrections`, { path: 'title', value: '新题' })).body.code).toBe(
    'notice.is-withdrawn',
  );
  expect((await tz.post(`/notices/${noticeId}/withdrawal`, { reason: '再撤' })).status).toBe(201);
  await until<{ withdrawn: unknown }>(tz, `/notices/${noticeId}`, ({ withdrawn }) => withdrawn !== null);
});

it('lets the organisation above go on with the plan of a unit that is closed', async () => {
  const { transport } = city;
  await stage.organisation('transport', 'ferry', '轮渡管理所', 'transport-root');
  const ferry = stage.person('transport', 'p-qin', 'ferry');
  const { bureau } = await atTransport();
  const [atFerry = ''] = await handDown(transport, bureau, { organisations: ['ferry'] });
  await planOf(ferry, atFerry);
  const open = await transport.post(`/plans/${atFerry}/hand-over`, { reason: '接办' });
  expect(open.body.code).toBe('plan.unit-not-closed');
  await stage.closeOrganisation('transport', 'ferry', '2026-01-01');
  for (let tries = 0; tries < 50; tries += 1) {
    const reply = await transport.post(`/plans/${atFerry}/hand-over`, { reason: '轮渡所已撤销，由局里接办' });
    if (reply.status === 201) break;
  }
  expect((await city.bus.post(`/plans/${atFerry}/hand-over`, { reason: '我来' })).status).toBe(404);
  await done(transport.post(`/plans/${atFerry}/items`, { title: '由局里继续办' }));
  await done(transport.post(`/plans/${atFerry}/submission`, {}));
  await done(transport.post(`/plans/${atFerry}/approval`));
  const coverage = await coverageOf(transport, bureau, ({ totals }) => totals['covered'] === 1);
  expect(coverage.children).toMatchObject([{ organisationId: 'transport-root', covered: 'own' }]);
});

it('tells coverage as of a day, and as a spreadsheet', async () => {
  const { city: tz, transport } = city;
  const { planId: root, bureau } = await atTransport();
  await done(transport.post(`/plans/${bureau}/take-over`, { way: 'whole' }));
  await coverageOf(tz, root, ({ totals }) => totals['covered'] === 1);
  const before = dataOf<Coverage>(await tz.get(`/plans/${root}/coverage?asOf=2020-01-01`));
  expect(before.totals).toMatchObject({ children: 0, covered: 0 });
  expect((await tz.get(`/plans/${root}/coverage?asOf=2020-02-30`)).status).toBe(400);
  const csv = await tz.file(`/plans/${root}/coverage?format=csv`);
  expect(csv.type).toContain('text/csv');
  expect(csv.bytes.toString('utf8')).toContain('桐泽市交通运输局,已生效,整体沿用,1,1,5,0,0,0');
  const xlsx = await tz.file(`/plans/${root}/coverage?format=xlsx`);
  expect(xlsx.bytes.subarray(0, 2).toString()).toBe('PK');
});

it('makes one plan for two above it, submitted to each and returned by each separately', async () => {
  const { transport, bus } = city;
  await stage.organisation('transport', 'road', '道路管理科', 'transport-root');
  await stage.organisationOn('transport', 'bus', 'road', 'district');
  const road = stage.person('transport', 'p-lu', 'road');
  const { bureau } = await atTransport();
  // The bureau's plan goes to the section and to the centre; the section adds a measure and hands down too.
  let roadPlan: string[] = [];
  for (let tries = 0; roadPlan.length === 0 && tries < 50; tries += 1) {
    const reply = await transport.post(`/plans/${bureau}/hand-down`, { organisations: ['bus', 'road'] });
    if (reply.status === 201)
      roadPlan = (reply.body.answer as { to: { planId: string }[] }).to.map((each) => each.planId);
  }
  const [atBus = '', atRoad = ''] = roadPlan;
  await planOf(road, atRoad);
  await done(road.post(`/plans/${atRoad}/items`, { title: '规范站前道路停车' }));
  const [second = ''] = await handDown(road, atRoad, { organisations: ['bus'] });
  await planOf(bus, second);

  expect((await bus.post(`/plans/${atBus}/answers`, { planId: atRoad })).status).toBe(404);
  const answering = await done(bus.post(`/plans/${atBus}/answers`, { planId: second }));
  const plan = dataOf<PlanPage & { items: { alsoFrom: { organisationId: string }[][] }[] }>(
    await bus.get(`/plans/${atBus}?token=${encodeURIComponent(answering.token)}`),
  );
  const shared = plan.items.find(({ title }) => title === '深化志愿服务');
  expect(shared?.lineage.map(({ organisationId }) => organisationId)).toEqual([
    'office-tz-root',
    'transport-root',
    'bus',
  ]);
  expect(shared?.alsoFrom.map((line) => line.map(({ organisationId }) => organisationId))).toEqual([
    ['office-tz-root', 'transport-root', 'road', 'bus'],
  ]);
  await until<{ answeredBy: string | null }>(bus, `/plans/${second}`, ({ answeredBy }) => answeredBy === atBus);
  expect((await bus.post(`/plans/${second}/submission`, {})).body.code).toBe('plan.is-answered');

  await done(
    bus.post(`/plans/${atBus}/items/${itemTitled(plan, '加强思想道德建设').itemId}`, { title: '加强司机思想道德建设' }),
  );
  await done(bus.post(`/plans/${atBus}/submission`, {}));
  const atSection = await planOf(road, second, ({ situation }) => situation === 'submitted');
  expect(itemTitled(atSection, '加强司机思想道德建设').mark).toBe('changed');
  const extra = itemTitled(atSection, '规范站前道路停车').itemId;
  await done(road.post(`/plans/${second}/returns`, { items: [{ itemId: extra, reason: '请写明时限' }] }));
  await done(transport.post(`/plans/${atBus}/approval`));
  type Answers = { answers: { planId: string; situation: string; returned: { itemId: string; reason: string }[] }[] };
  const told = await until<PlanPage & Answers>(
    bus,
    `/plans/${atBus}`,
    ({ situation, answers }) => situation === 'approved' && answers[0]?.situation === 'returned',
  );
  expect(told.answers).toMatchObject([{ planId: second, returned: [{ itemId: extra, reason: '请写明时限' }] }]);

  await done(bus.post(`/plans/${atBus}/revision`, {}));
  await done(bus.post(`/plans/${atBus}/items/${extra}`, { deadline: '2026-09-30' }));
  await done(bus.post(`/plans/${atBus}/submission`, {}));
  const again = await planOf(road, second, ({ situation }) => situation === 'submitted');
  expect(itemTitled(again, '规范站前道路停车').deadline).toBe('2026-09-30');
  await done(road.post(`/plans/${second}/approval`));
  await done(transport.post(`/plans/${atBus}/approval`));
  const below = await coverageOf(road, atRoad, ({ totals }) => totals['covered'] === 1);
  expect(below.totals).toMatchObject({ children: 1, own: 1 });
  await coverageOf(transport, bureau, ({ totals }) => totals['covered'] === 1);
});

it('has parked nothing, and is built again to the same bytes', async () => {
  const runtime = stage.app.get(ServiceRuntime);
  expect(await runtime.parked()).toEqual([]);
  for (const projector of runtime.projectors) {
    while ((await projector.lag()) > 0) await pause(20);
    const rows = async () => {
      const all: string[] = [];
      for await (const row of stage.ports.views.dump(projector.ref)) all.push(row);
      return all;
    };
    const live = await rows();
    await projector.rebuild();
    expect(await rows()).toEqual(live);
  }
});
