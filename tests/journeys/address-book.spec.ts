import { dayOf } from '@chuangwen/platform';
import { readTables, writeWorkbook } from '@chuangwen/documents';
import { operate, type Line } from '@chuangwen/standalone';
import { mode, openCity, until, type City } from './city';

jest.setTimeout(300_000);

type Fates = {
  fileHash: string;
  counts: Record<string, number>;
  rows: { row: number; fate: string; of: string | null }[];
};
type Import = { status: string; total: number; done: number; rows: { row: number; outcome: string }[] };
type Answer<T> = { data: T };

const COLUMNS = ['序号', '单位名称', '上级单位', '联系人', '联系电话'].map((title) => ({ title }));
/** On engines fewer: a stand-in for MongoDB, which is slow, has all tests to serve. */
const AGENCIES = mode === 'embedded' ? 1000 : 150;
const ROWS = AGENCIES + 4;
const PASSWORD = '枫林晚照 62 级台阶';

/** An office enters the whole city's address book, as a story. */
describe('an address book becomes the city', () => {
  let city: City;
  let session: string;
  let book: Uint8Array;
  let preview: Fates;
  let importId: string;

  const post = async <T>(
    path: string,
    { file, body, by = session }: { file?: Uint8Array; body?: unknown; by?: string } = {},
  ) => {
    const form = new FormData();
    if (file) form.append('file', new File([new Uint8Array(file)], '通讯录.xlsx'));
    const type: Record<string, string> = file ? {} : { 'content-type': 'application/json' };
    const headers = { ...(by ? { authorization: `Bearer ${by}` } : {}), ...type };
    const response = await fetch(`${city.server.url}/api/identity/${path}`, {
      method: 'POST',
      headers,
      body: file ? form : JSON.stringify(body ?? {}),
    });
    return { status: response.status, response, json: () => response.json() as Promise<T> };
  };
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${city.server.url}${path}`, { headers: { authorization: `Bearer ${session}` } });
    return ((await response.json()) as Answer<T>).data;
  };
  const imported = (id: string) =>
    until(
      () => get<Import>(`/api/identity/address-book/imports/${id}`),
      ({ status }) => status !== 'running',
      60,
    );
  const enter = async (query: string) => {
    const made = await post<{ answer: { id: string } }>(`address-book/imports?fileHash=${preview.fileHash}&${query}`, {
      file: book,
    });
    return { status: made.status, id: (await made.json()).answer?.id };
  };

  beforeAll(async () => {
    city = await openCity('shuili');
    const login = { login: 'wenmingban-admin', password: '桐泽演示-2026' };
    session = (await (await post<{ session: string }>('sessions', { body: login, by: '' })).json()).session;
    const agencies = Array.from({ length: AGENCIES }, (_, i) => [
      String(i + 1),
      `桐泽市第${i + 1}单位`,
      '',
      i < 5 ? '汪若楠' : '',
      i < 5 ? `0913-555010${i}` : '',
    ]);
    book = await writeWorkbook([
      {
        name: '通讯录',
        title: '桐泽市参创单位通讯录',
        columns: COLUMNS,
        rows: [
          ...agencies,
          ['', '桐泽市水利局', '', '', ''],
          ['', '水务监察大队', '市水利局', '', ''],
          ['', '某处', '某集团', '', ''],
          ['', '桐泽市第1单位', '', '', ''],
        ],
      },
    ]);
  });
  afterAll(() => city.close());

  it('is shown first, row by row, and nothing is written', async () => {
    const before = (await get<unknown[]>('/api/identity/tenants')).length;
    const answer = await post<{ data: Fates }>('address-book/preview?accounts=true', { file: book });
    preview = (await answer.json()).data;
    expect([answer.status, preview.counts]).toEqual([
      200,
      { 'new-agency': AGENCIES, there: 1, 'new-unit': 1, 'unknown-parent': 1, duplicate: 1 },
    ]);
    expect(preview.rows.find(({ fate }) => fate === 'there')?.of).toBe('桐泽市水利局');
    expect((await get<unknown[]>('/api/identity/tenants')).length).toBe(before);
  });

  it(`is entered, ${AGENCIES} agencies, with progress and every row’s outcome`, async () => {
    const begun = performance.now();
    const { status, id } = await enter('accounts=true');
    expect(status).toBe(201);
    importId = id;
    const done = await imported(id);
    expect(performance.now() - begun).toBeLessThan(60_000);
    expect(done).toMatchObject({ status: 'finished', total: ROWS, done: ROWS });
    expect(done.rows.filter(({ outcome }) => outcome === 'new-agency')).toHaveLength(AGENCIES);
    expect(await imported((await enter('accounts=true')).id)).toEqual(done);
  });

  it('hands out codes once, by which a contact comes in and manages the agency', async () => {
    const codes = await post(`address-book/imports/${importId}/codes`, { body: {} });
    const [sheet] = await readTables(new Uint8Array(await codes.response.arrayBuffer()), 'codes.xlsx');
    const rows = sheet!.rows.filter(([number]) => /^\d+$/.test(number ?? ''));
    expect(rows.map((row) => row[1])).toEqual([1, 2, 3, 4, 5].map((i) => `桐泽市第${i}单位`));
    expect((await post(`address-book/imports/${importId}/codes`, { body: {} })).status).toBe(422);
    const [, , login, code] = rows[0]!;
    const used = await post<{ session: string }>('sessions/one-time', {
      body: { login, code, password: PASSWORD },
      by: '',
    });
    expect(used.status).toBe(201);
    const by = (await used.json()).session;
    expect((await post('people', { by, body: { name: '沈望舒' } })).status).toBe(201);
  });

  it('knows them as verified agencies, which are asked like all others', async () => {
    const tenants = await until(
      () => get<{ name: string; above: string | null; verified: boolean }[]>('/api/identity/tenants'),
      (all) => all.length >= AGENCIES + 2,
    );
    expect(tenants.filter(({ above, verified }) => above !== null && !verified)).toEqual([]);
    const { visitor } = city.office.clerk;
    const issued = await until(
      () =>
        visitor.post<{ owing: number }>('/api/reporting/requests', {
          title: '摸底',
          basis: '工作要点',
          columns: [{ title: '创建人数', kind: 'number' }],
          deadline: dayOf(new Date(Date.now() + 3 * 86_400_000)),
          owing: { all: true },
          reason: '摸底',
        }),
      ({ owing }) => owing === AGENCIES + 1,
    );
    expect(issued.owing).toBe(AGENCIES + 1);
  });

  it('helps an administrator who forgot the password from the command line', async () => {
    const lines: Line[] = [];
    for await (const line of operate(city.server.platform, { name: 'reset-administrator', login: 'wenmingban-admin' }))
      lines.push(line);
    const code = lines.map(({ text }) => /One-time code: (\S+)/.exec(text)?.[1]).find((one) => one !== undefined);
    const used = await post('sessions/one-time', {
      body: { login: 'wenmingban-admin', code, password: PASSWORD },
      by: '',
    });
    expect(used.status).toBe(201);
    const wrong: Line[] = [];
    for await (const line of operate(city.server.platform, { name: 'reset-administrator', login: 'nobody' }))
      wrong.push(line);
    expect(wrong.map(({ ok }) => ok)).toEqual([false]);
  });
});
