import { caller, contracts, point, StoppedClock, type PointEvent } from './fakes/sample';
import { MemoryKeys, MemoryStore } from './fakes/store';
import type { Aggregate } from './aggregate';
import { EventCodec } from './codec';
import { Streams } from './streams';

type Kept = Readonly<{ keeper: string | null }>;
type Keep = Readonly<{ keeper: string }>;

/** Remembers the text itself, as notices, plans and tasks do. */
const withText: Aggregate<Kept, Keep, PointEvent> = {
  kind: 'kept@1',
  texts: true,
  decider: {
    initialState: () => ({ keeper: null }),
    evolve: (state, event) => (event.type === 'point.opened' ? { keeper: event.data.keeper } : state),
    decide: (_state, { keeper }) => [{ type: 'point.opened', data: { pointId: '1', office: 'office', keeper } }],
  },
};
const ref = { tenant: 'bureau', stream: 'point-1' };

describe('What a key opened', () => {
  let keys: MemoryKeys;
  let store: MemoryStore;
  let streams: Streams;
  const keeper = async () => (await streams.load(withText, ref)).state.keeper;
  beforeEach(async () => {
    keys = new MemoryKeys();
    store = new MemoryStore();
    streams = new Streams('inspection', store, new EventCodec(contracts, keys), new StoppedClock());
    await streams.execute(withText, ref, { keeper: '欧阳志远' }, caller('c-1'));
  });

  it('is remembered while the key stands, and forgotten with it', async () => {
    expect(await keeper()).toBe('欧阳志远');
    await keys.destroy('bureau', 'document:1');
    expect(await keeper()).toBe('（已删除）');
  });

  it('is not remembered by a load that was under way when the key went', async () => {
    await keys.destroy('bureau', 'document:other'); // forget what the command left
    const find = keys.find.bind(keys);
    keys.find = async (tenant, subject) => {
      const key = await find(tenant, subject);
      await keys.destroy(tenant, subject);
      return key;
    };
    expect(await keeper()).toBe('欧阳志远');
    keys.find = find;
    expect(await keeper()).toBe('（已删除）');
  });

  it('leaves states of ids alone', async () => {
    await streams.execute(
      point,
      { ...ref, stream: 'point-2' },
      { do: 'open', pointId: '2', office: 'office' },
      caller('c-2'),
    );
    let reads = 0;
    const read = store.read.bind(store);
    store.read = (...asked) => ((reads += 1), read(...asked));
    await keys.destroy('bureau', 'document:1');
    await streams.load(point, { ...ref, stream: 'point-2' });
    expect(reads).toBe(0);
  });
});

describe('A state that is looked at', () => {
  const visited = { ...ref, stream: 'point-3' };
  let store: MemoryStore;
  let here: Streams;
  let elsewhere: Streams;
  beforeEach(async () => {
    store = new MemoryStore();
    [here, elsewhere] = [1, 2].map(
      () => new Streams('inspection', store, new EventCodec(contracts, new MemoryKeys()), new StoppedClock()),
    ) as [Streams, Streams];
    await here.execute(point, visited, { do: 'open', pointId: '3', office: 'office' }, caller('c-1'));
    await elsewhere.execute(point, visited, { do: 'visit', pointId: '3', score: 7 }, caller('c-2'));
  });

  it('is what is stored, also where another process appended', async () => {
    store.shared = true;
    expect((await here.load(point, visited)).version).toBe(2);
  });

  it('is what is remembered where nobody else appends', async () => {
    expect((await here.load(point, visited)).version).toBe(1);
  });
});
