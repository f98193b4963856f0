import { readTables } from '@chuangwen/documents';
import { sha256Hex } from '@chuangwen/platform';
import { House, PASSWORD } from './testing/house';

jest.setTimeout(90_000);

type Preview = {
  fileHash: string;
  rows: { row: number; fate: string; name: string }[];
  counts: Record<string, number>;
};
type Row = {
  row: number;
  outcome: string;
  tenantId: string | null;
  organisationId: string | null;
  personId: string | null;
};
type Import = { data: { status: string; total: number; done: number; rows: Row[] } };

const HEADER = '单位名称,上级单位,联系人,联系电话\n';
const BOOK = `${HEADER}桐泽市水利局,,汪若楠,0913-5550101\n桐泽市林业局,,,\n河道管理所,市水利局,沈望舒,\n桐泽市水利局,,,\n长堤班,河道管理所,,\n某处,市某集团,,\n`;

describe('an address book', () => {
  let house: House;
  let office: string;
  beforeAll(async () => {
    house = await House.open();
    office = (await house.setUp()).session;
  });
  afterAll(() => house.close());

  const preview = async (text: string, query = '', session = office) =>
    house.ask<{ data: Preview; freshness: object }>('POST', `address-book/preview?${query}`, {
      session,
      body: { text },
    });
  const send = (text: string, query = '', session = office, key?: string) =>
    house.ask<{ answer: { id: string } }>('POST', `address-book/imports?fileHash=${sha256Hex(text)}&${query}`, {
      session,
      body: { text },
      ...(key === undefined ? {} : { key }),
    });
  const finished = async (id: string) => {
    for (let tries = 0; ; tries += 1) {
      const { body } = await house.ask<Import>('GET', `address-book/imports/${id}`, { session: office });
      if (body.data.status !== 'running') return body.data;
      if (tries > 3000) throw new Error(JSON.stringify(body));
      await new Promise((wake) => setTimeout(wake, 20));
    }
  };
  const imported = async (text: string, query = '') => {
    const { status, body, text: said } = await send(text, query);
    if (status !== 201) throw new Error(said);
    return { id: body.answer.id, ...(await finished(body.answer.id)) };
  };
  const tenants = async () => {
    for (let tries = 0; ; tries += 1) {
      const { body } = await house.ask<{ data: { id: string; name: string }[]; freshness: { behind: number } }>(
        'GET',
        'tenants',
        { session: office },
      );
      if (body.freshness.behind === 0) return body.data;
      if (tries > 200) throw new Error(JSON.stringify(body));
      await new Promise((wake) => setTimeout(wake, 20));
    }
  };

  it('is shown row by row before anything is written', async () => {
    const { status, body } = await preview(BOOK, 'accounts=true');
    expect(status).toBe(200);
    expect(body).toMatchObject({ freshness: { parked: 0 } });
    expect(body.data.rows.map(({ fate }) => fate)).toEqual([
      'new-agency',
      'new-agency',
      'new-unit',
      'duplicate',
      'new-unit',
      'unknown-parent',
    ]);
    expect(body.data.counts).toEqual({ 'new-agency': 2, 'new-unit': 2, duplicate: 1, 'unknown-parent': 1 });
    expect(body.data.fileHash).toBe(sha256Hex(BOOK));
    expect(await tenants()).toHaveLength(1);
  });

  it('is entered with every row’s outcome, and the same again is the same', async () => {
    const first = await imported(BOOK, 'accounts=true');
    expect(first).toMatchObject({ status: 'finished', total: 6, done: 6 });
    expect(first.rows.map(({ outcome }) => outcome)).toEqual([
      'new-agency',
      'new-agency',
      'new-unit',
      'duplicate',
      'new-unit',
      'unknown-parent',
    ]);
    const names = (await tenants()).map(({ name }) => name).sort();
    expect(names).toEqual(['桐泽市文明办', '桐泽市林业局', '桐泽市水利局']);
    expect(await imported(BOOK, 'accounts=true')).toEqual(first);
    expect(await tenants()).toHaveLength(3);
    const other = await imported(BOOK);
    expect(other.rows.map(({ outcome }) => outcome)).toEqual([
      'there',
      'there',
      'there',
      'duplicate',
      'there',
      'unknown-parent',
    ]);
    expect(await tenants()).toHaveLength(3);
  });

  it('gives contacts codes once, by which they set a password and sign in; nothing of a code is kept', async () => {
    const { id } = await imported(BOOK, 'accounts=true');
    const path = `/api/identity/address-book/imports/${id}/codes`;
    const principal = { session: office };
    const codes = async (again: boolean) => house.raw('POST', path, { ...principal, body: { again } });
    const given = await codes(false);
    expect(given.statusCode).toBe(200);
    const [sheet] = await readTables(given.rawPayload, 'codes.xlsx');
    const rows = sheet!.rows.filter(([number]) => /^\d+$/.test(number ?? ''));
    expect(rows.map(([number, name]) => [number, name])).toEqual([
      ['2', '桐泽市水利局'],
      ['4', '河道管理所'],
    ]);
    const again = await codes(false);
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([422, 'address-book.codes-handed-out']);
    const [, , login = '', code = ''] = rows[0]!;
    const use = (word: string) =>
      house.ask<{ session: string }>('POST', 'sessions/one-time', { body: { login, code: word, password: PASSWORD } });
    expect((await use('AAAA-BBBB-CCCC-DDDD')).status).toBe(401);
    expect((await house.ask('POST', 'sessions', { body: { login, password: code } })).status).toBe(401);
    const used = await use(` ${code.toLowerCase()} `);
    expect(used.status).toBe(201);
    expect((await use(code)).status).toBe(401);
    const me = await house.ask<{ data: { principal: { posts: { post: string }[] } } }>('GET', 'me', {
      session: await house.signIn(login),
    });
    expect(me.body.data.principal.posts.map(({ post }) => post)).toEqual(['administrator', 'liaison']);
    // The others' codes can be made anew; whoever has a password is left alone.
    const second = await codes(true);
    const [anew] = await readTables(second.rawPayload, 'codes.xlsx');
    expect(anew!.rows.filter(([number]) => /^\d+$/.test(number ?? '')).map(([number]) => number)).toEqual(['4']);
    const kept = await house.everythingKept();
    // Not as a matcher on the text itself: it is megabytes.
    expect([code, code.replaceAll('-', ''), login].map((word) => kept.includes(word))).toEqual([false, false, true]);
  });

  it('brings a contact for an agency that stands without one', async () => {
    const more = `${HEADER}林业局,,秦若谷,0913-5550303\n`;
    expect((await preview(more, 'accounts=true')).body.data.rows).toMatchObject([{ fate: 'contact-added' }]);
    const { rows } = await imported(more, 'accounts=true');
    expect(rows).toMatchObject([{ outcome: 'contact-added', personId: expect.any(String) as string }]);
    expect((await preview(more, 'accounts=true')).body.data.rows).toMatchObject([{ fate: 'there' }]);
  });

  it('brings a contact together with units: the agency gets its administrator, each unit its liaison', async () => {
    await imported(`${HEADER}园林局,,,\n`);
    const more = `${HEADER}园林局,,方若澜,0913-5550404\n绿化管理所,园林局,苗青禾,0913-5550505\n`;
    expect((await preview(more, 'accounts=true')).body.data.rows).toMatchObject([
      { fate: 'contact-added' },
      { fate: 'new-unit' },
    ]);
    const { rows } = await imported(more, 'accounts=true');
    const somebody = expect.any(String) as string;
    expect(rows).toMatchObject([
      { outcome: 'contact-added', personId: somebody },
      { outcome: 'new-unit', personId: somebody },
    ]);
    expect((await preview(more, 'accounts=true')).body.data.rows).toMatchObject([{ fate: 'there' }, { fate: 'there' }]);
  });

  it('is refused when it is not the file that was looked at, or nobody’s to enter', async () => {
    const { status, body } = await house.ask('POST', `address-book/imports?fileHash=${'0'.repeat(64)}`, {
      session: office,
      body: { text: BOOK },
    });
    expect([status, body.code]).toEqual([422, 'address-book.other-file']);
    const agency = await house.agency(office, 'shuili', '桐泽市气象局');
    expect((await preview(BOOK, '', agency.session)).status).toBe(403);
    const { id } = await imported(BOOK);
    expect((await house.ask('GET', `address-book/imports/${id}`, { session: agency.session })).status).toBe(404);
  });

  it('goes on after the process stopped in the middle', async () => {
    const many = HEADER + Array.from({ length: 1200 }, (_, i) => `桐泽市第${i}单位,,,\n`).join('');
    const { body } = await send(many);
    const { id } = body.answer;
    const { body: running } = await house.ask<Import>('GET', `address-book/imports/${id}`, { session: office });
    expect(running.data.status).toBe('running');
    expect(running.data.done).toBeGreaterThan(0);
    await house.stop();
    await house.start();
    expect(await finished(id)).toMatchObject({ status: 'stopped', total: 1200 });
    const entered = (await tenants()).filter(({ name }) => name.includes('单位')).length;
    expect(entered).toBeGreaterThan(0);
    expect(entered).toBeLessThan(1200);
    await send(many);
    const after = await finished(id);
    expect(after).toMatchObject({ status: 'finished', done: 1200 });
    expect(new Set(after.rows.map(({ outcome }) => outcome))).toEqual(new Set(['new-agency']));
    expect((await tenants()).filter(({ name }) => name.includes('单位'))).toHaveLength(1200);
  });

  it('of two at the same instant, each agency is entered by one', async () => {
    const names = ['桐泽市供销社', '桐泽市粮食局', '桐泽市地震局'];
    const books = ['', ' '].map((blank) => `${HEADER}${names.map((name) => `${name}${blank},,,\n`).join('')}`);
    const both = await Promise.all(books.map((text) => imported(text)));
    const outcomes = names.map((_, i) => both.map(({ rows }) => rows[i]?.outcome).sort());
    for (const both of outcomes)
      expect([
        ['new-agency', 'there'],
        ['new-agency', 'tenant.there-already'],
      ]).toContainEqual(both);
    expect((await tenants()).filter(({ name }) => names.includes(name.trim()))).toHaveLength(names.length);
  });
});
