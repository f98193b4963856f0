import { readTables, writeWorkbook, type SheetOut } from '@chuangwen/documents';
import { DEMO_PASSWORD, Visitor, type LoadedTenant } from '@chuangwen/standalone';
import { agency, openCity, refusal, until, type City } from './city';
import { Browser, ownCampaign, planOf, tasksOf, type TaskRow } from './desk';

jest.setTimeout(120_000);

type Fate = {
  sheet: string;
  row: number;
  title: string;
  taskId: string | null;
  fate: string;
  changes: { field: string | null; title: string; from: string; to: string }[];
  unmatched: { kind: string; name: string; candidates: { id: string; name: string }[] }[];
  notes: { code: string; 'zh-CN': string }[];
  refused: { code: string; 'zh-CN': string } | null;
};
type Preview = {
  freshness: { parked: number };
  data: { fileHash: string; counts: Record<string, number>; rows: Fate[]; columns: { title: string }[] };
};
type Imported = {
  answer: { added: string[]; changed: string[]; unchanged: number; left: { row: number; code: string }[] };
};
type Table = {
  columns: { title: string; field: string | null }[];
  rows: { taskId: string; cells: (string | number)[] }[];
};
type WithoutPerson = { tasks: number; withoutPerson: number; units: { unit: { name: string }; count: number }[] };

/** A decomposition table as a clerk meets it: out, edited in a spreadsheet, previewed, in again; a table of their own as well. */
describe('a decomposition table goes out and comes back', () => {
  let city: City;
  let traffic: LoadedTenant;
  let browser: Browser;
  let campaignId: string;
  let planId: string;
  let tasks: TaskRow[];
  let section: { id: string; name: string };

  const out = (query = '') => browser.download(`/api/task/campaigns/${campaignId}/table?format=xlsx${query}`);
  const preview = async (name: string, bytes: Uint8Array, choices: unknown = {}) => {
    const query = `choices=${encodeURIComponent(JSON.stringify(choices))}`;
    const { status, body } = await browser.send<Preview>(
      `/api/task/campaigns/${campaignId}/table/preview?${query}`,
      name,
      bytes,
    );
    expect([status, JSON.stringify(body)]).toEqual([200, expect.any(String)]);
    expect(body.freshness).toMatchObject({ parked: 0 });
    return body.data;
  };
  const bring = (name: string, bytes: Uint8Array, fileHash: string, choices: unknown = {}, key?: string) => {
    const query = `fileHash=${fileHash}&choices=${encodeURIComponent(JSON.stringify(choices))}`;
    return browser.send<Imported>(`/api/task/campaigns/${campaignId}/table/imports?${query}`, name, bytes, key);
  };
  const taskNamed = (part: string) => tasks.find(({ title }) => title.includes(part))!;
  const read = (taskId: string) => traffic.clerk.visitor.get<TaskRow>(`/api/task/tasks/${taskId}`);
  const sheet = (columns: string[], ...rows: (string | null)[][]): SheetOut => ({
    name: '分解表',
    title: '桐泽市交通运输局创建工作任务分解表',
    columns: columns.map((title) => ({ title })),
    rows,
  });

  beforeAll(async () => {
    city = await openCity('jiaotong');
    traffic = agency(city.office, '交通运输局');
    browser = await Browser.signIn(city.server.url, 'jiaotong', DEMO_PASSWORD);
    const measures = ['规范站场秩序', '开展文明交通劝导', '治理占道停车'];
    ({ campaignId, planId, tasks } = await ownCampaign(traffic, '创建文明行业', measures));
    const { organisationId: id } = traffic.sections[0]!;
    const units = await traffic.clerk.visitor.get<{ id: string; name: string }[]>('/api/identity/organisations');
    section = units.find((unit) => unit.id === id)!;
  });
  afterAll(() => city.close());

  it('leaves in the layout that offices use, as XLSX, and as CSV with formulas neutralised', async () => {
    const { bytes, headers } = await out();
    expect(headers.get('content-type')).toContain('spreadsheetml');
    const [table] = await readTables(bytes, '任务分解表.xlsx');
    const usual = [
      '序号',
      '任务',
      '措施',
      '测评指标',
      '责任领导',
      '牵头科室',
      '配合科室',
      '完成时限',
      '具体要求',
      '联系电话',
      '备注',
    ];
    expect(table!.rows[1]!.slice(0, 11)).toEqual(usual);
    expect(table!.rows.slice(2)).toHaveLength(3);
    await traffic.clerk.visitor.post(`/api/task/tasks/${tasks[0]!.taskId}/details`, { remark: '=HYPERLINK("x")' });
    await read(tasks[0]!.taskId);
    const csv = (await browser.download(`/api/task/campaigns/${campaignId}/table?format=csv`)).bytes.toString('utf8');
    expect(csv.startsWith('\ufeff')).toBe(true);
    expect(csv).toContain(`'=HYPERLINK`);
    // And comes back as the text it was: nothing has changed.
    const again = await preview('表.csv', Buffer.from(csv));
    expect(again.counts).toMatchObject({ unchanged: 3, changed: 0, refused: 0 });
  });

  it('has its tasks in the order of the plan, as the report has its measures', async () => {
    const { visitor } = traffic.clerk;
    const { id } = await visitor.post('/api/campaign/campaigns', { title: '创建文明窗口' });
    const plan = await planOf(traffic.clerk, id);
    // As somebody wrote them: neither their numbers nor their names are in any order, and two are numbered alike.
    const measures: [string | null, string][] = [
      ['（三）', '擦亮窗口'],
      ['（一）', '办好实事'],
      [null, '引导排队'],
      ['（三）', '安放标牌'],
    ];
    for (const [number, title] of measures) {
      const item = await visitor.post(`/api/campaign/plans/${plan}/items`, { number, title });
      for (const point of ['乙', '甲'])
        await visitor.post(`/api/campaign/plans/${plan}/items`, { title: `${title}${point}`, above: item.id });
    }
    await visitor.post(`/api/campaign/plans/${plan}/approval`);
    const all = await tasksOf(traffic.clerk, id, 8);
    const { columns, rows } = await visitor.get<Table>(`/api/task/campaigns/${id}/table`);
    const at = columns.findIndex(({ field }) => field === 'title');
    expect(rows.map(({ cells }) => cells[at])).toEqual(measures.flatMap(([, title]) => [`${title}乙`, `${title}甲`]));
    const path = `/api/reporting/campaigns/${id}/report?by=measure`;
    const report = await until(
      () => visitor.get<{ rows: { name: string | null; figures: { tasks: number } }[] }>(path),
      ({ rows }) => rows.reduce((sum, { figures }) => sum + figures.tasks, 0) === all.length,
    );
    expect(report.rows.map(({ name }) => name)).toEqual(measures.map(([, title]) => expect.stringContaining(title)));
    type Open = { units: { tasks: { title: string }[] }[] };
    const { units } = await visitor.get<Open>(`/api/task/without-person?campaign=${id}`);
    expect(units.flatMap(({ tasks }) => tasks.map(({ title }) => title))).toEqual(rows.map(({ cells }) => cells[at]));
  });

  it('an edited one comes back: what was changed is shown first, then done, once', async () => {
    const { bytes } = await out();
    const [table] = await readTables(bytes, 'x.xlsx');
    const heading = table!.rows[1]!;
    const at = (title: string) => heading.indexOf(title);
    const rows = table!.rows.slice(2).map((row) => [...row]);
    const mine = rows.find((row) => row[at('任务')]!.includes('劝导'))!;
    mine[at('牵头科室')] = section.name;
    mine[at('完成时限')] = '2099年6月底前';
    mine[at('测评指标')] = 'Ⅱ-8 公共交通秩序';
    const file = await writeWorkbook([
      {
        name: '分解表',
        columns: [...heading, '经费（万元）'].map((title) => ({ title })),
        rows: rows.map((row) => [...row, row === mine ? '3.5' : '']),
      },
    ]);
    const shown = await preview('改过的.xlsx', file);
    expect(shown.counts).toMatchObject({ changed: 1, unchanged: 2 });
    const row = shown.rows.find(({ fate }) => fate === 'changed')!;
    expect(row.changes.map(({ title, to }) => [title, to])).toEqual(
      expect.arrayContaining([
        ['牵头科室', section.name],
        ['测评指标', 'Ⅱ-8 公共交通秩序'],
        ['经费（万元）', '3.5'],
      ]),
    );
    // Nothing was written by looking.
    expect((await read(taskNamed('劝导').taskId)).leadUnit).toBeNull();
    expect((await bring('改过的.xlsx', Buffer.from('另一份'), shown.fileHash)).body).toMatchObject({
      code: 'table.other-file',
    });

    const first = await bring('改过的.xlsx', file, shown.fileHash, {}, 'table-import-0001');
    expect([first.status, first.body.answer.changed]).toEqual([201, [taskNamed('劝导').taskId]]);
    const again = await bring('改过的.xlsx', file, shown.fileHash, {}, 'table-import-0001');
    expect(again.body.answer.changed).toEqual(first.body.answer.changed);
    const task = await until(
      () => read(taskNamed('劝导').taskId),
      ({ leadUnit }) => leadUnit !== null,
    );
    expect(task).toMatchObject({
      leadUnit: { name: section.name },
      deadline: '2099-06-30',
      details: { indicator: 'Ⅱ-8 公共交通秩序', extra: [{ title: '经费（万元）', value: '3.5' }] },
    });
    const version = task.version;
    const later = await preview('改过的.xlsx', file);
    expect(later.counts).toMatchObject({ changed: 0, refused: 0 });
    await bring('改过的.xlsx', file, shown.fileHash);
    expect((await read(task.taskId)).version).toBe(version);
  });

  it('a column nobody knows goes out again, in its place and under its title', async () => {
    const { columns, rows } = await traffic.clerk.visitor.get<Table>(`/api/task/campaigns/${campaignId}/table`);
    const at = columns.findIndex(({ title }) => title === '经费（万元）');
    expect(columns[at]).toEqual({ title: '经费（万元）', field: null });
    expect(columns[at - 1]!.field).toBe('taskId'); // where it stood in the table that came in
    expect(rows.map(({ cells }) => cells[at])).toContain('3.5');
  });

  it('a table of somebody’s own: title above, other words, two people of one name, a new task, a name nobody has', async () => {
    const admin = await Visitor.signIn(city.server.url, 'jiaotong-admin', DEMO_PASSWORD);
    const twin = async (organisation: string, telephone: string) =>
      (
        await admin.post('/api/identity/people', {
          name: '韩立冬',
          telephone,
          appointments: [{ organisation, post: 'member' }],
        })
      ).id;
    await twin(section.id, '0913-7701111');
    const other = traffic.sections[1]!.organisationId;
    const second = await twin(other, '0913-7702222');
    const file = await writeWorkbook([
      sheet(
        ['序号', '工作任务', '工作措施', '责任单位', '协办单位', '责任人', '时间要求'],
        ['1', '规范站场秩序', '', section.name, '气象站', '韩立冬', '长期坚持'],
        ['2', '设置文明劝导岗亭', '开展文明交通劝导', section.name, '', '', '2099-09-30'],
        ['3', '没有措施的任务', '凭空的措施', section.name, '', '', ''],
      ),
    ]);
    const shown = await until(
      () => preview('自己的表.xlsx', file),
      ({ rows }) => (rows[0]!.unmatched.find(({ kind }) => kind === 'person')?.candidates.length ?? 0) === 2,
    );
    const [named, fresh, wrong] = shown.rows;
    expect(named).toMatchObject({
      fate: 'unmatched',
      unmatched: [{ name: '韩立冬' }, { name: '气象站', candidates: [] }],
    });
    expect(new Set(named!.unmatched[0]!.candidates.map(({ name }) => name)).size).toBe(2);
    expect(fresh).toMatchObject({ fate: 'new', title: '设置文明劝导岗亭' });
    expect(wrong).toMatchObject({ fate: 'refused', refused: { code: 'table.measure-unknown' } });
    expect(wrong!.refused!['zh-CN']).toContain('凭空的措施');

    const choices = { people: { 韩立冬: second }, units: { 气象站: null } };
    const { body } = await bring('自己的表.xlsx', file, shown.fileHash, choices);
    expect(body.answer).toMatchObject({
      added: [fresh!.taskId],
      changed: [taskNamed('站场').taskId],
      left: [{ row: expect.any(Number), code: 'table.measure-unknown' }],
    });
    const task = await until(
      () => read(taskNamed('站场').taskId),
      ({ person }) => person !== null,
    );
    expect(task).toMatchObject({ person: { id: second }, jointUnits: [] });
    tasks = await tasksOf(traffic.clerk, campaignId, 4);
    const again = await bring('自己的表.xlsx', file, shown.fileHash, choices);
    expect(again.body.answer).toMatchObject({ added: [], changed: [] });
    // The words of a deadline that is no day are kept and come out again.
    const { columns, rows } = await traffic.clerk.visitor.get<Table>(`/api/task/campaigns/${campaignId}/table`);
    const due = columns.findIndex(({ field }) => field === 'deadline');
    expect(columns[due]!.title).toBe('时间要求');
    expect(rows.find(({ taskId }) => taskId === task.taskId)!.cells[due]).toBe('长期坚持');
  });

  it('says who has no person yet, now and as of a day before', async () => {
    const path = `/api/task/without-person?campaign=${campaignId}`;
    const now = await traffic.clerk.visitor.get<WithoutPerson>(path);
    expect(now).toMatchObject({ tasks: 4, withoutPerson: 3 });
    const names = now.units.map(({ unit }) => unit.name);
    expect(names).toEqual(expect.arrayContaining([section.name, traffic.name]));
    const yesterday = new Date(Date.now() + 8 * 3600_000 - 86_400_000).toISOString().slice(0, 10);
    expect(await traffic.clerk.visitor.get<WithoutPerson>(`${path}&asOf=${yesterday}`)).toMatchObject({ tasks: 0 });
    const [table] = await readTables((await browser.download(`${path}&format=xlsx`)).bytes, 'x.xlsx');
    expect(table!.rows.slice(2)).toHaveLength(3);
  });

  it('what it added goes with the plan, and comes back with it', async () => {
    const { visitor } = traffic.clerk;
    const overview = () => visitor.get<{ tasks: number }>(`/api/task/overview?campaign=${campaignId}`);
    expect((await overview()).tasks).toBe(4);
    await visitor.post(`/api/campaign/plans/${planId}/approval/withdrawal`, { reason: '重新审定。' });
    await until(overview, ({ tasks: left }) => left === 0);
    await visitor.post(`/api/campaign/plans/${planId}/approval`);
    await until(overview, ({ tasks: left }) => left === 4);
  });

  it('another tenant has nothing of it, and a file that is no table is refused in words', async () => {
    const { visitor } = city.office.clerk;
    const foreign = { status: 404, code: 'not-found' };
    const table = `/api/task/campaigns/${campaignId}/table`;
    const path = `${table}/preview`;
    expect(await refusal(visitor.send('GET', table))).toMatchObject(foreign);
    expect(await refusal(visitor.send('POST', path, { text: '任务,牵头科室,时限\n甲,乙,\n' }))).toMatchObject(foreign);
    expect(await refusal(traffic.clerk.visitor.send('POST', path, { text: '甲,乙\n丙,丁\n' }))).toMatchObject({
      status: 422,
      code: 'table.no-heading',
    });
  });
});
