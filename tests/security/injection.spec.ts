import { cases as ordinary, specialCases } from './support/cases';
import type { Case, Entry } from './support/case';
import { fieldsOf, nameOf, reaches, unbounded } from './support/fields';
import { deep, deepList, MORE, POISON, polluted, STRANGE_IDS, wrongFor } from './support/hostile';
import { House } from './support/house';
import type { Answered, Asked } from './support/http';
import { apiOf, type Api, type Operation } from './support/operations';
import { idsIn, replaced, requestOf, withLeaf } from './support/requests';
import { Stock } from './support/stock';
import { Town } from './support/town';

let house: House;
let town: Town;
let stock: Stock;
let api: Api;

beforeAll(async () => {
  house = await House.open();
  town = await Town.build(house, ['office', 'a']);
  stock = new Stock(town);
  api = await apiOf(house);
}, 60_000);
afterAll(() => house.close());

const cases = { ...ordinary, ...specialCases };
const rows = Object.entries(cases).flatMap(([id, entries]) =>
  entries.map((entry): [string, string, Entry] => [id, entry.title, entry]),
);

describe('The document', () => {
  it('bounds everything that a body can hold, and everything a query can ask', () => {
    const open = api.operations.flatMap(({ id, body, parameters }) => {
      const queried = parameters
        .filter((one) => one.in === 'query')
        .map(({ name, schema }) => ({ path: [name], schema }));
      const fields = [...(body ? fieldsOf(body) : []), ...queried];
      return fields.flatMap((field) => (unbounded(field) ? [`${id} ${nameOf(field)}: no ${unbounded(field)}`] : []));
    });
    expect(open).toEqual([]);
  });
});

/** Fields that some case below could reach. */
const reached = new Set<string>();

const buildAt = (entry: Entry) => entry.build(town.at(entry.where === 'agency' ? 'a' : 'office'), stock);

describe.each(rows)('%s %s', (id, _, entry) => {
  let operation: Operation;
  let wanted: Case;
  let session: string;
  let before: string[];

  beforeAll(async () => {
    operation = api.operations.find((one) => one.id === id)!;
    wanted = await buildAt(entry);
    session = town.at(entry.where === 'agency' ? 'a' : 'office').people[wanted.as].session;
    await house.quiet();
    before = house.footprint.take();
  });
  afterEach(() => {
    expect(polluted()).toEqual([]);
    expect(house.footprint.take()).toEqual(before);
  });
  /** It was a right request all the time. */
  afterAll(async () => {
    const { status, text } = await send(wanted);
    if (id === 'identity.setup.setUp') return expect(text).toContain('setup.used'); // it was right once
    if (status < 200 || status > 299) throw new Error(`the owner's request was refused: ${status} ${text}`);
    await house.quiet();
  });

  const send = (what: Case) => {
    const { method, path, asked } = requestOf(operation, what);
    return house.ask(method, path, { ...asked, session });
  };
  const sendRaw = (raw: string, type = 'application/json') => {
    const { method, path } = requestOf(operation, wanted);
    return house.ask(method, path, { session, raw, headers: { 'content-type': type } } satisfies Asked);
  };
  const sendQuery = (search: string) => {
    const { method, path } = requestOf(operation, { ...wanted, query: {} });
    return house.ask(method, `${path.replace('?', '')}?${search}`, { session });
  };

  it('refuses by its schema what is no such thing', async () => {
    const fields = operation.body ? fieldsOf(operation.body).filter(({ path }) => reaches(wanted.body, path)) : [];
    for (const field of wanted.body ? fields : []) {
      reached.add(`${id} ${nameOf(field)}`);
      for (const value of wrongFor(field.schema)) {
        const answer = await send({ ...wanted, body: replaced(wanted.body, field.path, value) });
        expectRefused(answer, [400], [nameOf(field), value]);
      }
    }
  });

  it('takes nothing that it does not know', async () => {
    const objects = operation.body ? fieldsOf(operation.body).filter(({ schema }) => schema['properties']) : [];
    for (const { path, schema } of objects.filter(({ path }) => wanted.body && inBody(wanted.body, path))) {
      const known = Object.keys(schema['properties'] as object);
      for (const [name, value] of Object.entries(MORE)) {
        if (known.includes(name)) continue;
        expectRefused(
          await send({ ...wanted, body: replaced(wanted.body, [...path, name], value) }),
          [400],
          [path, name],
        );
      }
      for (const poison of POISON) {
        const marked = JSON.stringify(replaced(wanted.body, [...path, '@'], 0));
        expectRefused(await sendRaw(marked.replace('"@":0', poison)), [400], [path, poison]);
      }
    }
  });

  it('reads no other kind of content, and no end of it', async () => {
    if (!operation.body) return;
    const whole = JSON.stringify(wanted.body ?? {});
    const first = Object.keys(wanted.body ?? { x: 0 })[0]!;
    const pairs = new URLSearchParams({ [first]: 'x' }).toString();
    const kinds: [string, string, number[]][] = [
      [pairs, 'application/x-www-form-urlencoded', [415]],
      [whole, 'text/plain', [415]],
      [whole, 'text/json', [415]],
      [whole, 'application/xml', [415]],
      [whole, 'application/json-patch+json', [415]],
      [whole, '', [415]],
      [whole.slice(0, -1), 'application/json', [400]],
      [`${whole}${whole}`, 'application/json', [400]],
      [`[${whole}]`, 'application/json', [400]],
      [`"${first}"`, 'application/json', [400]],
      ['1', 'application/json', [400]],
      [`{"${first}":${deep(10_000)}}`, 'application/json', [400]],
      [`{"${first}":${deepList(10_000)}}`, 'application/json', [400]],
      [deep(10_000), 'application/json', [400]],
      [deepList(10_000), 'application/json', [400]],
      [`{"${first}":1e999}`, 'application/json', [400]],
      [`{"${first}":"${'x'.repeat(2 * 2 ** 20)}"}`, 'application/json', [413]],
    ];
    for (const [raw, type, statuses] of kinds)
      expectRefused(await sendRaw(raw, type), statuses, [type, raw.slice(0, 40)]);
  });

  it('finds nothing under a strange id', async () => {
    for (const leaf of idsIn(wanted)) {
      for (const strange of STRANGE_IDS) {
        const answer = await send(withLeaf(wanted, leaf, strange));
        const statuses = leaf.part === 'query' ? [200, 400, 404, 422] : [400, 404, 422];
        if (answer.status !== 200) expectRefused(answer, statuses, [leaf.path, strange]);
        else expect(leaf.part).toBe('query');
      }
      if (leaf.part === 'ids')
        for (const bad of ['%00', '%ff', '%c0%ae', 'x'.repeat(65)]) await refusedInPath(leaf.value, bad);
    }
  });

  async function refusedInPath(value: string, bad: string) {
    const { method, path, asked } = requestOf(operation, wanted);
    expectRefused(await house.ask(method, path.replace(value, bad), { ...asked, session }), [400, 404], [bad]);
  }

  it('asks no other question than it knows', async () => {
    const names = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
    if (names.length === 0) return;
    const wrong = names.flatMap((name) => [
      `${name}[$ne]=1`,
      `${name}[]=1`,
      `${name}.$gt=1`,
      `${name}=1&${name}=2`,
      `${name}=1&${name}[$ne]=2`,
      `${name}=a%00b`,
      `${name}=${'x'.repeat(2001)}`,
    ]);
    const more = Object.keys(MORE)
      .filter((name) => !names.includes(name))
      .map((name) => `${encodeURIComponent(name)}=1`);
    const poison = ['__proto__[polluted]=1', 'constructor[prototype][polluted]=1', '$where=1'];
    for (const search of [...wrong, ...more, ...poison]) expectRefused(await sendQuery(search), [400], [search]);
    expect([200, 400]).toContain((await sendQuery('__proto__=1')).status); // thrown away before anybody looks
  });
});

describe('The name of a file', () => {
  it.each([
    ['campaign.notices.import', '/api/campaign/notices', 'fileName'],
    ['task.attachEvidence', '/api/task/tasks', 'name'],
  ])('of %s comes out without folders and unseen characters', async (id, under, field) => {
    const entry = cases[id]!.find(({ title }) => title === 'a file')!;
    const wanted = await buildAt(entry);
    const file = { ...wanted.file!, name: `../..\\\\工作\u202e\u001b[31m\u0007${'录'.repeat(250)}.txt` };
    const operation = api.operations.find((one) => one.id === id)!;
    const { path } = requestOf(operation, wanted);
    const { people } = town.at('a');
    const { id: made } = await town.upload(people[wanted.as].session, path, file);
    const page = await town.told<unknown>(people.clerk.session, `${under}/${wanted.ids?.['id'] ?? made}`);
    const names = [...JSON.stringify(page).matchAll(new RegExp(`"${field}":"([^"]*录[^"]*)"`, 'g'))].map(
      ([, name]) => name,
    );
    expect([...new Set(names)]).toEqual([`${'录'.repeat(196)}.txt`]);
  });
});

describe('All cases together', () => {
  it('have reached every field of every body', () => {
    const asked = api.operations.filter(({ id, body }) => body && cases[id]);
    const fields = asked.flatMap(({ id, body }) => fieldsOf(body!).map((field) => `${id} ${nameOf(field)}`));
    expect(fields.filter((field) => !reached.has(field))).toEqual([]);
  });
});

const inBody = (body: unknown, path: readonly string[]): boolean =>
  path.every((_, i) => reaches(body, path.slice(0, i + 1))) &&
  typeof path.reduce<unknown>((value, step) => (value as Record<string, unknown> | null)?.[step], body) === 'object';

function expectRefused(answer: Answered, statuses: readonly number[], what: readonly unknown[]): void {
  const { code } = (answer.body ?? {}) as { code?: string };
  if (statuses.includes(answer.status) && code) return;
  const shown = JSON.stringify(what).slice(0, 300);
  throw new Error(`${shown}: ${answer.status} ${answer.text.slice(0, 300)}, and not ${statuses.join(' or ')}`);
}
