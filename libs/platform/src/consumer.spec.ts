import type { StoredEvent } from '@chuangwen/contracts';
import { StorageUnavailable } from '@chuangwen/kernel';
import type { Delivery } from '@chuangwen/ports';
import { Consumption } from './consumer';
import { bad, StoppedClock, writing } from './fakes/sample';
import { MemoryReadModels } from './fakes/read-models';

const ref = { view: 'points', generation: 1 };
const one = { topic: 'inspection', tenant: 'bureau', stream: 'point-1' };

describe('A consumer', () => {
  let events: StoredEvent[];
  let models: MemoryReadModels;
  let taken: string[];
  let broken: (event: StoredEvent, tries: number) => void;
  let consumption: Consumption;

  beforeEach(async () => {
    const { run, store } = writing();
    await run('1', { do: 'open' });
    await run('2', { do: 'open' });
    for (let i = 1; i <= 3; i += 1) for (const id of ['1', '2']) await run(id, { do: 'visit', score: i });
    events = store.log;
    models = new MemoryReadModels();
    taken = [];
    broken = () => undefined;
    const tries = new Map<string, number>();
    consumption = new Consumption(models, new StoppedClock(), () => {
      const mine: string[] = [];
      return {
        take: (event) => {
          tries.set(event.id, (tries.get(event.id) ?? 0) + 1);
          broken(event, tries.get(event.id)!);
          mine.push(`${event.stream}@${event.version}`);
        },
        finish: () => {
          taken.push(...mine);
          return { documents: [], counters: [] };
        },
      };
    });
  });

  const delivery = (some: readonly StoredEvent[], next = some.length): Delivery => ({
    topic: 'inspection',
    partition: 0,
    next,
    events: some,
  });
  const of = (stream: string) => events.filter((event) => event.stream === stream);

  it('takes each event once and in order, and remembers where it stands', async () => {
    const moved = await consumption.take(ref, delivery(events));
    expect(taken).toHaveLength(8);
    expect(moved).toEqual([
      { ...one, version: 4, from: 0 },
      { ...one, stream: 'point-2', version: 4, from: 0 },
    ]);
    expect(await models.positions(ref)).toEqual([{ topic: 'inspection', partition: 0, next: 8 }]);
  });

  it('drops what it has seen: a whole delivery again, a part of one, the same event twice in one', async () => {
    await consumption.take(ref, delivery(events.slice(0, 5)));
    expect(await consumption.take(ref, delivery(events.slice(0, 5)))).toEqual([]);
    await consumption.take(ref, delivery(events.slice(2).flatMap((event) => [event, event])));
    expect(taken).toEqual(events.map((event) => `${event.stream}@${event.version}`));
  });

  it('does not go over a gap, and keeps nothing of the delivery', async () => {
    await expect(consumption.take(ref, delivery([of('point-2')[0]!, of('point-1')[1]!]))).rejects.toThrow(
      /jumps from 0 to 2/,
    );
    expect(taken).toEqual([]);
    expect(models.commits).toBe(0);
  });

  it('tries an event again before it gives up on it', async () => {
    broken = (event, tries) => {
      if (event.version === 2 && tries < 3) throw new Error('not now');
    };
    await consumption.take(ref, delivery(events));
    expect(taken).toHaveLength(8);
    expect(await models.parked(ref)).toEqual([]);
  });

  it('never parks because the storage is away: the delivery comes again', async () => {
    broken = (_event, tries) => {
      if (tries === 1) throw new StorageUnavailable('io');
    };
    await expect(consumption.take(ref, delivery(of('point-1').slice(0, 1)))).rejects.toThrow(StorageUnavailable);
    expect(models.commits).toBe(0);
    await consumption.take(ref, delivery(of('point-1').slice(0, 1)));
    expect(taken).toEqual(['point-1@1']);
  });

  describe('with an event that keeps throwing', () => {
    beforeEach(() => {
      broken = (event) => {
        if (event.stream === 'point-1' && event.version === 2) throw new Error(`can’t be read ${'x'.repeat(9000)}`);
      };
    });

    it('parks its stream with the reason, and goes on with the others', async () => {
      await consumption.take(ref, delivery(events));
      expect(taken).toEqual(['point-1@1', 'point-2@1', 'point-2@2', 'point-2@3', 'point-2@4']);
      const [parked, ...more] = await models.parked(ref);
      expect(more).toEqual([]);
      expect(parked).toMatchObject({ ...one, version: 2, attempts: 3, parkedAt: '2026-04-27T16:30:00.000Z' });
      expect(parked!.reason).toMatch(/^Error: can’t be read x+$/);
      expect(parked!.reason.length).toBeLessThanOrEqual(500);
      expect(await models.positions(ref)).toMatchObject([{ next: 8 }]);
    });

    it('lets the later events of that stream wait in order, each once', async () => {
      for (const event of events) await consumption.take(ref, delivery([event, event]));
      await consumption.take(ref, delivery(events)); // the whole topic again
      const waiting = await models.parkedEvents(ref, one);
      expect(waiting.map(({ version }) => version)).toEqual([2, 3, 4]);
      expect(await models.seen(ref, [one])).toEqual([1]);
      expect(taken.filter((line) => line.startsWith('point-1'))).toEqual(['point-1@1']);
    });

    it('goes on with it once it is mended, and then hears what comes', async () => {
      await consumption.take(ref, delivery(events.slice(0, 6)));
      broken = () => undefined;
      const { events: count, moved } = await consumption.retry(ref, one, false);
      expect([count, moved]).toEqual([2, [{ ...one, version: 3, from: 1 }]]);
      expect(await models.parked(ref)).toEqual([]);
      expect(await models.parkedEvents(ref, one)).toEqual([]);
      await consumption.take(ref, delivery(events.slice(6)));
      expect(
        taken
          .filter((line) => line.startsWith('point-1'))
          .map((line) => line.slice(-1))
          .join(''),
      ).toBe('1234');
    });

    it('a dry run says whether it would go and keeps nothing', async () => {
      await consumption.take(ref, delivery(events));
      const before = [await models.parked(ref), models.commits, taken.length];
      await expect(consumption.retry(ref, one, true)).rejects.toThrow(/can’t be read/);
      broken = () => undefined;
      expect((await consumption.retry(ref, one, true)).events).toBe(3);
      expect([await models.parked(ref), models.commits, taken.length]).toEqual(before);
    });

    it('stays parked as it was when a retry fails half-way', async () => {
      await consumption.take(ref, delivery(events));
      broken = (event) => {
        if (event.version === 4) throw new Error('another thing');
      };
      await expect(consumption.retry(ref, one, false)).rejects.toThrow('another thing');
      expect(await models.parked(ref)).toMatchObject([{ version: 2 }]);
      expect(await models.seen(ref, [one])).toEqual([1]);
    });

    it('does not go over a gap in what waits', async () => {
      await consumption.take(ref, delivery(events));
      const held = await models.parkedEvents(ref, one);
      jest.spyOn(models, 'parkedEvents').mockResolvedValue([held[0]!, held[2]!]);
      broken = () => undefined;
      await expect(consumption.retry(ref, one, false)).rejects.toThrow(/jumps from 2 to 4/);
    });

    it('parks that tenant’s stream only, also where another’s has the same name', async () => {
      const others = of('point-1').map((event) => bad(event, { tenant: 'street', id: `s-${event.id}` }));
      broken = (event) => {
        if (event.tenant === 'bureau') throw new Error('no');
      };
      await consumption.take(ref, delivery([...of('point-1'), ...others]));
      expect(await models.parked(ref)).toMatchObject([{ tenant: 'bureau' }]);
      expect(taken).toHaveLength(4);
    });
  });
});
