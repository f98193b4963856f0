import { readTables } from '@chuangwen/documents';
import { dayOf } from '@chuangwen/platform';
import { DEMO_PASSWORD, type LoadedTenant } from '@chuangwen/standalone';
import { agency, openCity, refusal, until, type City } from './city';
import { Browser, codesIn } from './desk';

jest.setTimeout(180_000);

type Cell = string | number | null;
type Column = { title: string; kind: string; choices: string[]; required: boolean };
type Row = { rowId: string | null; cells: Cell[]; sources: (string | null)[]; returned: string | null; open: boolean };
type Sheet = {
  situation: string;
  from: string;
  rows: Row[];
  columns: { title: string }[];
  deadline: string;
  reminders: number;
};
type Page = {
  sums: (number | null)[];
  table: {
    name: string;
    rowId: string;
    answerId: string;
    cells: Cell[];
    returned: string | null;
    sources: (string | null)[];
  }[];
  owing: { answerId: string; name: string; reminders: number; deadline: string; situation: string; late: boolean }[];
  deadline: string;
  next: string | null;
  counts: Record<'owing' | 'answered' | 'accepted' | 'returned' | 'missing' | 'late' | 'prefilled', number>;
};

const TABLE = '一季度宣传活动统计表,,,,\n序号,填报单位,活动场次（场）,是否公示,备注\n1,,12,,\n合计,,12,,\n';
const DAY_MS = 86_400_000;
const inDays = (days: number) => dayOf(new Date(Date.now() + days * DAY_MS));

/** One data request, as a story: each test goes on where the one before it stopped. */
describe('a data request goes round', () => {
  let city: City;
  let office: LoadedTenant;
  let roads: LoadedTenant;
  let water: LoadedTenant;
  let police: LoadedTenant;
  let columns: Column[];
  let id: string;

  const asOffice = () => office.clerk.visitor;
  const page = (query = '') =>
    asOffice().get<Page>(
      `/api/reporting/requests/${id}${query}`,
      ...[roads, water, police].map(({ clerk }) => clerk.visitor),
    );
  const owedBy = async ({ clerk }: LoadedTenant, requestId = id) => {
    type Line = { answerId: string; requestId: string; situation: string; reminders: number };
    const list = await until(
      () => clerk.visitor.get<{ answers: Line[] }>('/api/reporting/owed'),
      ({ answers }) => answers.some((one) => one.requestId === requestId),
    );
    return list.answers.find((one) => one.requestId === requestId)!;
  };
  const sheetOf = async (tenant: LoadedTenant, requestId = id) => {
    const { answerId } = await owedBy(tenant, requestId);
    return { answerId, ...(await tenant.clerk.visitor.get<Sheet>(`/api/reporting/answers/${answerId}`, asOffice())) };
  };
  const submit = (tenant: LoadedTenant, answerId: string, rows?: { rowId?: string; cells: string[] }[]) =>
    tenant.clerk.visitor.post<null>(`/api/reporting/answers/${answerId}/submission`, {
      ...(rows ? { rows } : {}),
      confirmed: true,
    });
  const issue = (more: object = {}) =>
    asOffice().post<{ id: string; owing: number }>('/api/reporting/requests', {
      title: '一季度宣传活动统计',
      basis: '《关于报送宣传活动情况的通知》',
      columns,
      deadline: inDays(3),
      owing: { all: true },
      ...more,
    });
  const opened = (path: string, session: string, file?: { name: string; bytes: Uint8Array }) => {
    const form = new FormData();
    if (file) form.append('file', new File([new Uint8Array(file.bytes)], file.name));
    const headers = { authorization: `Bearer ${session}` };
    return fetch(`${city.server.url}${path}`, file ? { method: 'POST', body: form, headers } : { headers });
  };
  const sessionOf = async (login: string) => {
    const body = JSON.stringify({ login, password: '桐泽演示-2026' });
    const response = await fetch(`${city.server.url}/api/identity/sessions`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    return ((await response.json()) as { session: string }).session;
  };

  beforeAll(async () => {
    city = await openCity('jiaotong', 'shuili', 'gongan');
    office = city.office;
    [roads, water, police] = [agency(office, '交通'), agency(office, '水利'), agency(office, '公安')];
  });
  afterAll(() => city.close());

  it('takes its columns from a spreadsheet, with kinds that can be corrected', async () => {
    const { data: read } = (await asOffice().send('POST', '/api/reporting/requests/columns', { text: TABLE })) as {
      data: { columns: Column[]; passedOver: unknown[] };
    };
    columns = read.columns;
    expect(columns.map(({ title, kind }) => [title, kind])).toEqual([
      ['填报单位', 'text'],
      ['活动场次（场）', 'number'],
      ['是否公示', 'choice'],
      ['备注', 'text'],
    ]);
    expect(read.passedOver).toEqual([{ row: 4, why: 'total' }]);
    columns = columns.map((column) => ({ ...column, required: column.title !== '备注' }));
  });

  it('needs a basis, and somebody who owes', async () => {
    expect(await refusal(issue({ basis: '' }))).toMatchObject({ status: 400 });
    expect(await refusal(issue({ owing: {} }))).toMatchObject({ code: 'request.nobody-owes' });
    const other = await refusal(issue({ owing: { tenants: [office.tenantId] } }));
    expect(other.status).toBe(404);
    expect(
      await refusal(
        roads.clerk.visitor.post('/api/reporting/requests', {
          title: '甲',
          basis: '依据',
          columns,
          deadline: inDays(1),
          owing: { tenants: [water.tenantId] },
        }),
      ),
    ).toMatchObject({ status: 404 });
  });

  it('reaches all who owe, pre-filled with what the platform holds', async () => {
    const made = await issue();
    id = made.id;
    expect(made.owing).toBe(3);
    const sheet = await sheetOf(roads);
    expect(sheet).toMatchObject({ situation: 'open', from: 'filled' });
    expect(sheet.rows[0]).toMatchObject({
      cells: ['桐泽市交通运输局', null, null, null],
      sources: ['organisation', null, null, null],
      open: true,
    });
    expect((await page()).counts).toMatchObject({ owing: 3, answered: 0, missing: 3, late: 0 });
  });

  it('keeps a draft to the organisation alone, and names the cell that is wrong', async () => {
    const { answerId } = await sheetOf(roads);
    const draft = { rows: [{ cells: ['桐泽市交通运输局', '若干', '是', '=HYPERLINK("x")'] }] };
    await roads.clerk.visitor.send('POST', `/api/reporting/answers/${answerId}/draft`, draft);
    expect(await sheetOf(roads)).toMatchObject({ from: 'draft', situation: 'open' });
    expect((await page()).table).toEqual([]);
    expect(await refusal(submit(roads, answerId))).toMatchObject({
      code: 'answer.not-a-number',
      zh: expect.stringContaining('第 1 行“活动场次（场）”') as string,
    });
    expect(await refusal(water.clerk.visitor.send('GET', `/api/reporting/answers/${answerId}`))).toMatchObject({
      status: 404,
    });
  });

  it('is summed at once, with who is missing and what needed no typing', async () => {
    const mine = await sheetOf(roads);
    await submit(roads, mine.answerId, [{ cells: ['桐泽市交通运输局', '1,200', '是', '=HYPERLINK("x")'] }]);
    const theirs = await sheetOf(water);
    await submit(water, theirs.answerId, [{ cells: ['桐泽市水利局', '30.5', '否', ''] }]);
    const table = await page();
    expect(table.sums).toEqual([null, 1230.5, null, null]);
    expect(table.counts).toMatchObject({ answered: 2, missing: 1, prefilled: 2 });
    expect(table.table.map(({ name }) => name).sort()).toEqual(['桐泽市交通运输局', '桐泽市水利局']);
    expect((await page(`?asOf=${inDays(0)}`)).sums).toEqual(table.sums);
    expect(await refusal(asOffice().send('GET', `/api/reporting/requests/${id}?asOf=${inDays(-1)}`))).toMatchObject({
      status: 422,
      code: 'request.not-yet-issued',
    });
  });

  it('returns one row alone', async () => {
    const row = (await page()).table.find(({ name }) => name === '桐泽市交通运输局')!;
    const path = `/api/reporting/requests/${id}/answers/${row.answerId}`;
    await asOffice().post<null>(`${path}/returns`, { rows: [{ rowId: row.rowId, reason: '场次与简报不符' }] });
    expect(await refusal(asOffice().post(`${path}/acceptance`))).toMatchObject({ code: 'answer.rows-open' });
    const sheet = await sheetOf(roads);
    expect(sheet.rows).toMatchObject([{ returned: '场次与简报不符', open: true }]);
    await submit(roads, row.answerId, [
      { rowId: row.rowId, cells: ['桐泽市交通运输局', '120', '是', '=HYPERLINK("x")'] },
    ]);
    expect((await page()).sums[1]).toBe(150.5);
    await asOffice().post<null>(`${path}/acceptance`);
    expect((await page()).counts).toMatchObject({ accepted: 1, returned: 0 });
    expect(await refusal(water.clerk.visitor.post(`${path}/acceptance`))).toMatchObject({ status: 404 });
  });

  it('counts reminders for those who are missing, and gives a text to paste', async () => {
    const { text, answers } = await asOffice().post<{ text: string; answers: string[] }>(
      `/api/reporting/requests/${id}/reminders`,
    );
    expect(answers).toHaveLength(1);
    expect(text).toContain('还有1家未报');
    expect(text).toContain('桐泽市公安局');
    await asOffice().post(`/api/reporting/requests/${id}/reminders`);
    expect((await page()).owing.map(({ name, reminders }) => [name, reminders]).sort()).toEqual([
      ['桐泽市交通运输局', 0],
      ['桐泽市公安局', 2],
      ['桐泽市水利局', 0],
    ]);
    expect((await sheetOf(police)).reminders).toBe(2);
  });

  it('may be given more time', async () => {
    const { answerId } = await owedBy(police);
    const extend = (deadline: string) =>
      asOffice().post<null>(`/api/reporting/requests/${id}/extension`, {
        deadline,
        answers: [answerId],
        reason: '汛期值守',
      });
    expect(await refusal(extend(inDays(2)))).toMatchObject({ code: 'request.deadline-not-later' });
    await extend(inDays(9));
    expect((await sheetOf(police)).deadline).toBe(inDays(9));
    expect((await sheetOf(water)).deadline).toBe(inDays(3));
  });

  it('is filled in outside and sent back', async () => {
    const { answerId } = await owedBy(police);
    const session = await sessionOf('gongan');
    const blank = await opened(`/api/reporting/answers/${answerId}?format=xlsx`, session);
    expect(blank.status).toBe(200);
    const [sheet] = await readTables(new Uint8Array(await blank.arrayBuffer()), 'sheet.xlsx');
    expect(sheet!.rows.flat()).toContain('活动场次（场）');
    const text = '填报单位,活动场次（场）,是否公示\n桐泽市公安局,七,是\n合计,7,\n';
    const upload = async (content: string, save = '') => {
      const file = { name: '报表.csv', bytes: Buffer.from(content) };
      const answer = await opened(`/api/reporting/answers/${answerId}/sheet${save}`, session, file);
      return ((await answer.json()) as { data: { rows: { fate: string }[]; lacking: string[]; saved: boolean } }).data;
    };
    expect(await upload(text)).toMatchObject({
      rows: [{ fate: 'wrong' }, { fate: 'total' }],
      lacking: ['备注'],
      saved: false,
    });
    expect((await sheetOf(police)).from).toBe('filled');
    expect(await upload(text.replace('七', '7'), '?save=true')).toMatchObject({ saved: true });
    await submit(police, answerId);
    expect((await page()).counts).toMatchObject({ missing: 0, answered: 3 });
    expect(await refusal(asOffice().post(`/api/reporting/requests/${id}/reminders`))).toMatchObject({
      code: 'request.all-answered',
    });
  });

  it('leaves as a table that a spreadsheet opens and does not run', async () => {
    const csv = await asOffice().text(`/api/reporting/requests/${id}?format=csv`);
    expect(csv.startsWith('\ufeff')).toBe(true);
    expect(csv).toContain(`'=HYPERLINK`);
    expect(csv).toMatch(/合计,,157\.5,/);
    const browser = await Browser.signIn(city.server.url, 'wenmingban', DEMO_PASSWORD);
    expect(codesIn(await browser.download(`/api/reporting/requests/${id}?format=csv`))).toEqual([]);
    const session = await sessionOf('wenmingban');
    const whole = await opened(`/api/reporting/requests/${id}?format=xlsx`, session);
    const [table, notes] = await readTables(new Uint8Array(await whole.arrayBuffer()), 'a.xlsx');
    expect(table!.rows.flat()).toEqual(expect.arrayContaining(['桐泽市公安局', '=HYPERLINK("x")', '157.5']));
    expect(notes!.rows.flat()).toContain('已通过');
  });

  it('is not asked twice without a reason, and what was answered before is filled in', async () => {
    expect(await refusal(issue({ title: '再报一次' }))).toMatchObject({
      code: 'request.asked-already',
      zh: expect.stringContaining('《一季度宣传活动统计》') as string,
    });
    const again = await issue({ title: '二季度统计', reason: '新的季度' });
    const sheet = await sheetOf(water, again.id);
    expect(sheet.rows[0]).toMatchObject({
      cells: ['桐泽市水利局', 30.5, '否', null],
      sources: ['organisation', 'earlier', 'earlier', null],
    });
    await asOffice().post<null>(`/api/reporting/requests/${again.id}/withdrawal`, { reason: '季度未到' });
    expect(
      await refusal(submit(water, sheet.answerId, [{ cells: sheet.rows[0]!.cells.map((cell) => String(cell ?? '')) }])),
    ).toMatchObject({
      code: 'request.withdrawn',
    });
    expect((await sheetOf(water, again.id)).situation).toBe('withdrawn');
    const path = `/api/reporting/requests/${again.id}/answers/${sheet.answerId}/acceptance`;
    expect(await refusal(asOffice().post<null>(path))).toMatchObject({ code: 'request.withdrawn' });
  });

  it('asks who may before a file is read, and says what to do with too long a text', async () => {
    const large = Buffer.alloc(11 * 1024 * 1024, 65);
    const { liaison } = roads.units.find((unit) => unit.liaison)!;
    const columns = liaison!.visitor.upload('/api/reporting/requests/columns', '表.csv', large);
    expect(await refusal(columns)).toMatchObject({ status: 403, code: 'policy.not-permitted' });
    const path = `/api/reporting/answers/${(await owedBy(police)).answerId}/sheet`;
    expect(await refusal(water.clerk.visitor.upload(path, '表.csv', large))).toMatchObject({ status: 404 });
    expect(await refusal(asOffice().upload('/api/reporting/requests/columns', '表.csv', large))).toMatchObject({
      code: 'file.too-large',
    });
    const text = '单位,活动场次\n'.repeat(60_000);
    expect(await refusal(asOffice().send('POST', '/api/reporting/requests/columns', { text }))).toMatchObject({
      ...{ status: 413, code: 'request.too-large' },
      zh: expect.stringContaining('请存成文件上传') as string,
    });
  });

  it('is read in pages, and the whole is counted on each', async () => {
    type List = { requests: { id: string; title: string; answered: number; late: number }[]; next: string | null };
    const list = (query: string) => asOffice().get<List>(`/api/reporting/requests${query}`);
    const newest = await list('?limit=1');
    const rest = await list(`?limit=1&after=${encodeURIComponent(newest.next!)}`);
    expect([...newest.requests, ...rest.requests].map(({ title }) => title).sort()).toEqual([
      '一季度宣传活动统计',
      '二季度统计',
    ]);
    expect(rest.next).toBeNull();
    expect((await list('')).requests.find((one) => one.id === id)).toMatchObject({ answered: 3, late: 0 });

    const whole = await page();
    const first = await page('?limit=2');
    const last = await page(`?limit=2&after=${first.next}`);
    expect([whole.next, last.next]).toEqual([null, null]);
    const names = [first, last].map(({ owing }) => owing.map(({ name }) => name));
    expect(names.map(({ length }) => length)).toEqual([2, 1]);
    expect(names.flat()).toEqual(whole.owing.map(({ name }) => name));
    for (const one of [first, last]) expect([one.sums, one.counts]).toEqual([whole.sums, whole.counts]);
    expect([...first.table, ...last.table]).toEqual(whole.table);
    const accepted = await page('?situation=accepted&limit=1');
    expect([accepted.owing.map(({ name }) => name), accepted.next]).toEqual([['桐泽市交通运输局'], null]);
    expect((await page('?late=true')).owing).toEqual([]);
    expect(whole.owing.map(({ situation, late }) => [situation, late])).toContainEqual(['accepted', false]);
    expect(await refusal(asOffice().send('GET', `/api/reporting/requests/${id}?after=nobody`))).toMatchObject({
      status: 400,
      code: 'request.after-unknown',
    });

    type Owed = { answers: { requestId: string }[]; next: string | null };
    const owed = (query: string) => water.clerk.visitor.get<Owed>(`/api/reporting/owed${query}`);
    const all = await owed('');
    const one = await owed('?limit=1');
    const other = await owed(`?limit=1&after=${encodeURIComponent(one.next!)}`);
    expect([all.answers.length, other.next]).toEqual([2, null]);
    expect([...one.answers, ...other.answers]).toEqual(all.answers);
  });

  it('is asked of own units as well, who see their own sheet only', async () => {
    const unit = roads.units.find(({ liaison }) => liaison)!;
    const other = roads.units.find(({ liaison, organisationId }) => liaison && organisationId !== unit.organisationId)!;
    const { id: requestId } = await roads.clerk.visitor.post<{ id: string }>('/api/reporting/requests', {
      title: '站点情况',
      basis: '局务会议纪要',
      columns: [{ title: '站点数', kind: 'number' }],
      deadline: inDays(1),
      owing: { organisations: [unit.organisationId, other.organisationId] },
    });
    const list = (player: typeof unit.liaison) =>
      player!.visitor.get<{ answers: { answerId: string; organisation: string }[] }>(
        `/api/reporting/owed?request=${requestId}`,
        roads.clerk.visitor,
      );
    const { answers: mine } = await list(unit.liaison);
    expect(mine.map(({ organisation }) => organisation)).toEqual([unit.organisationId]);
    const path = `/api/reporting/answers/${mine[0]!.answerId}`;
    await unit.liaison!.visitor.post<null>(`${path}/submission`, { rows: [{ cells: ['4'] }], confirmed: true });
    expect(await refusal(other.liaison!.visitor.send('GET', path))).toMatchObject({ status: 404 });
    expect(await refusal(unit.liaison!.visitor.send('GET', `/api/reporting/requests/${requestId}`))).toMatchObject({
      status: 404,
    });
    const whole = await roads.clerk.visitor.get<Page>(`/api/reporting/requests/${requestId}`, unit.liaison!.visitor);
    expect([whole.sums, whole.counts.answered, whole.counts.missing]).toEqual([[4], 1, 1]);
  });
});
