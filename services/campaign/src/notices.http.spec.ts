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
  corrections: { path: string; from: string | null; value: string | null; by: string }[];
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
  (await done<{ id: string }>(clerk.post('/notices', { text, again: true }))).answer.id;
const noticeOf = async (clerk: Person, id: string, token: string) =>
  dataOf<Notice>(await clerk.get(`/notices/${id}?token=${encodeURIComponent(token)}`));
const correct = (id: string, path: string, value: string | null, was?: string) =>
  city.city.post(`/notices/${id}/corrections`, { path, value, ...(was === undefined ? {} : { was }) });

type Suggestion = { suggestionId: string; path: string; from: string; to: string | null };

/** Files of the whole data folder in which these bytes stand. */
async function inFolder(words: string): Promise<string[]> {
  const files = await readdir(stage.folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const file of files.filter((each) => each.isFile())) {
    const path = join(file.parentPath, file.name);
    if ((await readFile(path)).includes(words)) found.push(path);
  }
  return found;
}

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
  // The text, the file as it came, the stream.
  expect(fresh).toHaveLength(3);
  for (const file of fresh.filter((each) => each.includes('blobs')))
    expect(await readFile(file, 'utf8')).toMatch(/^(?!.*周建安).*\$sealed/s);
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
  await done(correct(id, 'leadingGroup.members.2', null, '市直各单位负责人'));
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

it('removes the entry that was meant, and no other', async () => {
  const id = await imported(city.city);
  const members = async () => {
    const { token } = await done(correct(id, 'goals', `目标${Math.random()}`));
    return (await noticeOf(city.city, id, token)).content.leadingGroup.members.map(({ value }) => value);
  };
  const unsaid = await correct(id, 'leadingGroup.members.0', null);
  expect([unsaid.status, unsaid.body.code]).toEqual([422, 'notice.entry-unnamed']);
  const gone = await done(correct(id, 'leadingGroup.members.0', null, '邓晓岚'));
  // Sent once more by somebody else who saw the same: it is the next one's place by now.
  const late = await correct(id, 'leadingGroup.members.0', null, '邓晓岚');
  expect([late.status, late.body.code]).toEqual([409, 'notice.changed-since']);
  const stale = await city.city.post(
    `/notices/${id}/corrections`,
    { path: 'leadingGroup.members.0', value: null },
    { 'if-match': String(gone.version - 1) },
  );
  expect(stale.status).toBe(409);
  expect(await members()).toEqual(['田志远', '市直各单位负责人']);
});

it('keeps all files of a notice, and reads its annexes', async () => {
  const clerk = city.city;
  const text = noticeText.replace(
    '桐泽市精神文明建设指导委员会办公室\n2026年3月2日',
    '附件：1．责任分工表\n\n桐泽市精神文明建设指导委员会办公室\n2026年3月2日',
  );
  const annex =
    '附件1\n责任分工表\n序号,任务,责任单位,完成时限\n1,更新公益广告,市城管局,2026年6月30日\n2,清洗站牌,市交通运输局,2026年7月31日\n';
  const before = await kept();
  const files: [string, Buffer][] = [
    ['通知.txt', Buffer.from(text)],
    ['附件1 责任分工表.csv', Buffer.from(annex)],
  ];
  const made = await done<{ id: string }>(clerk.uploadAll('/notices', files, {}, { again: 'true' }));
  expect(await kept()).toHaveLength(before.length + 4);
  const page = await noticeOf(clerk, made.answer.id, made.token);
  expect(page).toMatchObject({
    fileName: '通知.txt',
    files: [
      { name: '通知.txt', role: 'main', annex: null },
      { name: '附件1 责任分工表.csv', role: 'annex', annex: 0, size: files[1]![1].length },
    ],
  });
  const file = await clerk.file(`/notices/${made.answer.id}/files/1`);
  expect(file.bytes.equals(files[1]![1])).toBe(true);
  expect((await clerk.get(`/notices/${made.answer.id}/files/2`)).status).toBe(404);
  expect((await city.transport.get(`/notices/${made.answer.id}/files/1`)).status).toBe(404);
  const campaign = await done<{ planId: string }>(clerk.post('/campaigns', { noticeId: made.answer.id }));
  const plan = await planOf(clerk, campaign.answer.planId);
  expect(itemTitled(plan, '清洗站牌')).toMatchObject({ responsible: '市交通运输局', deadline: '2026-07-31' });
});

it.each([21, 40])('says of %i files that they are too many, and keeps none', async (count) => {
  const before = await kept();
  const files = Array.from({ length: count }, (_, i): [string, Buffer] => [`附件${i}.txt`, Buffer.from(`附件${i}`)]);
  const reply = await city.city.uploadAll('/notices', files);
  expect(reply.body).toMatchObject({ code: 'notice.too-many-files', params: { limit: 20 } });
  expect(await kept()).toEqual(before);
});

it('refuses a file that belongs to no annex, and tells which', async () => {
  const before = await kept();
  const reply = await city.city.uploadAll('/notices', [
    ['通知.txt', Buffer.from(noticeText)],
    ['年夜饭菜单.txt', Buffer.from('清蒸鲈鱼\n红烧肉\n')],
  ]);
  expect([reply.status, reply.body.code]).toEqual([422, 'notice.file-unmatched']);
  expect(reply.body['params']).toEqual({ file: '年夜饭菜单.txt' });
  const many = await city.city.uploadAll(
    '/notices',
    Array.from({ length: 21 }, (_, i) => [`${i}.txt`, Buffer.from(noticeText)]),
  );
  expect([many.status, many.body.code]).toEqual([413, 'notice.too-many-files']);
  expect(await kept()).toEqual(before);
});

it('stores no byte of a classified text, in whatever file it stands', async () => {
  const clerk = city.city;
  const before = await kept();
  const phrase = '海棠行动专用口令';
  const named = '海棠行动附件一';
  const withAnnex = noticeText.replace('桐泽市精神文明建设指导委员会办公室\n2026年3月2日', '附件：1．责任分工表\n\n$&');
  const secret = (mark: string) => Buffer.from(`${mark}★5年\n${noticeText}\n${phrase}\n`);
  for (const mark of ['秘密', '机密', '绝密']) {
    const alone = await clerk.upload('/notices', `${named}.txt`, secret(mark));
    const beside = await clerk.uploadAll('/notices', [
      ['通知.txt', Buffer.from(withAnnex)],
      [`附件1 ${named}.txt`, Buffer.concat([Buffer.from('附件1\n'), secret(mark)])],
    ]);
    const pasted = await clerk.post('/notices', { text: secret(mark).toString() });
    for (const reply of [alone, beside, pasted]) expect(reply.body.code).toBe('notice.classified');
    const files = [alone, beside, pasted].map(({ body }) => (body['params'] as { file: string }).file);
    expect(files).toEqual([`${named}.txt`, `附件1 ${named}.txt`, '粘贴的文字']);
    expect((beside.body['messages'] as { 'zh-CN': string })['zh-CN']).toContain(
      `“附件1 ${named}.txt”标有“${mark}”密级`,
    );
  }
  expect(await kept()).toEqual(before);
  // A word that is meant to be kept is found by the same search, so the search can find.
  const { campaignId } = await campaignFrom(clerk);
  expect(await inFolder(campaignId)).not.toEqual([]);
  for (const words of [phrase, named, Buffer.from(phrase).toString('base64').slice(0, 16)])
    expect(await inFolder(words)).toEqual([]);
});

it('offers what was corrected before in notices of the same issuer, and applies it when it is told to', async () => {
  const clerk = city.city;
  const issuer = '桐泽市爱国卫生运动委员会办公室';
  const text = noticeText.replaceAll('桐泽市精神文明建设指导委员会办公室', issuer);
  const first = await imported(clerk, text);
  const page = async (id: string, token: string) =>
    dataOf<Notice & { suggestions: Suggestion[] }>(
      await clerk.get(`/notices/${id}?token=${encodeURIComponent(token)}`),
    );
  const renamed = await done(correct(first, 'leadingGroup.office', '桐泽市文明办'));
  const was = (await page(first, renamed.token)).corrections.at(-1)?.from;
  await done(correct(first, 'leadingGroup.members.2', null, '市直各单位负责人'));

  const second = await done<{ id: string }>(clerk.post('/notices', { text: text.replace('3号', '8号') }));
  const { suggestions, content } = await page(second.answer.id, second.token);
  expect(suggestions).toMatchObject([
    { path: 'leadingGroup.members.2', from: '市直各单位负责人', to: null, times: 1, by: 'p-lin' },
    { path: 'leadingGroup.office', from: was, to: '桐泽市文明办' },
  ]);
  expect(content.leadingGroup.members).toHaveLength(3);
  // What another issuer's notices need is another matter, and what other tenants do nobody's.
  const elsewhere = text.replaceAll(issuer, '桐泽市关心下一代工作委员会办公室');
  const other = await done<{ id: string }>(clerk.post('/notices', { text: elsewhere, again: true }));
  expect((await page(other.answer.id, other.token)).suggestions).toEqual([]);
  const theirs = await done<{ id: string }>(city.transport.post('/notices', { text }));
  const told = await city.transport.get(`/notices/${theirs.answer.id}?token=${encodeURIComponent(theirs.token)}`);
  expect(dataOf<{ suggestions: Suggestion[] }>(told).suggestions).toEqual([]);

  const [removal, office] = suggestions;
  const path = `/notices/${second.answer.id}/suggestions`;
  await done(clerk.post(path, { suggestionId: office?.suggestionId }));
  const last = await done(clerk.post(path, { suggestionId: removal?.suggestionId }));
  const after = await page(second.answer.id, last.token);
  expect(after.suggestions).toEqual([]);
  expect(after.content.leadingGroup.members).toHaveLength(2);
  expect((await clerk.post(path, { suggestionId: removal?.suggestionId })).status).toBe(404);
  expect((await city.transport.post(path, { suggestionId: office?.suggestionId })).status).toBe(404);
});

it('refuses what no calendar has, and phases that end before they start', async () => {
  const clerk = city.city;
  const phases = [{ name: '倒着走', start: '2026-06', end: '2026-04' }];
  const reply = await clerk.post('/campaigns', { title: '文明创建', phases });
  expect([reply.status, reply.body.code]).toEqual([422, 'plan.phase-ends-before-start']);
  const id = await imported(clerk);
  expect((await correct(id, 'phases.1.end', '2026-04-01')).body.code).toBe('plan.phase-ends-before-start');
  expect((await correct(id, 'phases.1.end', '2026-06-31')).body.code).toBe('notice.not-a-date');
  await done(correct(id, 'measures.0.joint.0', '市教育局'));
  const { planId } = (await done<{ planId: string }>(clerk.post('/campaigns', { noticeId: id }))).answer;
  expect(itemTitled(await planOf(clerk, planId), '加强思想道德建设')).toMatchObject({ joint: ['市教育局'] });
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
    expect((await city.city.post('/notices', { text: noticeText, again: true }, key)).status).toBe(503);
    expect(await kept()).toHaveLength(before.length + files);
  }
  append.mockRestore();
  const stale = await city.city.post('/notices', { text: noticeText, again: true }, { 'if-match': '7' });
  expect([stale.status, stale.body.code]).toEqual([409, 'stale-version']);
  expect(await kept()).toHaveLength(before.length + 1);
  const { id } = (await done<{ id: string }>(city.city.post('/notices', { text: noticeText, again: true }, key)))
    .answer;
  expect((await city.city.until(`/notices/${id}/text`, ({ status }) => status === 200)).status).toBe(200);
});

it('imports once what is sent twice', async () => {
  const key = { 'idempotency-key': 'import-0001' };
  const bytes = Buffer.from(noticeText.replace('3号', '31号'));
  const before = await kept();
  const once = await city.city.upload('/notices', 'a.txt', bytes, key);
  const twice = await city.city.upload('/notices', 'a.txt', bytes, key);
  expect(once.status).toBe(201);
  expect(twice.body).toEqual(once.body);
  expect(await kept()).toHaveLength(before.length + 3);
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
  expect(JSON.stringify((await city.transport.get('/notices')).body)).not.toContain(id);
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
  expect([refused.status, refused.body.code]).toEqual([422, 'campaign.nothing-given']);
  expect((await city.transport.post('/campaigns', { title: '文明单位创建' })).status).toBe(201);
  const phases = [{ name: '第一阶段', start: '2026-3-1', end: '2026-02-30' }];
  const wrong = await city.city.post('/campaigns', { title: '桐泽市文明村镇创建', phases });
  expect([wrong.status, wrong.body['params']]).toEqual([400, { count: 2 }]);
  const errors = wrong.body['errors'] as { field: string }[];
  expect(errors.map(({ field }) => field)).toEqual(['phases.0.start', 'phases.0.end']);
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
