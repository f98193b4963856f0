import { eventually, someEvent, wait } from '@chuangwen/ports/conformance';
import { Child } from './child';
import type { FromMember, Given, ToMember } from './member-child';
import { SharedBook } from './shared-book';
import { signingKey, Stage, type Node } from './stage';

/** The least that brokers allow (ms). */
const SESSION = 6_000;
const STREAMS = 24;

let stage: Stage;
let node: Node;
const children: Child<FromMember>[] = [];
beforeAll(async () => {
  stage = await Stage.open({ sessionTimeout: SESSION, partitions: 6 });
  node = await stage.node();
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
  for (const name of ['book_pages', 'book_places']) await stage.database.db.collection(name).deleteMany({});
});
afterAll(() => stage.close());

function member(group: string, fenced = true): Child<FromMember> & { send(message: ToMember): void } {
  const { log: _, ...options } = stage.options;
  const given: Given = {
    kafka: { ...options, signingKey: signingKey.toString('hex') },
    mongo: stage.database.url,
    database: stage.database.name,
    group,
    fenced,
  };
  const child = new Child<FromMember>('member-child.ts', given);
  children.push(child);
  return child;
}
const begun = ({ told }: Child<FromMember>) => told.flatMap((one) => ('begun' in one ? [one.begun] : []));
const done = ({ told }: Child<FromMember>) => told.flatMap((one) => ('done' in one ? [one.done] : []));

/** One more event in each of the streams. */
async function write(prefix: string): Promise<void> {
  const streams = Array.from({ length: STREAMS }, (_, at) => ({ tenant: 'red', stream: `${prefix}-${at}` }));
  await Promise.all(
    streams.map(async (ref) => {
      const { version } = await node.store.read(ref);
      await node.store.append(ref, { expectedVersion: version, events: [someEvent()], receipt: null });
    }),
  );
}
const book = () => new SharedBook(stage.database.mongo.connection.getClient(), stage.database.db);
/** Every stream’s events had their effect once, in order. */
const whole = async (prefix: string, versions: number) => {
  const pages = (await book().all()).filter(({ _id }) => _id.startsWith(`${prefix}-`));
  const expected = JSON.stringify(Array.from({ length: versions }, (_, at) => at + 1));
  return pages.length === STREAMS && pages.every((page) => JSON.stringify(page.versions) === expected);
};

/** Two members that have each a part of the topic. Resolves with how many events every stream has by then. */
async function pair(
  group: string,
): Promise<[first: ReturnType<typeof member>, second: ReturnType<typeof member>, number]> {
  const [first, second] = [member(group), member(group)];
  for (let versions = 1; ; versions += 1) {
    await write(group);
    await eventually('all read', () => whole(group, versions), 60_000);
    if (begun(first).length > 0 && begun(second).length > 0) return [first, second, versions];
    await wait(500);
  }
}

describe('F8: two members of a group', () => {
  it('one frozen over a delivery past the session timeout: the other goes on, and what the first makes of it is refused', async () => {
    const [first, , versions] = await pair('frozen');
    first.send({ slow: 100 });
    const before = begun(first).length;
    await write('frozen');
    await eventually('the first has one in work', () => begun(first).length > before, 60_000);
    first.freeze();
    await write('frozen');
    await eventually('the second reads all there is', () => whole('frozen', versions + 2), 90_000);
    first.thaw();
    await eventually('the first ends its delivery', () => done(first).length === begun(first).length, 30_000);
    expect(done(first).some(({ moved }) => moved)).toBe(true);
    await write('frozen');
    await eventually('both go on', () => whole('frozen', versions + 3), 90_000);
  });

  it('one slow beyond the session timeout, but alive: it keeps its partition, and nobody does its work again', async () => {
    const [first, second, versions] = await pair('slow');
    first.send({ slow: 2 * SESSION });
    await write('slow');
    await eventually('all read', () => whole('slow', versions + 1), 90_000);
    expect([...done(first), ...done(second)].filter(({ moved }) => moved)).toEqual([]);
    const places = [...begun(first), ...begun(second)].map(({ partition, next }) => `${partition} ${next}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('one that joins in the middle of a delivery waits for its end', async () => {
    const first = member('drained');
    await eventually('it is there', () => first.told.length > 0, 60_000);
    await write('drained');
    await eventually('all read', () => whole('drained', 1), 60_000);
    first.send({ slow: 8_000 });
    const before = begun(first).length;
    await write('drained');
    await eventually('one in work', () => begun(first).length > before, 60_000);
    const second = member('drained');
    await eventually('all read', () => whole('drained', 2), 90_000);
    await write('drained');
    await eventually('the second has its part', () => begun(second).length > 0, 90_000);
    await eventually('all read', () => whole('drained', 3), 90_000);
    expect([...done(first), ...done(second)].filter(({ moved }) => moved)).toEqual([]);
  });

  it('one that is asked to stop ends its delivery, and the other has the rest at once', async () => {
    const [first, , versions] = await pair('stopped');
    first.send({ slow: 1_500 });
    const before = begun(first).length;
    await write('stopped');
    await eventually('one in work', () => begun(first).length > before, 60_000);
    first.send({ stop: true });
    const asked = performance.now();
    await eventually('it stops', () => first.told.some((one) => 'stopped' in one), 30_000);
    expect(performance.now() - asked).toBeLessThan(10_000);
    expect(done(first)).toHaveLength(begun(first).length);
    await eventually('all read', () => whole('stopped', versions + 1), SESSION);
    expect(done(first).filter(({ moved }) => moved)).toEqual([]);
  });
});
