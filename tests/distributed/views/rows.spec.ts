import { IndexesMissing, openReadModels, VIEW_SCHEMAS } from '@chuangwen/adapters-distributed';
import type { ViewCommit, ViewRef } from '@chuangwen/ports';
import { eventually, someChain, someEvent } from '@chuangwen/ports/conformance';
import type { Model } from 'mongoose';
import { Database } from '../database';
import { ViewsStore } from '../views-store';

const view: ViewRef = { view: 'rounds', generation: 1 };
const next: ViewRef = { ...view, generation: 2 };
const [event] = someChain({ tenant: 'tongze', stream: 'round-2' }, someEvent());

/** Something of every kind, of two tenants. */
const commit = (n: number): ViewCommit => ({
  documents: ['tongze', 'heyuan'].map((tenant) => ({ tenant, id: '梧桐街道', body: { n }, index: { kind: ['街道'] } })),
  counters: ['tongze', 'heyuan'].map((tenant) => {
    return { tenant, group: 'points', key: 'all', day: '2026-04-28', add: { n } };
  }),
  positions: [{ topic: 'inspection', partition: 0, next: n }],
  seen: [{ topic: 'inspection', tenant: 'tongze', stream: 'round-1', version: n }],
  park: [
    {
      topic: 'inspection',
      tenant: 'tongze',
      stream: 'round-2',
      version: 1,
      reason: 'no',
      attempts: 3,
      parkedAt: '2026-04-28T00:00:00.000Z',
    },
  ],
  parkedEvents: [{ ...event!, topic: 'inspection' }],
});

describe('Rows of views in MongoDB', () => {
  let store: ViewsStore;
  beforeEach(async () => {
    store = await ViewsStore.open();
  });
  afterEach(() => store.close());
  const rows = (name: string) => store.database.db.collection(name).find().toArray();
  /** How many there are of each kind, positions and heads aside. */
  const counts = async () =>
    Object.fromEntries(
      await Promise.all(
        ['documents', 'counters', 'stamps', 'seen', 'parked', 'waiting'].map(
          async (name) => [name, (await rows(`view_${name}`)).length] as const,
        ),
      ),
    );
  const whole = { documents: 2, counters: 2, stamps: 2, seen: 2, parked: 1, waiting: 1 };

  it('are just what the schemas say', async () => {
    const views = await store.handle();
    await views.commit(view, commit(1));
    await views.commit(next, commit(1));
    await views.switchTenant(next, 'tongze');
    const { connection } = store.database.mongo;
    for (const [name, schema] of Object.entries(VIEW_SCHEMAS)) {
      const Row: typeof Model<object> = connection.model(`spec ${name}`, schema as never, name);
      const all = await rows(name);
      expect(all.length).toBeGreaterThan(0);
      for (const row of all) await new Row(row).validate(); // strict: throws for a field that is not named there
    }
  });

  it('are removed a while after nothing names them any more, and no others', async () => {
    const views = await store.handle({ look: 20, grace: 600 });
    await views.commit(view, commit(1));
    await views.commit(next, commit(1));
    const twice = Object.fromEntries(Object.entries(whole).map(([name, count]) => [name, 2 * count]));
    expect(await counts()).toEqual(twice);
    await views.switchTenant(next, 'tongze');
    expect(await counts()).toEqual(twice);
    await eventually('removed', async () => (await counts())['documents'] === 2);
    await eventually('all of it', async () => (await rows('view_heads'))[0]!['dead'].length === 0);
    expect(await counts()).toEqual(whole);
    expect((await views.find(view, 'tongze')).length + (await views.find(view, 'heyuan')).length).toBe(2);
    await views.drop(view);
    await eventually('all', async () => (await rows('view_heads'))[0]!['dead'].length === 0);
    expect(Object.values(await counts())).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('are not opened without their indexes, which are named; the migration makes them', async () => {
    const database = await Database.open();
    try {
      const opening = openReadModels(database.mongo, database.name);
      await expect(opening).rejects.toThrow(IndexesMissing);
      await expect(opening).rejects.toThrow(/view_documents\.by-id.*view_waiting\.stream/s);
    } finally {
      await database.close();
    }
  });
});
