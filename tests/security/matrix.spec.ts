import { newId } from '@chuangwen/platform';
import { cases, special } from './support/cases';
import type { Case, Entry } from './support/case';
import { spoofed } from './support/headers';
import { House } from './support/house';
import type { Answered } from './support/http';
import { apiOf, servedBy, type Api, type Operation } from './support/operations';
import { aboutNothing, idsIn, idsOf, requestOf, withLeaf } from './support/requests';
import { Stock } from './support/stock';
import { Town, type Person, type Place } from './support/town';

let house: House;
let town: Town;
let stock: Stock;
let api: Api;

beforeAll(async () => {
  house = await House.open();
  town = await Town.build(house);
  stock = new Stock(town);
  api = await apiOf(house);
}, 60_000);
afterAll(() => house.close());

const rows = Object.entries(cases).flatMap(([id, entries]) =>
  entries.map((entry): [string, string, Entry] => [id, entry.title, entry]),
);

describe('The matrix', () => {
  it('has a case for every operation of the OpenAPI document, and no other', () => {
    const asked = [...Object.keys(cases), ...Object.keys(special)].sort();
    expect(asked).toEqual(api.operations.map(({ id }) => id).sort());
  });

  it('knows every route that is served', () => {
    const documented = api.operations.map(({ method, template }) => `${method} ${template}`);
    const served = Map.groupBy(servedBy(house), (route) => route.includes(' /api/'));
    expect(served.get(true)!.sort()).toEqual(documented.sort());
    // Each service answers these on its own port; no front door or proxy lets them through (tests/proxy/doors.spec.ts).
    expect(new Set(served.get(false))).toEqual(new Set(['GET /health/live', 'GET /health/ready', 'GET /metrics']));
  });
});

describe.each(rows)('%s %s', (id, _, entry) => {
  const home = () => town.at(entry.where === 'agency' ? 'a' : 'office');
  const twin = () => town.at(entry.where === 'agency' ? 'b' : 'district');
  let operation: Operation;
  let wanted: Case;
  let before: string[];

  beforeAll(async () => {
    operation = api.operations.find((one) => one.id === id)!;
    wanted = await entry.build(home(), stock);
    await house.quiet();
    before = house.footprint.take();
  });

  const send = (what: Case, by: Person | null, headers = {}) => {
    const { method, path, asked } = requestOf(operation, what);
    return house.ask(method, path, { ...asked, session: by?.session ?? null, headers });
  };
  const nothingHappened = () => expect(house.footprint.take()).toEqual(before);
  const strangers = () =>
    town.all.filter(({ key }) => key !== home().key && !wanted.shared?.includes(key)).map((place) => person(place));
  const person = (place: Place) => place.people[wanted.as];

  it('asks whoever has no session to sign in', async () => {
    for (const headers of [{}, spoofed(home()), { authorization: 'Bearer x', cookie: 'chuangwen_session=x' }]) {
      expectProblem(await send(wanted, null, headers), 401, 'session.required');
    }
    if (operation.method === 'GET') {
      const { path } = requestOf(operation, wanted);
      expect((await house.ask('HEAD', path)).status).toBe(401);
    }
    nothingHappened();
  });

  it('is refused what the posts of a person of the same tenant do not allow', async () => {
    for (const role of wanted.refused ?? ['postless']) {
      const answer = await send(wanted, home().people[role]);
      expect([role, answer.status]).toEqual([role, 403]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
    nothingHappened();
  });

  it('does not exist for people of other units of the tenant', async () => {
    for (const role of wanted.unseen ?? []) {
      const answer = await send(wanted, home().people[role]);
      expect([role, answer.status]).toEqual([role, 404]);
      expect(withoutTime(answer)).toEqual(withoutTime(await send(aboutNothing(wanted), home().people[role])));
    }
    nothingHappened();
  });

  it('does not exist for other tenants, until the owner succeeds with the same request, nor afterwards', async () => {
    const leaves = idsIn(wanted);
    if (leaves.length === 0) return ownOnly();
    const unknown = await send(aboutNothing(wanted), person(home()));
    await deny(unknown);
    nothingHappened();
    expectOwner(await send(wanted, person(home())));
    await house.quiet();
    before = house.footprint.take();
    await deny(unknown, spoofed(home()));
    nothingHappened();
  });

  /** Word for word what is said of things that exist nowhere. */
  async function deny(unknown: Answered, headers = {}) {
    for (const stranger of strangers()) {
      const answer = await send(wanted, stranger, headers);
      if (idsIn(wanted).some(({ part }) => part !== 'query')) expectProblem(answer, 404, 'not-found');
      else expect(answer.status).toBe(200);
      expect(withoutTime(answer)).toEqual(withoutTime(unknown));
      expectNothingOf(home(), answer);
    }
  }

  /** It names nothing: whoever sends it speaks of their own tenant. */
  async function ownOnly() {
    expectOwner(await send(wanted, person(home())));
    await house.quiet();
    const streams = house.footprint.streamsOf(home().tenant);
    for (const stranger of strangers().slice(0, 2))
      expectNothingOf(home(), await send(wanted, stranger, spoofed(home())));
    await house.quiet();
    expect(house.footprint.streamsOf(home().tenant)).toEqual(streams);
  }

  it('takes no id of another tenant among its own', async () => {
    const own = await entry.build(twin(), stock);
    await house.quiet();
    before = house.footprint.take();
    const foreign = idsIn(await entry.build(home(), stock));
    await house.quiet();
    before = house.footprint.take();
    for (const leaf of idsIn(own)) {
      const other = foreign.find(({ part, path }) => part === leaf.part && path.join() === leaf.path.join());
      if (!other || other.value === leaf.value)
        throw new Error(`no foreign id for ${leaf.part} ${leaf.path.join('.')}`);
      const answer = await send(withLeaf(own, leaf, other.value), person(twin()));
      const nowhere = newId();
      const unknown = await send(withLeaf(own, leaf, nowhere), person(twin()));
      if (leaf.part !== 'query') expect([404, 422]).toContain(answer.status);
      const said = { ...answer, text: answer.text.replaceAll(other.value, nowhere) }; // an id may come back as it was sent
      expect([leaf.path, withoutTime(said)]).toEqual([leaf.path, withoutTime(unknown)]);
      expectNothingOf(home(), { ...answer, text: answer.text.replaceAll(other.value, '') });
    }
    nothingHappened();
    expectOwner(await send(own, person(twin())));
  });
});

function expectOwner({ status, text }: Answered): void {
  if (status < 200 || status > 299) throw new Error(`the owner's request was refused: ${status} ${text}`);
}

function expectProblem(answer: Answered, status: number, code: string): void {
  expect([answer.status, (answer.body as { code?: string } | null)?.code]).toEqual([status, code]);
  expect(answer.headers['content-type']).toContain('application/problem+json');
}

/** Neither names nor ids of the place. */
function expectNothingOf({ tenant, mark }: Place, { text, headers }: Answered): void {
  expect(text + JSON.stringify(headers)).not.toContain(mark);
  const theirs = new Set([tenant, ...house.footprint.streamsOf(tenant).flatMap(idsOf)]);
  expect(idsOf(text).filter((id) => theirs.has(id))).toEqual([]);
}

/** Status, body and every header that does not tell the time. */
function withoutTime({ status, headers, text }: Answered) {
  const { date: _date, ...rest } = headers;
  return { status, headers: rest, text };
}
