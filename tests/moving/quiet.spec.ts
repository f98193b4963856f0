import { operate } from '@chuangwen/standalone';
import { agency, openCity, type City } from '../journeys/city';
import { ownCampaign } from '../journeys/desk';
import { holdings, Places, refusal } from './world';

jest.setTimeout(180_000);

const NOW = '2026-04-28T01:02:03.004Z';

describe('an export', () => {
  const places = new Places();
  let city: City;
  let source: City['server']['platform'];
  let tenant: string;
  let bureau: ReturnType<typeof agency>;

  beforeAll(async () => {
    city = await openCity('jiaotong', 'jiaoyu');
    source = city.server.platform;
    bureau = agency(city.office, '交通运输局');
    tenant = bureau.tenantId;
    await ownCampaign(bureau, '占道经营整治', ['清理人行道']);
  });
  afterAll(async () => {
    await city.close();
    await places.close();
  });

  const section = (name: string, who = bureau) =>
    who.clerk.visitor.post('/api/campaign/notices', {
      text: `${who.name}关于${name}的通知\n局属各单位：\n一、工作措施\n（一）${name}。落实到科室，责任到人。\n${who.name}\n2026年4月2日\n`,
    });

  it('takes what was there at a quiet moment; what is done while it is written does not go along', async () => {
    const { blobs } = source.service('campaign').runtime.ports;
    const list = blobs.list.bind(blobs);
    // That a command changed nothing is true there too, whenever it came.
    const written = async (platform: typeof source) =>
      (await holdings(platform, tenant)).filter((line) => / (stream|receipt) /.test(line) && !line.includes(':0\\"'));
    const before = await written(source);
    // Files come after the quiet moment, and before the streams.
    blobs.list = async function* (of) {
      await section('清理楼道');
      await ownCampaign(bureau, '道路整治', ['修补路面']);
      yield* list(of);
    };
    try {
      await places.exported(source, tenant, 'meanwhile.export');
    } finally {
      blobs.list = list;
    }
    const target = await places.platform('meanwhile');
    await places.imported(target, 'meanwhile.export');
    expect(await written(target)).toEqual(before);
  });

  it('waits for a quiet moment of this tenant, and says when none came; others may work', async () => {
    const { feed } = source.service('campaign').runtime.ports;
    const settled = feed.settled.bind(feed);
    // Whenever it looks, somebody has just done something.
    const busy = (who: typeof bureau) => {
      feed.settled = async () => {
        await section(`排查${Math.random()}`, who);
        await settled();
      };
    };
    try {
      busy(agency(city.office, '教育局'));
      await places.exported(source, tenant, 'others.export', 10_000);
      busy(bureau);
      expect(await refusal(places.exported(source, tenant, 'own.export', 1_000))).toBe('move.pending');
    } finally {
      feed.settled = settled;
    }
    await places.exported(source, tenant, 'own.export', 10_000);
  });

  it('is refused while a workflow has something parked that concerns the tenant, and names it', async () => {
    const { runtime } = source.service('task');
    const [workflow] = runtime.workflows;
    const park = (of: string, audience: string[]) => {
      const ref = { topic: 'campaign', tenant: of, stream: 'plan-1', version: 1 };
      const [event] = [{ ...someEvent, ...ref, audience }];
      return runtime.ports.views.commit(workflow!.ref, {
        ...nothing,
        park: [{ ...ref, reason: 'x', attempts: 3, parkedAt: NOW }],
        parkedEvents: [event],
      });
    };
    const unpark = (of: string) =>
      runtime.ports.views.commit(workflow!.ref, {
        ...nothing,
        unpark: [{ topic: 'campaign', tenant: of, stream: 'plan-1' }],
      });
    await park(tenant, []);
    const refused = places.exported(source, tenant, 'parked.export');
    await expect(refused).rejects.toMatchObject({
      code: 'move.parked',
      params: { workflow: 'workflow:open-tasks', stream: 'plan-1' },
    });
    await unpark(tenant);
    await park('office', [tenant]);
    expect(await refusal(places.exported(source, tenant, 'parked.export'))).toBe('move.parked');
    await unpark('office');
    await park('office', ['other']);
    await places.exported(source, tenant, 'parked.export');
    await unpark('office');
  });

  it('is refused while a workflow is behind', async () => {
    const folder = await places.platform('behind');
    await places.imported(folder, 'parked.export');
    await places.closed(folder);
    const resting = await places.platform('behind', { atRest: true });
    const { runtime } = resting.service('task');
    await runtime.ports.views.commit(runtime.workflows[0]!.ref, {
      ...nothing,
      positions: [{ topic: 'campaign', partition: 0, next: 0 }],
    });
    const refused = places.exported(resting, tenant, 'behind.export', 300);
    await expect(refused).rejects.toMatchObject({
      code: 'move.behind',
      params: { workflows: 'task/workflow:open-tasks' },
    });
  });

  it('fails by name for a kind of private entries that nobody has decided on', async () => {
    const { secrets } = source.service('task').runtime.ports;
    await secrets.create(tenant, 'note-to-self', '1', 'x');
    await expect(places.exported(source, tenant, 'kind.export')).rejects.toThrow('note-to-self');
    await secrets.delete(tenant, 'note-to-self', '1');
  });

  it('says in both languages what is in the way', async () => {
    const lines: string[] = [];
    const order = {
      name: 'export',
      tenant: '没有的单位',
      file: places.at('none'),
      passphrase: '够长的一句话放在这里吧',
    } as const;
    const said = async () => {
      for await (const { text } of operate(source, order)) lines.push(text);
    };
    expect(await refusal(said())).toBe('tenant.none-called');
    expect(await refusal(places.exported(source, tenant, 'own.export'))).toBe('move.target-taken');
  });
});

const nothing = { documents: [], counters: [], positions: [], seen: [] };
const someEvent = {
  id: 'e',
  type: 'plan.approved',
  schemaVersion: 1,
  recordedAt: NOW,
  effectiveOn: null,
  actor: { kind: 'system' as const, id: 'x' },
  commandId: 'c',
  correlationId: 'c',
  causationId: 'c',
  origin: 'live' as const,
  data: Buffer.from('{}'),
  previousHash: new Uint8Array(32),
  hash: new Uint8Array(32),
};
