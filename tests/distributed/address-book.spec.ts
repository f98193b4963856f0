import { IdentityModule, PrincipalResolver, SetupLink } from '@chuangwen/identity';
import {
  httpApplication,
  newId,
  PRINCIPAL_HEADER,
  PrincipalTickets,
  sha256Hex,
  SystemClock,
} from '@chuangwen/platform';
import {
  configuration,
  distributedOnly,
  openEngines,
  prepareEngines,
  type DistributedConfiguration,
} from '@chuangwen/runtime';
import { until } from '../journeys/city';
import { engineSettings } from '../support/distributed';

jest.setTimeout(240_000);

type Import = Readonly<{ status: string; total: number; done: number; rows: readonly { outcome: string }[] }>;
type Answer = Readonly<{ session: string; answer: { id: string }; data: Import }>;
type App = Awaited<ReturnType<typeof httpApplication>>;

const PASSWORD = '枫林晚照 62 级台阶';
const tickets = new PrincipalTickets(Buffer.alloc(32, 7));
const ROWS = 240;
const bookOf = (word: string) =>
  `单位名称,上级单位,联系人,联系电话\n${Array.from({ length: ROWS }, (_, i) => `桐泽市${word}第${i + 1}单位,,,\n`).join('')}`;

/** One of several processes of identity. */
class Instance {
  session = '';
  private closed = false;

  private constructor(
    readonly app: App,
    private readonly storage: Awaited<ReturnType<typeof openEngines>>,
  ) {}

  static async open(on: DistributedConfiguration): Promise<Instance> {
    const storage = await openEngines(on, ['identity']);
    const module = IdentityModule.on(storage.ports('identity'), new SystemClock());
    return new Instance(await httpApplication('identity', module, tickets), storage);
  }

  async ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const found = this.session ? await this.app.get(PrincipalResolver).resolve(this.session) : null;
    const ticket = found ? { [PRINCIPAL_HEADER]: tickets.issue(found, new Date()) } : {};
    const headers = { 'idempotency-key': newId(), ...ticket };
    const url = `/api/identity/${path}`;
    const response = await this.app.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
    if (response.statusCode >= 300) throw new Error(`${url}: ${response.statusCode} ${response.payload}`);
    return JSON.parse(response.payload) as Answer;
  }

  async send(text: string): Promise<string> {
    const { answer } = await this.ask('POST', `address-book/imports?fileHash=${sha256Hex(text)}`, { text });
    return answer.id;
  }

  async progress(id: string): Promise<Import> {
    return (await this.ask('GET', `address-book/imports/${id}`)).data;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.app.close();
    await this.storage.close();
  }
}

describe('an address book that one process of identity enters', () => {
  let [one, two]: Instance[] = [];
  beforeAll(async () => {
    const on = distributedOnly(configuration(await engineSettings()));
    await prepareEngines(on, ['identity'], () => undefined);
    [one, two] = [await Instance.open(on), await Instance.open(on)];
    const token = await one.app.get(SetupLink).open();
    const administrator = { name: '程予安', login: 'wenming', password: PASSWORD };
    await one.ask('POST', 'setup', { token, office: { name: '桐泽市文明办', level: 'city' }, administrator });
    const { session } = await one.ask('POST', 'sessions', { login: 'wenming', password: PASSWORD });
    one.session = two.session = session;
  });
  afterAll(() => Promise.all([one!.close(), two!.close()]));

  it('is told of by every other, to the end', async () => {
    const id = await one!.send(bookOf('甲'));
    const told: Import[] = [];
    await until(
      async () => told[told.push(await two!.progress(id)) - 1]!,
      ({ status }) => status !== 'running',
      120,
    );
    const last = told.pop()!;
    expect(last).toMatchObject({ status: 'finished', total: ROWS, done: ROWS });
    expect(await one!.progress(id)).toEqual(last);
    const counts = told.map(({ done }) => done);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    // It was asked while rows were entered, and saw that.
    expect(new Set(counts.filter((done) => done > 0)).size).toBeGreaterThan(1);
  });

  it('is entered by that one alone; where it stops, the other says so, and goes on with it', async () => {
    const book = bookOf('乙');
    const id = await one!.send(book);
    expect((await two!.progress(id)).status).toBe('running');
    expect(await two!.send(book)).toBe(id);
    await one!.close();
    expect(await two!.progress(id)).toMatchObject({ status: 'stopped', total: ROWS });
    expect(await two!.send(book)).toBe(id);
    const done = await until(
      () => two!.progress(id),
      ({ status }) => status !== 'running',
      120,
    );
    expect(done).toMatchObject({ status: 'finished', done: ROWS });
    expect(new Set(done.rows.map(({ outcome }) => outcome))).toEqual(new Set(['new-agency']));
  });
});
