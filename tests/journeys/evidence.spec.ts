import { writeWorkbook } from '@chuangwen/documents';
import { DEMO_PASSWORD, type LoadedTenant } from '@chuangwen/standalone';
import { archive } from './archive';
import { agency, openCity, refusal, until, type City } from './city';
import { Browser, ownCampaign, type TaskRow } from './desk';

jest.setTimeout(120_000);

type Proof = {
  proofId: string;
  name: string;
  docNumber: string | null;
  date: string | null;
  found: boolean;
  elsewhere: number;
  uses: { taskId: string; title: string; attachedBy: { name: string }; removed: unknown }[];
};
type Attached = {
  id: string;
  proofId: string;
  known: { 'zh-CN': string; proof: Proof | null } | null;
  notLookedAt: { 'zh-CN': string } | null;
};
type Checks = { data: { ready: boolean; checks: { check: string; met: boolean; waived: boolean; 'zh-CN': string }[] } };
type Suggestions = { proofs: { proof: Proof; reasons: { reason: string; taskId: string; 'zh-CN': string }[] }[] };
type Report = { totals: { tasks: number }; missing: number };
type Overview = { tasks: number; situations: Record<string, number> };

const letter = (number: string, day: string) =>
  Buffer.from(
    `桐泽市交通运输局文件\n\n${number}\n\n关于开展文明交通劝导的通知\n\n局属各单位：\n\n    为做好文明交通劝导工作，现将有关事项通知如下。\n\n    一、工作任务\n\n    早晚高峰在重点路口开展劝导。\n\n桐泽市交通运输局\n${day}\n`,
  );

/** A Word document that says nothing. */
const document = {
  '[Content_Types].xml':
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>',
  '_rels/.rels':
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
  'word/document.xml':
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>现场</w:t></w:r></w:p></w:body></w:document>',
};

/** One proof for many tasks and campaigns, as people meet it. */
describe('evidence of the tenant', () => {
  let city: City;
  let traffic: LoadedTenant;
  let first: { campaignId: string; planId: string; tasks: TaskRow[] };
  let second: { campaignId: string; planId: string; tasks: TaskRow[] };
  let proofId: string;

  const named = (tasks: TaskRow[], part: string) => tasks.find(({ title }) => title.includes(part))!.taskId;
  const path = (taskId: string) => `/api/task/tasks/${taskId}`;
  const assign = (taskId: string) =>
    traffic.clerk.visitor.post(`${path(taskId)}/assignment`, { leadUnit: traffic.sections[0]!.organisationId });

  beforeAll(async () => {
    city = await openCity('jiaotong', 'jiaoyu');
    traffic = agency(city.office, '交通运输局');
    first = await ownCampaign(traffic, '创建文明行业', ['开展文明交通劝导', '规范站场秩序']);
    second = await ownCampaign(traffic, '创建文明单位', ['文明交通劝导行动', '开展文明交通劝导', '组织志愿服务']);
    for (const { taskId } of [...first.tasks, ...second.tasks]) await assign(taskId);
  });
  afterAll(() => city.close());

  it('a letter’s number and day are found in its text', async () => {
    const { visitor } = traffic.clerk;
    const taskId = named(first.tasks, '劝导');
    const made = await visitor.upload<Attached>(
      `${path(taskId)}/evidence`,
      '劝导通知.txt',
      letter('桐交〔2026〕18号', '2026年4月20日'),
    );
    expect(made.known).toBeNull();
    proofId = made.proofId;
    const proof = await until(
      () => visitor.get<Proof>(`/api/task/evidence/${proofId}`),
      ({ docNumber }) => docNumber !== null,
    );
    expect(proof).toMatchObject({ docNumber: '桐交〔2026〕18号', date: '2026-04-20', found: true });
  });

  it('the same file for another task is recognised, says where it is used, and is used again', async () => {
    const { visitor } = traffic.clerk;
    const taskId = named(first.tasks, '站场');
    const made = await visitor.upload<Attached>(
      `${path(taskId)}/evidence`,
      '另一个名字.txt',
      letter('桐交〔2026〕18号', '2026年4月20日'),
    );
    expect(made.proofId).toBe(proofId);
    expect(made.known!['zh-CN']).toContain('你单位已有这份材料');
    expect(made.known!['zh-CN']).toContain('开展文明交通劝导');
    const link = { name: '报道', url: 'https://example.com/news/1' };
    const one = await visitor.post<Attached>(`${path(taskId)}/evidence`, link);
    const other = await visitor.post<Attached>(`${path(named(first.tasks, '劝导'))}/evidence`, link);
    expect([other.proofId, one.known]).toEqual([one.proofId, null]);
    expect(other.known).not.toBeNull();
  });

  it('the ledger says where a proof is used, by whom, and is found by name, kind and day; it leaves as a table', async () => {
    const { visitor } = traffic.clerk;
    const list = async (query: string) =>
      (await visitor.get<{ proofs: Proof[] }>(`/api/task/evidence?${query}`)).proofs.map((proof) => proof.proofId);
    expect(await list(`name=${encodeURIComponent('劝导通知')}`)).toEqual([proofId]);
    expect(await list(`name=${encodeURIComponent('18号')}`)).toEqual([proofId]);
    expect(await list('kind=link')).toHaveLength(1);
    expect(await list('from=2026-04-20&to=2026-04-20')).toEqual([proofId]);
    expect(await list('to=2026-04-19')).toEqual([]);
    const proof = await visitor.get<Proof>(`/api/task/evidence/${proofId}`);
    expect(proof.uses).toHaveLength(2);
    expect(proof.uses[0]!.attachedBy.name).toEqual(expect.any(String));
    const browser = await Browser.signIn(city.server.url, 'jiaotong', DEMO_PASSWORD);
    const { bytes } = await browser.download('/api/task/evidence?format=csv');
    expect(bytes.toString('utf8')).toContain('桐交〔2026〕18号');
    const education = agency(city.office, '教育局').clerk.visitor;
    expect((await education.get<{ proofs: Proof[] }>('/api/task/evidence')).proofs).toEqual([]);
    expect(await refusal(education.send('GET', `/api/task/evidence/${proofId}`))).toMatchObject({ status: 404 });
  });

  it('“you already have this”: suggested with a reason, and attached without storing it again', async () => {
    const { visitor } = traffic.clerk;
    const taskId = second.tasks.find(({ title }) => title.endsWith('开展文明交通劝导'))!.taskId;
    const suggested = await visitor.get<Suggestions>(`${path(taskId)}/evidence/suggestions`);
    const mine = suggested.proofs.find(({ proof }) => proof.proofId === proofId)!;
    expect(mine.reasons).toContainEqual(expect.objectContaining({ reason: 'same-title' }));
    const other = named(second.tasks, '志愿服务');
    expect((await visitor.get<Suggestions>(`${path(other)}/evidence/suggestions`)).proofs).toEqual([]);
    await visitor.post(`${path(taskId)}/evidence/existing`, { proofId });
    const again = visitor.post(`${path(taskId)}/evidence/existing`, { proofId });
    expect(await refusal(again)).toMatchObject({ code: 'task.evidence-known' });
    const proof = await until(
      () => visitor.get<Proof>(`/api/task/evidence/${proofId}`),
      ({ uses }) => uses.length === 3,
    );
    expect(new Set(proof.uses.map(({ title }) => title)).size).toBeGreaterThan(1);
    const { uses } = proof;
    expect(uses.map((use) => use.taskId)).toContain(taskId);
    expect(await visitor.text(`${path(taskId)}/evidence/${await lastOf(taskId)}/content`)).toContain(
      '桐交〔2026〕18号',
    );
    expect(await refusal(visitor.post(`${path(taskId)}/evidence/existing`, { proofId: 'nothing' }))).toMatchObject({
      status: 404,
    });
  });
  const lastOf = async (taskId: string) =>
    (await traffic.clerk.visitor.get<{ evidence: { evidenceId: string }[] }>(path(taskId))).evidence.at(-1)!.evidenceId;

  it('checks before a submission name each thing that is missing; the reviewer may do without one', async () => {
    const { visitor } = traffic.clerk;
    const taskId = named(second.tasks, '志愿服务');
    await visitor.post(`${path(taskId)}/evidence-wanted`, {
      evidence: '活动通知',
      requirement: { kinds: ['document'], minCount: 2, from: '2026-05-01', docNumber: true, minReport: 10 },
    });
    await visitor.upload(`${path(taskId)}/evidence`, '通知.txt', letter('桐交〔2026〕18号', '2026年4月20日'));
    await visitor.upload(`${path(taskId)}/evidence`, '无文号.txt', Buffer.from('活动安排：周六上午。'));
    const checks = async () => ((await visitor.send('GET', `${path(taskId)}/checks`)) as Checks).data;
    expect((await checks()).checks.map(({ check, met }) => [check, met])).toEqual([
      ['kind', true],
      ['count', true],
      ['date', false],
      ['doc-number', false],
      ['report', false],
    ]);
    const refused = await refusal(visitor.post(`${path(taskId)}/submission`));
    expect(refused).toMatchObject({ status: 422, code: 'task.checks-unmet' });
    for (const part of ['通知.txt（2026-04-20）', '无文号.txt', '至少 10 字']) expect(refused.zh).toContain(part);
    expect(refused.en).toContain('at least 10 characters');
    await visitor.post(`${path(taskId)}/progress`, { percent: 90, note: '已组织两次志愿服务活动，共三十人参加。' });
    const described = await visitor.get<{ proofs: Proof[] }>(`/api/task/evidence?name=${encodeURIComponent('无文号')}`);
    const plain = described.proofs[0]!;
    expect(plain).toMatchObject({ docNumber: null, date: null }); // nothing is invented
    await visitor.post(`/api/task/evidence/${plain.proofId}/description`, {
      docNumber: '桐交办〔2026〕3号',
      date: '2026-05-09',
    });
    expect((await checks()).checks.filter(({ met }) => !met).map(({ check }) => check)).toEqual(['date']);
    await visitor.post(`${path(taskId)}/waivers`, { checks: ['date'], reason: '去年的通知沿用至今。' });
    expect(await checks()).toMatchObject({ ready: true });
    await visitor.post(`${path(taskId)}/submission`);
    const task = await visitor.get<{ situation: string; waived: { reason: string }[] }>(path(taskId));
    expect(task).toMatchObject({ situation: 'submitted', waived: [{ check: 'date', reason: '去年的通知沿用至今。' }] });
  });

  it('what is marked as classified is refused, and nothing of it is kept', async () => {
    const { visitor } = traffic.clerk;
    const marked = Buffer.concat([Buffer.from('机密★1年\n\n'), letter('桐交〔2026〕19号', '2026年4月21日')]);
    const taskId = named(second.tasks, '劝导行动');
    const refused = await refusal(visitor.upload(`${path(taskId)}/evidence`, '密件.txt', marked));
    expect(refused).toMatchObject({ code: 'task.evidence-classified' });
    expect(refused.zh).toContain('机密');
    const table = [{ name: '表', title: '机密★1年', columns: [{ title: '任务' }], rows: [['巡查']] }];
    const sheets: [string, Uint8Array][] = [
      ['密件.xlsx', await writeWorkbook(table)],
      ['密件.csv', Buffer.from('任务分解表,机密★1年\n序号,任务\n1,巡查\n')],
    ];
    const packed: [string, Uint8Array][] = [
      ['密件.zip', archive({ '材料/说明.txt': '说明', '材料/密件.txt': marked })],
      [
        '密件.pptx',
        archive({
          '[Content_Types].xml': '<x/>',
          'ppt/presentation.xml': '<x/>',
          'ppt/slides/slide1.xml': '<a:p><a:t>机密★1年</a:t></a:p>',
        }),
      ],
      ['附密件.docx', archive({ ...document, 'word/embeddings/密件.txt': marked })],
    ];
    for (const [name, bytes] of [...sheets, ...packed])
      expect(await refusal(visitor.upload(`${path(taskId)}/evidence`, name, bytes))).toMatchObject({
        code: 'task.evidence-classified',
      });
    const { proofs } = await visitor.get<{ proofs: Proof[] }>(`/api/task/evidence?name=${encodeURIComponent('密件')}`);
    expect(proofs).toEqual([]);
  });

  it('what nobody could look into for a mark is kept, and the answer says so', async () => {
    const { visitor } = traffic.clerk;
    const evidence = `${path(named(first.tasks, '站场'))}/evidence`;
    const picture = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    const large = Buffer.alloc(21 * 2 ** 20, `${letter('桐交〔2026〕20号', '2026年4月22日').toString()}\n`);
    const said = async (name: string, bytes: Uint8Array) =>
      (await visitor.upload<Attached>(evidence, name, bytes)).notLookedAt?.['zh-CN'] ?? null;
    expect(await said('现场.png', picture)).toMatch(/“现场\.png”.*没有检查是否标有密级/);
    expect(await said('汇总.txt', large)).toContain('“汇总.txt”');
    const files = { '说明.txt': '说明', '照片.png': picture };
    expect(await said('打包.zip', archive(files))).toMatch(/^“照片\.png”平台/);
    expect(await said('照片.docx', archive({ ...document, 'word/media/image1.png': picture }))).toContain(
      '“照片.docx/image1.png”',
    );
    expect(await said('通知二.txt', letter('桐交〔2026〕21号', '2026年4月23日'))).toBeNull();
    expect(await said('文字.zip', archive({ '说明.txt': '说明' }))).toBeNull();
  });

  it('one task counts for measures of two campaigns, and for its own again when that ends', async () => {
    const { visitor } = traffic.clerk;
    const [mine, covered] = [named(first.tasks, '劝导'), named(second.tasks, '劝导行动')];
    const overview = (campaign = '') =>
      visitor.get<Overview>(`/api/task/overview${campaign && `?campaign=${campaign}`}`);
    const report = () => visitor.get<Report>(`/api/reporting/campaigns/${second.campaignId}/report?by=measure`);
    const [all, theirs] = [await overview(), await overview(second.campaignId)];
    await visitor.post(`${path(mine)}/sharing`, { covers: covered, reason: '同一项劝导行动。' });
    const read = () => visitor.get<TaskRow>(path(covered));
    await until(read, ({ situation }) => situation === 'withdrawn');
    await until(
      () => overview(),
      ({ tasks }) => tasks === all.tasks - 1,
    );
    expect((await overview(second.campaignId)).tasks).toBe(theirs.tasks);
    const reported = await until(report, ({ totals }) => totals.tasks === theirs.tasks);
    expect(reported.missing).toBe(0); // the other campaign misses nothing, and counts nothing twice
    const list = await visitor.get<{ tasks: TaskRow[] }>(`/api/task/tasks?campaign=${second.campaignId}`);
    expect(list.tasks.map(({ taskId }) => taskId)).toContain(mine);
    expect(list.tasks.map(({ taskId }) => taskId)).not.toContain(covered);
    expect(await refusal(visitor.post(`${path(covered)}/progress`, { percent: 1, note: '' }))).toMatchObject({
      code: 'task.covered',
    });
    await visitor.post(`${path(mine)}/sharing/${covered}/removal`, { reason: '分开办理。' });
    await until(read, ({ situation }) => situation !== 'withdrawn');
    await until(
      () => overview(),
      ({ tasks }) => tasks === all.tasks,
    );
  });

  it('an approval that was wrong takes its tasks along, and brings them back as they stood', async () => {
    const { visitor } = traffic.clerk;
    const taskId = named(first.tasks, '站场');
    const read = () => visitor.get<TaskRow & { withdrawn: { reason: string } | null; version: number }>(path(taskId));
    expect((await read()).situation).toBe('in-progress');
    const plan = `/api/campaign/plans/${first.planId}`;
    await visitor.post(`${plan}/approval/withdrawal`, { reason: '措施有误，重新审定。' });
    const gone = await until(read, ({ situation }) => situation === 'withdrawn');
    expect(gone.withdrawn).toMatchObject({ cause: 'plan', reason: '措施有误，重新审定。' });
    expect(await refusal(visitor.post(`${path(taskId)}/submission`))).toMatchObject({
      status: 422,
      code: 'task.withdrawn',
    });
    expect((await visitor.get<Overview>(`/api/task/overview?campaign=${first.campaignId}`)).tasks).toBe(0);
    await visitor.post(`${plan}/approval`);
    await until(read, ({ situation }) => situation === 'in-progress');
  });

  it('a campaign that was opened wrongly takes all its tasks along', async () => {
    const { visitor } = traffic.clerk;
    const overview = () => visitor.get<Overview>(`/api/task/overview?campaign=${second.campaignId}`);
    expect((await overview()).tasks).toBe(3);
    await visitor.post(`/api/campaign/campaigns/${second.campaignId}/withdrawal`, { reason: '重复立项。' });
    await until(overview, ({ tasks }) => tasks === 0);
    const task = await visitor.get<TaskRow>(path(second.tasks[0]!.taskId));
    expect(task).toMatchObject({ situation: 'withdrawn', withdrawn: { cause: 'plan' } });
    const report = () => visitor.get<Report>(`/api/reporting/campaigns/${second.campaignId}/report?by=unit`);
    await until(report, ({ totals, missing }) => totals.tasks === 0 && missing === 0);
  });
});
