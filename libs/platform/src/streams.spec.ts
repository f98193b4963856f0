import { ConcurrencyConflict, StorageUnavailable, type Decider } from '@chuangwen/kernel';
import { caller, contracts, point, StoppedClock, writing, type PointEvent } from './fakes/sample';
import { MemoryKeys, MemoryStore } from './fakes/store';
import type { Aggregate } from './aggregate';
import { EventCodec } from './codec';
import { sha256Hex } from './ids';
import { Streams } from './streams';

const ref = { tenant: 'bureau', stream: 'point-1' };
const open = { do: 'open', pointId: '1', office: 'office' } as const;
const visit = (score: number) => ({ do: 'visit', pointId: '1', score }) as const;

describe('The write path', () => {
  let w: ReturnType<typeof writing>;
  let streams: Streams;
  beforeEach(() => {
    w = writing();
    streams = w.streams();
  });

  it('appends what was decided, with a whole envelope, and answers with a token', async () => {
    const outcome = await streams.execute(point, ref, open, caller('c-1'), ({ is }) => is);
    expect(outcome).toEqual({ token: 'inspection:bureau:point-1:1', version: 1, answer: 'open' });
    expect(w.store.log[0]).toMatchObject({
      type: 'point.opened',
      ...ref,
      version: 1,
      audience: ['office'],
      recordedAt: '2026-04-27T16:30:00.000Z',
      effectiveOn: null,
      commandId: 'c-1',
      correlationId: 'c-1',
      causationId: 'c-1',
      origin: 'live',
    });
    expect(Buffer.from(w.store.log[0]!.data).toString()).not.toContain('欧阳志远');
  });

  it('hands the time of the command to a command that asks for it', async () => {
    const seen: Date[] = [];
    await streams.execute(point, ref, (_state, now) => (seen.push(now), open), caller('c-1'));
    expect(seen).toEqual([w.clock.at]);
  });

  it('keeps the owner out of the audience, and names everybody once and in order', async () => {
    const wide: typeof point = { ...point, audience: () => ['z', 'a', 'bureau', 'z'] };
    await streams.execute(wide, ref, open, caller('c-1'));
    expect(w.store.log[0]!.audience).toEqual(['a', 'z']);
  });

  describe('the same command again', () => {
    it('gets the same answer and changes nothing, when it would be refused now', async () => {
      const first = await streams.execute(point, ref, open, caller('c-1'), () => ({ id: '1' }));
      await streams.execute(point, ref, visit(3), caller('c-2'));
      expect(await streams.execute(point, ref, open, caller('c-1'), () => ({ id: '?' }))).toEqual(first);
      expect(w.store.log).toHaveLength(2);
    });

    it('gets the same answer when it would go through once more', async () => {
      await streams.execute(point, ref, open, caller('c-1'));
      const first = await streams.execute(point, ref, visit(3), caller('c-2'), (state) => state);
      await streams.execute(point, ref, visit(4), caller('c-3'));
      expect(await streams.execute(point, ref, visit(3), caller('c-2'), (state) => state)).toEqual(first);
      expect(w.store.log).toHaveLength(3);
    });

    it('gets the same answer when nothing happened the first time', async () => {
      await streams.execute(point, ref, open, caller('c-1'));
      const first = await streams.execute(point, ref, visit(0), caller('c-2'));
      expect(first.version).toBe(1);
      await streams.execute(point, ref, visit(5), caller('c-3'));
      expect(await streams.execute(point, ref, visit(0), caller('c-2'))).toEqual(first);
    });

    it('gets the same answer though the version it looked at is stale by now', async () => {
      const first = await streams.execute(point, ref, open, caller('c-1', { expectedVersion: 0 }));
      expect(await streams.execute(point, ref, open, caller('c-1', { expectedVersion: 0 }))).toEqual(first);
    });

    it.each([
      ['when it would go through', visit(4)],
      ['when it would be refused', open],
    ])('is refused with another body, %s', async (_, command) => {
      await streams.execute(point, ref, open, caller('c-1'));
      await streams.execute(point, ref, visit(3), caller('c-2'));
      const other = caller('c-2', { bodyHash: sha256Hex('other') });
      await expect(streams.execute(point, ref, command, other)).rejects.toMatchObject({ code: 'command.id-reused' });
      expect(w.store.log).toHaveLength(2);
    });

    it('of another actor is another command', async () => {
      await streams.execute(point, ref, open, caller('c-1'));
      await streams.execute(point, ref, visit(3), caller('c-2'));
      const wang = { actor: { kind: 'person', id: 'wang' } } as const;
      await streams.execute(point, ref, visit(3), caller('c-2', wang));
      expect(w.store.log).toHaveLength(3);
    });

    it('for a second stream is a mistake of ours, and said', async () => {
      await streams.execute(point, ref, open, caller('c-1'));
      const second = { ...ref, stream: 'point-2' };
      await expect(streams.execute(point, second, open, caller('c-1'))).rejects.toThrow(/an id of its own/);
    });

    it('keeps no receipt of a refusal: it may go through later', async () => {
      await expect(streams.execute(point, ref, visit(1), caller('c-1'))).rejects.toMatchObject({
        code: 'point.not-open',
      });
      await streams.execute(point, ref, open, caller('c-2'));
      await streams.execute(point, ref, visit(1), caller('c-1'));
      expect(w.store.log).toHaveLength(2);
    });
  });

  describe('with somebody else writing', () => {
    let rival: Streams;
    beforeEach(async () => {
      rival = w.streams();
      await streams.execute(point, ref, open, caller('c-1'));
    });

    it('decides again on what is there now, when nothing was said of a version', async () => {
      await rival.execute(point, ref, visit(1), caller('c-2'));
      const { version } = await streams.execute(point, ref, visit(2), caller('c-3'));
      expect(version).toBe(3);
    });

    it('answers a conflict to who looked at an older version', async () => {
      await rival.execute(point, ref, visit(1), caller('c-2'));
      const stale = streams.execute(point, ref, visit(2), caller('c-3', { expectedVersion: 1 }));
      await expect(stale).rejects.toThrow(ConcurrencyConflict);
      expect((await streams.execute(point, ref, visit(2), caller('c-4', { expectedVersion: 2 }))).version).toBe(3);
    });

    it('believes who looked at a newer version than it remembers', async () => {
      await rival.execute(point, ref, visit(1), caller('c-2'));
      const { version } = await streams.execute(point, ref, visit(2), caller('c-3', { expectedVersion: 2 }));
      expect(version).toBe(3);
    });

    it('does not refuse on a state that is out of date', async () => {
      const fresh = { ...ref, stream: 'point-9' };
      expect((await streams.load(point, fresh)).version).toBe(0);
      await rival.execute(point, fresh, open, caller('c-2'));
      expect((await streams.execute(point, fresh, visit(2), caller('c-3'))).version).toBe(2);
    });

    it('gives up after a few conflicts', async () => {
      let n = 0;
      const meddling = new Streams('inspection', w.store, w.codec, w.clock);
      w.store.before = async (what) => {
        if (what !== 'append') return;
        w.store.before = () => undefined;
        await rival.execute(point, ref, visit(1), caller(`r-${(n += 1)}`));
        w.store.before = again;
      };
      const again = w.store.before;
      await expect(meddling.execute(point, ref, visit(2), caller('c-3'))).rejects.toThrow(ConcurrencyConflict);
      expect(n).toBe(8);
    });

    it('is not put back by a read that took its time', async () => {
      const slow = w.streams();
      const { promise: go, resolve } = Promise.withResolvers<void>();
      const { promise: reads, resolve: begun } = Promise.withResolvers<void>();
      w.store.before = (what) => {
        if (what !== 'read') return;
        begun();
        return go;
      };
      const reading = slow.load(point, ref);
      await reads;
      w.store.before = () => undefined;
      await slow.execute(point, ref, visit(2), caller('c-2'));
      resolve();
      await reading;
      expect((await slow.load(point, ref)).version).toBe(2);
    });
  });

  describe('when the store can’t be written', () => {
    it('says so, and goes on from what is really stored', async () => {
      await streams.execute(point, ref, open, caller('c-1'));
      let fail = true;
      // The commit was made; only its answer was lost.
      w.store.before = (what) => {
        if (what !== 'appended' || !fail) return;
        fail = false;
        throw new StorageUnavailable('io');
      };
      await expect(streams.execute(point, ref, visit(3), caller('c-2'))).rejects.toThrow(StorageUnavailable);
      expect((await streams.load(point, ref)).version).toBe(2);
      expect((await streams.execute(point, ref, visit(3), caller('c-2'))).version).toBe(2);
      expect(w.store.log).toHaveLength(2);
    });
  });

  it('runs commands of one stream one after another, others meanwhile', async () => {
    await streams.execute(point, ref, open, caller('c-1'));
    let appends = 0;
    w.store.before = (what) => void (what === 'append' && (appends += 1));
    const many = [...Array(50).keys()].map((i) => streams.execute(point, ref, visit(i + 1), caller(`v-${i}`)));
    const versions = (await Promise.all(many)).map(({ version }) => version);
    expect(versions).toEqual([...Array(50).keys()].map((i) => i + 2));
    expect(appends).toBe(50); // without a single conflict
  });

  it('one that fails does not hold up or undo the next', async () => {
    const [a, b] = await Promise.allSettled([
      streams.execute(point, ref, visit(1), caller('c-1')),
      streams.execute(point, ref, open, caller('c-2')),
    ]);
    expect([a.status, b.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('tells tenants and streams apart whatever their names', async () => {
    await streams.execute(point, { tenant: 'a', stream: 'b/c' }, open, caller('c-1'));
    expect((await streams.load(point, { tenant: 'a/b', stream: 'c' })).version).toBe(0);
  });

  it('keeps in memory the state that a replay gives, not more', async () => {
    const chatty: Decider<object, null, PointEvent> = {
      initialState: () => ({}),
      evolve: (_, { data }) => data,
      decide: () => {
        const data = { pointId: '1', office: 'office', keeper: '欧阳志远', extra: 'not in the contract' };
        return [{ type: 'point.opened', data }];
      },
    };
    const talk: Aggregate<object, null, PointEvent> = { kind: 'talk@1', decider: chatty };
    await streams.execute(talk, ref, null, caller('c-1'));
    expect(await streams.load(talk, ref)).toEqual(await w.streams().load(talk, ref));
  });

  it('does not append an event that is not of its contract’s shape', async () => {
    const wrong = { ...open, office: 3 as unknown as string };
    await expect(streams.execute(point, ref, wrong, caller('c-1'))).rejects.toThrow('expected string');
    expect(w.store.log).toEqual([]);
  });
});

describe('States in memory', () => {
  /** Whether the first of so many is read again once all were made. */
  const readAgain = async (aggregate: typeof point, streamsMade: number, text: string) => {
    const w = writing();
    const streams = w.streams();
    const at = (i: number) => ({ ...ref, stream: `point-${i}` });
    for (let i = 0; i < streamsMade; i += 1)
      await streams.execute(aggregate, at(i), { ...open, office: text }, caller(`c-${i}`));
    const read = jest.spyOn(w.store, 'read');
    await streams.load(aggregate, at(0));
    return read.mock.calls.length > 0;
  };
  const large = '文'.repeat(30_000);
  it('are many where they are small', async () => expect(await readAgain(point, 200, large)).toBe(false));
  it('are bounded by their size where they hold texts', async () => {
    const texts = { ...point, texts: true as const };
    expect(await readAgain(texts, 200, large)).toBe(true);
    expect(await readAgain(texts, 50, large)).toBe(false);
    expect(await readAgain(texts, 1000, '文明办')).toBe(false);
  });
});

describe('Snapshots', () => {
  const store = new MemoryStore();
  const keys = new MemoryKeys();
  const fresh = () => new Streams('inspection', store, new EventCodec(contracts, keys), new StoppedClock());

  it('are kept every hundred events, and give the state that a replay gives', async () => {
    const whole = fresh();
    await whole.execute(point, ref, open, caller('c-0'));
    for (let i = 1; i <= 120; i += 1) await whole.execute(point, ref, visit(i), caller(`c-${i}`));
    expect([...store.snapshots.values()]).toMatchObject([{ version: 100, kind: 'point@1' }]);
    expect(await fresh().load(point, ref)).toEqual({
      state: { is: 'open', visits: 120, office: 'office' },
      version: 121,
    });
  });

  it('of another shape are not used', async () => {
    const renamed = { ...point, kind: 'point@2' };
    expect(await fresh().load(renamed, ref)).toMatchObject({ version: 121, state: { visits: 120 } });
  });

  it('of a state with texts are sealed by the keys of all whose texts they hold, and gone with any of them', async () => {
    const own = new MemoryStore();
    const ownKeys = new MemoryKeys();
    const open = () => new Streams('inspection', own, new EventCodec(contracts, ownKeys), new StoppedClock());
    const personal = { ...point, texts: true } as const;
    const streams = open();
    await streams.execute(personal, ref, { do: 'open', pointId: '1', office: '文明办' }, caller('c-0'));
    for (let i = 1; i <= 110; i += 1) await streams.execute(personal, ref, visit(i), caller(`c-${i}`));
    const kept = Buffer.from([...own.snapshots.values()][0]!.state).toString('utf8');
    expect(JSON.parse(kept)).toMatchObject({ subjects: ['document:1'] });
    expect(kept).not.toContain('文明办');
    const read = jest.spyOn(own, 'read');
    const before = await open().load(personal, ref);
    expect(read.mock.calls[0]![1]).toBe(100);
    expect(before).toMatchObject({ version: 111, state: { visits: 110 } });
    await ownKeys.destroy('bureau', 'document:1');
    expect(await open().load(personal, ref)).toEqual(before);
    expect(read.mock.calls[1]![1]).toBe(0);
  });

  it('with texts can’t be read as those of another stream', async () => {
    const own = new MemoryStore();
    const codec = new EventCodec(contracts, new MemoryKeys());
    const personal = { ...point, texts: true } as const;
    const streams = new Streams('inspection', own, codec, new StoppedClock());
    for (const [n, stream] of ['point-1', 'point-2'].entries()) {
      const there = { ...ref, stream };
      await streams.execute(personal, there, { do: 'open', pointId: '1', office: 'office' }, caller(`${n}-0`));
      for (let i = 1; i <= 100 + n; i += 1) await streams.execute(personal, there, visit(i), caller(`${n}-${i}`));
    }
    const [[one, first], [, second]] = [...own.snapshots] as [[string, never], [string, never]];
    own.snapshots.set(one, second);
    expect(first).not.toEqual(second);
    const loaded = await new Streams('inspection', own, codec, new StoppedClock()).load(personal, ref);
    expect(loaded).toMatchObject({ version: 101, state: { visits: 100 } });
  });
});
