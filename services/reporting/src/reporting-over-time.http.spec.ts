import { plainEvent } from '@chuangwen/contracts';
import { newId, ServiceRuntime } from '@chuangwen/platform';
import {
  campaign,
  closeStage,
  get,
  identity,
  openStage,
  read,
  rowsOf,
  stage,
  start,
  tell,
  work,
  type Row,
} from './testing/stage';
import { about, assigned, brief, items, office, opened, who } from './testing/told';
import { page, post } from './testing/upward';

beforeAll(async () => {
  await openStage();
});
afterAll(closeStage);

describe('what happens to units', () => {
  it('leaves earlier reports as they were, byte by byte', async () => {
    const urls = ['unit', 'phase', 'measure'].map((by) => `c1/report?asOf=2026-04-15&by=${by}`);
    const before = await Promise.all(urls.map(async (url) => (await get(office, url)).raw.toString('utf8')));
    const told = { organisationId: 'class', tree: 'line', parent: 'edu-org', validFrom: '2026-01-01' };
    await tell(identity, '2026-04-16', 'edu', 'organisation-class', [], { type: 'organisation.moved', data: told });
    const renamed = { organisationId: 'school', name: '桐泽市第一实验学校', validFrom: '2026-01-01' };
    const token = await tell(identity, '2026-04-16', 'edu', 'organisation-school', [], {
      type: 'organisation.renamed',
      data: renamed,
    });
    const today = await read(office, 'c1/report', token);
    expect(rowsOf(today)['school']).toMatchObject({ tasks: 1 });
    expect(today.data.rows.find(({ key }: Row) => key === 'school').name).toBe('桐泽市第一实验学校');
    const after = await Promise.all(urls.map(async (url) => (await get(office, url)).raw.toString('utf8')));
    expect(after).toEqual(before);
  });

  it('sums a unit on two trees once on each', async () => {
    const onDistrict = { organisationId: 'school', tree: 'district', parent: 'road-org', validFrom: '2026-01-01' };
    const token = await tell(identity, '2026-04-17', 'edu', 'organisation-school', [], {
      type: 'organisation.moved',
      data: onDistrict,
    });
    const line = await read(office, 'c1/report?tree=line', token);
    const district = await read(office, 'c1/report?tree=district', token);
    expect([rowsOf(line)['edu-org']!['tasks'], rowsOf(line)['road-org']!['tasks']]).toEqual([3, 1]);
    expect([rowsOf(district)['edu-org']!['tasks'], rowsOf(district)['road-org']!['tasks']]).toEqual([2, 2]);
    expect(line.data.totals).toEqual(district.data.totals);
  });
});

describe('a task that no longer counts, and one that counts for others too', () => {
  const totals = async (url: string, token: string) => (await read(office, url, token)).data.totals;

  it('counts no more from the day it was withdrawn, and again from the day it is reinstated; days before stay', async () => {
    const urls = ['unit', 'phase', 'measure'].map((by) => `c1/report?asOf=2026-04-16&by=${by}`);
    const before = await Promise.all(urls.map(async (url) => (await get(office, url)).raw.toString('utf8')));
    const withdrawn = { cause: 'plan', by: null, reason: '方案撤回，张三负责' };
    let token = await work('edu', '2026-04-17', 't1', about('t1', 'task.withdrawn', withdrawn));
    expect(await totals('c1/report?asOf=2026-04-17', token)).toMatchObject({
      tasks: 3,
      accepted: 0,
      onTime: 0,
      due: 1,
    });
    const behind = await read(office, 'c1/report/explanation?figure=tasks', token);
    expect(behind.data).toMatchObject({ count: 3, tasks: [{ taskId: 't2' }, { taskId: 't3' }, { taskId: 't4' }] });
    const again = { planId: 'plan1', said: null, deadline: '2026-04-10' };
    token = await work('edu', '2026-04-18', 't1', about('t1', 'task.reinstated', again));
    expect(await totals('c1/report?asOf=2026-04-17', token)).toMatchObject({ tasks: 3, accepted: 0 });
    expect(await totals('c1/report', token)).toMatchObject({ tasks: 4, accepted: 1, onTime: 1, due: 2 });
    const after = await Promise.all(urls.map(async (url) => (await get(office, url)).raw.toString('utf8')));
    expect(after).toEqual(before);
  });

  it('counts in every campaign that it is shared with, by what is said of it there', async () => {
    const c2 = { ...brief, campaignId: 'c2', title: '桐泽市创建国家卫生城市工作' };
    await tell(campaign, '2026-04-02', 'office', 'campaign-c2', [], {
      type: 'campaign.opened',
      data: {
        campaignId: 'c2',
        brief: c2,
        documentId: 'c2',
        noticeId: null,
        planId: 'p-c2',
        items,
        responsible: {},
        leadingGroup: null,
      },
    });
    const shared = {
      campaignId: 'c2',
      planId: 'p-c2',
      covers: 'other',
      itemId: 'm9',
      measure: { itemId: 'm9', number: '9.', title: '健康校园' },
      phase: null,
      deadline: '2026-04-05',
      reason: '同一项工作',
    };
    let token = await work('edu', '2026-04-17', 't2', about('t2', 'task.shared-with', shared));
    expect(await totals('c2/report?asOf=2026-04-16', token)).toMatchObject({ tasks: 0 });
    expect(await totals('c2/report', token)).toMatchObject({ tasks: 1, submitted: 1, late: 1, due: 1 });
    expect(await totals('c1/report', token)).toMatchObject({ tasks: 4 });
    const behind = await read(office, 'c2/report/explanation?by=measure&key=m9&figure=late', token);
    expect(behind.data).toMatchObject({
      count: 1,
      tasks: [{ taskId: 't2', measure: '健康校园', deadline: '2026-04-05' }],
    });
    const apart = { campaignId: 'c2', covers: 'other', reason: '另行办理' };
    token = await work('edu', '2026-04-18', 't2', about('t2', 'task.unshared', apart));
    expect(await totals('c2/report', token)).toMatchObject({ tasks: 0 });
    expect(await totals('c2/report?asOf=2026-04-17', token)).toMatchObject({ tasks: 1 });
  });
});

describe('a stream that can’t be read', () => {
  const t5 = { topic: 'task', tenant: 'edu', stream: 'task-t5' };

  it('is parked alone; the report says that it misses one, and a retry after a dry run brings it in', async () => {
    stage.brokenKey = 'document:plan-broken';
    await work('edu', '2026-04-18', 't5', opened('t5', 'edu-org', { planId: 'plan-broken' }));
    await work('edu', '2026-04-18', 't5', assigned('t5', 'school'));
    const token = await work('edu', '2026-04-18', 't6', opened('t6', 'edu-org'));
    const missing = await read(office, 'c1/report', token);
    expect(missing.freshness.parked).toBe(1);
    expect(missing.data.totals.tasks).toBe(5);
    expect(missing.data.unread).toEqual([{ tenant: 'edu', name: '桐泽市教育局', streams: 1 }]);
    expect((await get(office, 'c1/report?format=csv')).raw.toString('utf8')).toContain(
      '桐泽市教育局有 1 项内容未能读取',
    );
    expect((await get(who('road'), 'c1/report')).body).toMatchObject({
      freshness: { parked: 0 },
      data: { unread: [] },
    });

    const runtime = stage.app.get(ServiceRuntime);
    expect(await runtime.parked()).toMatchObject([
      { ...t5, consumer: 'progress@3', version: 1, reason: expect.stringContaining('key') },
    ]);
    await expect(runtime.retry('progress@3', t5, true)).rejects.toThrow('the key can’t be read');
    stage.brokenKey = null;
    expect(await runtime.retry('progress@3', t5, true)).toBe(2);
    expect((await get(office, 'c1/report')).body.data.totals.tasks).toBe(5);
    expect(await runtime.retry('progress@3', t5, false)).toBe(2);
    const whole = (await get(office, 'c1/report')).body;
    expect([whole.data.totals.tasks, whole.freshness.parked]).toEqual([6, 0]);
    expect(rowsOf(whole)['school']).toMatchObject({ tasks: 2 });
  });

  it('stays parked when it was written by a newer program, and is never guessed at', async () => {
    const ref = { tenant: 'edu', stream: 'task-t6' };
    const { events, version } = await stage.storage.ports('task').events.read(ref);
    const newer = {
      ...plainEvent(events[0]!),
      id: newId(),
      type: 'task.accepted',
      schemaVersion: 99,
      data: Buffer.from('{}'),
    };
    await stage.storage.ports('task').events.append(ref, { expectedVersion: version, events: [newer], receipt: null });
    const token = await work('edu', '2026-04-19', 't7', opened('t7', 'edu-org'));
    const body = await read(office, 'c1/report', token);
    expect([body.data.totals.tasks, body.data.totals.accepted, body.freshness.parked]).toEqual([7, 1, 1]);
    const retry = stage.app.get(ServiceRuntime).retry('progress@3', { topic: 'task', ...ref }, false);
    await expect(retry).rejects.toThrow('v99');
  });
});

describe('a service that was started anew', () => {
  it('says the same of every day, byte by byte, as the one that took everything in bit by bit', async () => {
    const days = ['2026-04-01', '2026-04-10', '2026-04-12', '2026-04-17', '2026-04-18', '2026-04-20'];
    const urls = ['c1', 'c2'].flatMap((id) =>
      ['by=unit', 'by=unit&tree=district', 'by=unit&levels=2', 'by=phase', 'by=measure'].flatMap((query) =>
        days.map((asOf) => `${id}/report?${query}&asOf=${asOf}`),
      ),
    );
    const all = async () => {
      const texts: string[] = [];
      for (const url of urls) texts.push((await get(office, url)).raw.toString('utf8'));
      return texts;
    };
    const before = await all();
    await stage.app.close();
    await start();
    for (let tries = 0; tries < 100 && (await get(office, urls[0]!)).body.freshness.behind > 0; tries += 1)
      await new Promise((wake) => setTimeout(wake, 20));
    expect(await all()).toEqual(before);
  });
});

describe('a rebuild', () => {
  beforeAll(async () => {
    const { answer } = await post(who('edu'), '', { campaignId: 'c1', by: 'unit', asOf: '2026-04-15' });
    const { token } = await post(who('edu'), `/${answer.id}/submission`);
    await page(office, `/${answer.id}`, token);
  });

  it('beside the live view equals it, byte by byte, and the report with it', async () => {
    const { views } = stage.storage.ports('reporting');
    for (const name of ['progress@3', 'labels', 'expected@2', 'organisations', 'upward-reports']) {
      const projector = stage.app.get(ServiceRuntime).projector(name);
      const dump = async () => {
        const rows: string[] = [];
        for await (const row of views.dump(projector.ref)) rows.push(row);
        return rows.join('\n');
      };
      const [live, report, generation] = [await dump(), (await get(office, 'c1/report')).raw, projector.ref.generation];
      expect(await projector.rebuild()).toBeGreaterThan(0);
      expect(projector.ref.generation).toBeGreaterThan(generation);
      expect(await dump()).toBe(live);
      expect((await get(office, 'c1/report')).raw.equals(report)).toBe(true);
    }
  });
});
