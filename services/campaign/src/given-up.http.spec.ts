import { Streams, newId, sha256Hex } from '@chuangwen/platform';
import { campaignAggregate, campaignStream } from './campaign/campaign';
import { noticeAggregate, noticeStream } from './notice/notice';
import { campaignFrom, cityOn, dataOf, done, itemTitled, planOf, type City } from './testing/city';
import { openStage, type Stage } from './testing/stage';

let stage: Stage;
let city: City;
beforeAll(async () => {
  stage = await openStage();
  city = await cityOn(stage);
});
afterAll(() => stage.end());

it('gives up a revision that was begun: the plan is as in force, on both sides, and can be revised again', async () => {
  const { city: tz, transport } = city;
  const { campaignId, planId: root } = await campaignFrom(tz);
  const { answer } = await done<{ to: { planId: string }[] }>(
    tz.post(`/campaigns/${campaignId}/issue`, { tenants: ['transport'] }),
  );
  const bureau = answer.to[0]?.planId ?? '';
  await planOf(transport, bureau);
  await done(transport.post(`/plans/${bureau}/take-over`, { way: 'whole' }));
  const before = await planOf(transport, bureau, ({ situation }) => situation === 'approved');
  expect((await transport.post(`/plans/${bureau}/revision/withdrawal`, { reason: '不改了' })).status).toBe(201);

  await done(transport.post(`/plans/${bureau}/revision`, { reason: '标准有调整' }));
  const [item] = before.items;
  await done(transport.post(`/plans/${bureau}/items`, { title: '修订里加的一条' }));
  const drafted = await planOf(transport, bureau, ({ items }) => items.length > before.items.length);
  expect(drafted).toMatchObject({ situation: 'drafting', revision: 2, inForce: 1, way: 'own' });
  await planOf(tz, bureau, ({ situation }) => situation === 'drafting');

  await done(transport.post(`/plans/${bureau}/revision/withdrawal`, { reason: '标准没有调整' }));
  const given = await planOf(transport, bureau, ({ situation }) => situation === 'approved');
  expect({ ...given, version: 0 }).toEqual({ ...before, version: 0 });
  expect(await planOf(tz, bureau, ({ situation }) => situation === 'approved')).toMatchObject({ way: 'whole' });
  const coverage = await tz.until(
    `/plans/${root}/coverage`,
    ({ body }) => dataOf<{ totals: Record<string, number> }>({ body }).totals['whole'] === 1,
  );
  expect(dataOf(coverage)).toMatchObject({ children: [{ situation: 'approved', covered: 'whole' }] });
  // The sibling of a tenant does not know of it; who may not edit is refused.
  expect((await city.housing.post(`/plans/${bureau}/revision/withdrawal`, { reason: '我来' })).status).toBe(404);

  await done(transport.post(`/plans/${bureau}/revision`, {}));
  const again = await planOf(transport, bureau, ({ situation }) => situation === 'drafting');
  expect(again).toMatchObject({ revision: 3, inForce: 1 });
  expect(itemTitled(again, item?.title ?? '').mark).toBe('inherited');
});

/** Straight to the streams, past what the commands look at first: what happens when both run in the same instant. */
describe('a notice that is withdrawn while a campaign is opened from it', () => {
  const caller = () => {
    const commandId = newId();
    return {
      ...({ tenant: 'office-tz', actor: { kind: 'person', id: 'p-lin' }, principal: null } as const),
      ...{ commandId, bodyHash: sha256Hex(commandId), correlationId: commandId, causationId: commandId },
    };
  };
  const streams = () => stage.app.get(Streams, { strict: false });
  const withdrawn = async (campaignId: string, planId: string) => {
    const campaign = await city.city.until(
      `/campaigns/${campaignId}`,
      ({ status, body }) => status === 200 && dataOf<{ withdrawn: unknown }>({ body }).withdrawn !== null,
    );
    expect(dataOf(campaign)).toMatchObject({ withdrawn: { reason: expect.stringContaining('通知已撤回') as string } });
    expect(await planOf(city.city, planId, ({ situation }) => situation === 'withdrawn')).toMatchObject({
      situation: 'withdrawn',
    });
  };
  const withdraw = (noticeId: string) =>
    streams().execute(
      noticeAggregate,
      { tenant: 'office-tz', stream: noticeStream(noticeId) },
      { type: 'withdraw-notice', reason: '传错文件' },
      caller(),
    );

  it('takes along a campaign that was opened just before', async () => {
    const { noticeId, campaignId, planId } = await campaignFrom(city.city);
    await withdraw(noticeId);
    await withdrawn(campaignId, planId);
  });

  it('takes along a campaign that is opened just after', async () => {
    const { noticeId, campaignId } = await campaignFrom(city.city);
    const ref = { tenant: 'office-tz', stream: campaignStream(campaignId) };
    const { events } = await stage.ports.events.read(ref);
    const opened = (await stage.opened(events))[0] as never as { data: Record<string, unknown> };
    await done(city.city.post(`/campaigns/${campaignId}/withdrawal`, { reason: '换一份' }));
    await city.city.until('/campaigns', () => true);
    await done(city.city.post(`/notices/${noticeId}/withdrawal`, { reason: '传错文件' }));
    const late = { ...opened.data, campaignId: newId(), planId: newId() } as never as {
      campaignId: string;
      planId: string;
    };
    const campaign = { ...late, brief: { ...(opened.data['brief'] as object), campaignId: late.campaignId } } as never;
    await streams().execute(
      campaignAggregate,
      { tenant: 'office-tz', stream: campaignStream(late.campaignId) },
      { type: 'open-campaign', campaign },
      caller(),
    );
    await withdrawn(late.campaignId, late.planId);
  });

  it('leaves the campaigns of other notices alone', async () => {
    const other = await campaignFrom(city.city);
    const { noticeId, campaignId, planId } = await campaignFrom(city.city);
    await withdraw(noticeId);
    await withdrawn(campaignId, planId);
    expect(dataOf(await city.city.get(`/campaigns/${other.campaignId}`))).toMatchObject({ withdrawn: null });
  });
});
