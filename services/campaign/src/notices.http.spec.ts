import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageUnavailable } from '@chuangwen/kernel';
import {
  answerOf,
  campaignFrom,
  cityOn,
  dataOf,
  done,
  planOf,
  itemTitled,
  type City,
  type Person,
} from './testing/city';
import { noticeText } from './testing/notice';
import { openStage, type Stage } from './testing/stage';

type Field = { value: string; place: { start: number; end: number } | null; inferred: boolean; corrected?: true };
type Notice = {
  version: number;
  fileName: string | null;
  corrections: { path: string; value: string | null; by: string }[];
  content: {
    docNumber: Field | null;
    goals: Field | null;
    issuedOn: Field | null;
    leadingGroup: { leader: Field | null; members: (Field & { warnings: object[] })[] };
    phases: { name: Field; start: Field | null }[];
    measures: {
      number: string | null;
      title: Field;
      phase: string | null;
      children: { title: Field; deadline: Field | null }[];
    }[];
  };
};

let stage: Stage;
let city: City;
beforeAll(async () => {
  stage = await openStage();
  city = await cityOn(stage);
});
afterAll(() => stage.end());

const imported = async (clerk: Person, text = noticeText) =>
  (await done<{ id: string }>(clerk.post('/notices', { text }))).answer.id;
const noticeOf = async (clerk: Person, id: string, token: string) =>
  dataOf<Notice>(await clerk.get(`/notices/${id}?token=${encodeURIComponent(token)}`));
const correct = (id: string, path: string, value: string | null) =>
  city.city.post(`/notices/${id}/corrections`, { path, value });

/** Every stored file and event stream. */
async function kept(): Promise<string[]> {
  const files = await readdir(join(stage.folder, 'blobs'), { recursive: true, withFileTypes: true });
  const streams: string[] = [];
  for await (const { stream } of stage.ports.events.streams()) streams.push(stream);
  return [...files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name)), ...streams];
}

it('understands a file, with places, warnings in words, and its text under lock', async () => {
  const before = await kept();
  const made = await done<{ id: string }>(city.city.upload('/notices', '桐泽市实施方案.txt', Buffer.from(noticeText)));
  const notice = await noticeOf(city.city, made.answer.id, made.token);
  expect(notice).toMatchObject({ fileName: '桐泽市实施方案.txt', version: 1, corrections: [] });
  const text = dataOf<{ text: string }>(await city.city.get(`/notices/${made.answer.id}/text`)).text;
  for (const field of [notice.content.docNumber, notice.content.goals, notice.content.leadingGroup.leader]) {
    expect(field?.inferred).toBe(false);
    expect(text.slice(field?.place?.start, field?.place?.end)).toBe(field?.value);
  }
  expect(notice.content.leadingGroup.members.at(-1)?.warnings).toMatchObject([
    {
      code: 'group.post-without-name',
      zh: expect.stringContaining('没有姓名'),
      en: expect.stringContaining('no name'),
    },
  ]);
  const fresh = (await kept()).filter((each) => !before.includes(each));
  expect(fresh).toHaveLength(2);
  const [file = ''] = fresh.filter((each) => each.includes('blobs'));
  const bytes = await readFile(file, 'utf8');
  expect(bytes).not.toContain('周建安');
  expect(bytes).toContain('$sealed');
  const { events } = await stage.ports.events.read({ tenant: 'office-tz', stream: `notice-${made.answer.id}` });
  expect(Buffer.from(events[0]?.data ?? []).toString()).not.toContain('周建安');
});

it('lets every field be corrected, and marks what was', async () => {
  const id = await imported(city.city);
  await done(correct(id, 'docNumber', '桐文明办〔2026〕5号'));
  await done(correct(id, 'phases.1.start', '2026-06'));
  await done(correct(id, 'measures.1.children.0.deadline', '2026-07-31'));
  await done(correct(id, 'measures.1.number', '（2）'));
  await done(correct(id, 'measures.1.phase', '全面实施阶段'));
  await done(correct(id, 'leadingGroup.members.2', null));
  await done(correct(id, 'leadingGroup.executiveDeputies.0', '高志鹏'));
  await done(correct(id, 'measures.3', '开展文明单位结对'));
  const last = await done(correct(id, 'goals', null));
  const { content, corrections, version } = await noticeOf(city.city, id, last.token);
  expect(content.docNumber).toMatchObject({ value: '桐文明办〔2026〕5号', corrected: true });
  expect(content.docNumber?.place).not.toBeNull();
  expect(content.goals).toBeNull();
  expect(content.phases[1]?.start).toMatchObject({ value: '2026-06', corrected: true });
  expect(content.measures[1]).toMatchObject({ number: '（2）', phase: '全面实施阶段' });
  expect(content.measures[1]?.children[0]?.deadline).toMatchObject({ value: '2026-07-31', place: null });
  expect(content.measures[3]?.title).toMatchObject({ value: '开展文明单位结对', corrected: true });
  expect(content.leadingGroup.members).toHaveLength(2);
  expect(corrections).toHaveLength(9);
  expect(corrections[0]).toMatchObject({ path: 'docNumber', by: 'p-lin' });
  expect(version).toBe(10);
});

it('refuses corrections that make no sense, and keeps nothing of them', async () => {
  const id = await imported(city.city);
  const codes = async (...replies: Promise<{ body: { code: string } }>[]) =>
    (await Promise.all(replies)).map(({ body }) => body.code);
  expect(
    await codes(
      correct(id, 'nothing', 'x'),
      correct(id, 'measures.99.title', 'x'),
      correct(id, 'measures', 'x'),
      correct(id, 'constructor.name', 'x'),
      correct(id, 'warnings.0.code', 'x'),
      correct(id, 'phases.0.start', '三月'),
      correct(id, 'measures.0.title', null),
      correct(id, 'measures.0.phase', '没有的阶段'),
    ),
  ).toEqual([
    'notice.unknown-field',
    'notice.unknown-field',
    'notice.unknown-field',
    'notice.unknown-field',
    'notice.unknown-field',
    'notice.not-a-date',
    'notice.field-required',
    'notice.unknown-phase',
  ]);
  await done(correct(id, 'measures.0.phase', '全面实施阶段'));
  const early = await correct(id, 'measures.0.deadline', '2026-04-30');
  expect(early.body).toMatchObject({
    code: 'plan.deadline-before-phase',
    params: { deadline: '2026-04-30', start: '2026-05' },
  });
  expect(early.body['messages']).toMatchObject({ 'zh-CN': expect.stringContaining('2026-04-30') });
  expect((await correct(id, '__proto__.polluted', 'x')).status).toBe(400);
  expect((await city.city.post(`/notices/${id}/corrections`, { path: ['docNumber'], value: 'x' })).status).toBe(400);
  expect((await stage.ports.events.read({ tenant: 'office-tz', stream: `notice-${id}` })).version).toBe(2);
});

it('stores nothing of what it refuses', async () => {
  const before = await kept();
  const clerk = city.city;
  const replies = [
    await clerk.upload('/notices', '通知.xlsx', Buffer.from('PK\u0003\u0004 not a document at all')),
    await clerk.upload('/notices', '通知.txt', Buffer.alloc(0)),
    await clerk.post('/notices', { text: '  \n ' }),
    await clerk.post('/notices', { text: '今天天气很好，我们去公园散步。' }),
    await clerk.post('/notices', { text: `机密★1年\n${noticeText}` }),
    await clerk.upload('/notices', '图.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46])),
  ];
  expect(replies.map(({ status }) => status >= 400 && status < 500)).toEqual(replies.map(() => true));
  expect(replies.slice(1).map(({ body }) => body.code)).toEqual([
    'notice.file-empty',
    'notice.file-empty',
    'notice.nothing-recognised',
    'notice.classified',
    'notice.scan',
  ]);
  for (const { body } of replies)
    expect(body['messages']).toMatchObject({
      'zh-CN': expect.stringMatching(/[\u4e00-\u9fff]/),
      en: expect.stringMatching(/[a-z]/),
    });
  expect((await clerk.post('/notices')).body.code).toBe('file.missing');
  expect((await clerk.post('/notices', { text: 5 })).status).toBe(400);
  expect((await clerk.post('/notices', { text: 'x', extra: 1 })).status).toBe(400);
  expect(await kept()).toEqual(before);
});

it('takes the text back where the disk can’t take the notice', async () => {
  const before = await kept();
  const key = { 'idempotency-key': 'import-full-0001' };
  const append = jest.spyOn(stage.ports.events, 'append');
  for (const [reason, files] of [
    ['full', 0],
    // Whether that was written nobody knows: the text stays.
    ['io', 1],
  ] as const) {
    append.mockRejectedValueOnce(new StorageUnavailable(reason));
    expect((await city.city.post('/notices', { text: noticeText }, key)).status).toBe(503);
    expect(await kept()).toHaveLength(before.length + files);
  }
  append.mockRestore();
  const stale = await city.city.post('/notices', { text: noticeText }, { 'if-match': '7' });
  expect([stale.status, stale.body.code]).toEqual([409, 'stale-version']);
  expect(await kept()).toHaveLength(before.length + 1);
  const { id } = (await done<{ id: string }>(city.city.post('/notices', { text: noticeText }, key))).answer;
  expect((await city.city.until(`/notices/${id}/text`, ({ status }) => status === 200)).status).toBe(200);
});

it('imports once what is sent twice', async () => {
  const key = { 'idempotency-key': 'import-0001' };
  const bytes = Buffer.from(noticeText);
  const before = await kept();
  const once = await city.city.upload('/notices', 'a.txt', bytes, key);
  const twice = await city.city.upload('/notices', 'a.txt', bytes, key);
  expect(once.status).toBe(201);
  expect(twice.body).toEqual(once.body);
  expect(await kept()).toHaveLength(before.length + 2);
  const other = await city.city.upload('/notices', 'a.txt', Buffer.from(noticeText.replace('3号', '4号')), key);
  expect([other.status, other.body.code]).toEqual([422, 'command.id-reused']);
});

it('is nobody else’s notice', async () => {
  const id = await imported(city.city);
  for (const path of [`/notices/${id}`, `/notices/${id}/text`]) {
    expect((await city.city.until(path, ({ status }) => status === 200)).status).toBe(200);
    expect((await city.transport.get(path)).status).toBe(404);
  }
  expect((await city.transport.post(`/notices/${id}/corrections`, { path: 'docNumber', value: 'x' })).status).toBe(404);
  expect((await city.transport.post('/campaigns', { noticeId: id })).status).toBe(404);
  expect((await city.bus.post('/notices', { text: noticeText })).status).toBe(403);
  const unit = stage.person('office-tz', 'p-qin', 'office-tz-unit');
  expect((await unit.post(`/notices/${id}/corrections`, { path: 'docNumber', value: 'x' })).status).toBe(403);
  expect(dataOf<object[]>(await city.transport.get('/notices'))).toEqual([]);
  const response = await stage.app.inject({ method: 'GET', url: '/api/campaign/notices' });
  expect(response.statusCode).toBe(401);
});

it('makes a campaign of a corrected notice, which its agencies see without the names', async () => {
  const id = await imported(city.city);
  await done(correct(id, 'measures.0.phase', '宣传发动阶段'));
  await done(correct(id, 'measures.0.deadline', '2026-04'));
  const made = await done<{ id: string; planId: string }>(
    city.city.post('/campaigns', { noticeId: id, honour: '省级文明城市' }),
  );
  const { id: campaignId, planId } = made.answer;
  const plan = await planOf(city.city, planId);
  expect(itemTitled(plan, '加强思想道德建设')).toMatchObject({ deadline: '2026-04', number: '（一）', above: null });
  expect(itemTitled(plan, '规范非机动车停放').above).toBe(itemTitled(plan, '整治市容环境').itemId);
  await done(city.city.post(`/campaigns/${campaignId}/issue`, { tenants: ['transport'] }));
  const mine = dataOf<object>(await city.city.until(`/campaigns/${campaignId}`, ({ status }) => status === 200));
  expect(mine).toMatchObject({
    brief: {
      title: '桐泽市2026年创建省级文明城市工作实施方案',
      honour: '省级文明城市',
      docNumber: '桐文明办〔2026〕3号',
      goals: '2026年底前建成省级文明城市。',
      guidingThought: expect.stringContaining('为民惠民'),
      requirements: [{ title: '提高认识' }, { title: '压实责任' }],
    },
    leading: { noticeId: id, planId, leadingGroup: { leader: '周建安', deputies: ['林素梅', '何启明'] } },
    plans: [{ planId, organisationId: 'office-tz-root', situation: 'drafting' }],
  });
  const theirs = await city.transport.until(`/campaigns/${campaignId}`, ({ status }) => status === 200);
  expect(dataOf<object>(theirs)).toMatchObject({ brief: { title: expect.stringContaining('桐泽市') }, leading: null });
  expect(JSON.stringify(theirs.body)).not.toContain('周建安');
});

it('opens a campaign written by hand', async () => {
  const refused = await city.city.post('/campaigns', { honour: '全国文明城市' });
  expect([refused.status, refused.body.code]).toEqual([422, 'campaign.title-required']);
  expect((await city.transport.post('/campaigns', { title: '文明单位创建' })).status).toBe(201);
  const made = await city.city.post('/campaigns', {
    title: '桐泽市文明村镇创建',
    phases: [{ name: '第一阶段', start: '2026-03' }, { name: '第二阶段' }],
    leadingGroup: { leader: '周建安' },
  });
  const { planId } = answerOf<{ planId: string }>(made);
  expect(await planOf(city.city, planId)).toMatchObject({
    items: [],
    phases: [{ name: '第一阶段' }, { name: '第二阶段' }],
  });
  const id = await imported(city.city);
  expect((await city.city.post('/campaigns', { noticeId: id, phases: [] })).status).toBe(400);
  const { campaignId } = await campaignFrom(city.city);
  const rows = dataOf<{ campaignId: string }[]>(
    await city.city.until('/campaigns', ({ body }) => JSON.stringify(body.data).includes(campaignId)),
  );
  expect(rows.find((row) => row.campaignId === campaignId)).toMatchObject({ leading: true, level: 'province' });
});
