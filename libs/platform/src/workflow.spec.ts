import type { EventOf, StoredEvent } from '@chuangwen/contracts';
import { StorageUnavailable } from '@chuangwen/kernel';
import { ViewMoved } from '@chuangwen/ports';
import type { Caller } from './caller';
import { bad, caller, point, type pointOpened, type pointVisited, writing } from './fakes/sample';
import { MemoryFeed } from './fakes/feed';
import { MemoryReadModels } from './fakes/read-models';
import { Log } from './watch/log';
import { defineWorkflow, WorkflowRunner } from './workflow';

class Thank {
  constructor(
    readonly caller: Caller,
    readonly pointId: string,
  ) {}
}

type Heard = EventOf<typeof pointOpened> | EventOf<typeof pointVisited>;
const thanks = defineWorkflow<Heard>({
  name: 'thanks',
  topics: ['inspection'],
  on: {
    'point.visited': ({ data, meta }, step) => [
      new Thank(step(meta.tenant, 'keeper'), data.pointId),
      new Thank(step('office', 'office'), data.pointId),
    ],
  },
});

describe('A workflow', () => {
  let w: ReturnType<typeof writing>;
  let models: MemoryReadModels;
  let feed: MemoryFeed;
  let runner: WorkflowRunner;
  let sent: Thank[];
  let refuse: (command: Thank) => void;

  beforeEach(async () => {
    w = writing();
    models = new MemoryReadModels();
    feed = new MemoryFeed('inspection', w.store.log);
    sent = [];
    refuse = () => undefined;
    const bus = {
      execute: async (command: unknown) => {
        refuse(command as Thank);
        sent.push(command as Thank);
      },
    };
    runner = new WorkflowRunner(thanks, models, feed, w.codec, w.clock, bus, 'inspection.workflow.thanks');
    await w.run('1', { do: 'open' });
    await w.run('1', { do: 'visit', score: 4 });
    await runner.start();
  });

  const ids = () => sent.map((command) => command.caller.commandId);
  const stream = { topic: 'inspection', tenant: 'bureau', stream: 'point-1' };

  it('sends commands in the platform’s name, with what they come from', async () => {
    await feed.deliver();
    const [first, second] = sent;
    expect(first!.caller).toEqual({
      tenant: 'bureau',
      actor: { kind: 'workflow', id: 'thanks' },
      principal: null,
      commandId: expect.stringMatching(/^[0-9a-f-]{14}5/),
      bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      correlationId: w.store.log[1]!.correlationId,
      causationId: w.store.log[1]!.id,
    });
    expect(second!.caller).toMatchObject({ tenant: 'office' });
    expect(new Set(ids()).size).toBe(2);
  });

  it('does not send again what it has seen', async () => {
    await feed.deliver();
    await feed.deliver(0);
    expect(sent).toHaveLength(2);
  });

  it('sends the same commands with the same ids when its commit was lost', async () => {
    models.before = () => {
      models.before = () => undefined;
      throw new StorageUnavailable('io');
    };
    await expect(feed.deliver()).rejects.toThrow(StorageUnavailable);
    await feed.deliver();
    expect(sent).toHaveLength(4);
    expect(new Set(ids()).size).toBe(2);
  });

  it('which the write path then recognises', async () => {
    const again = { ...caller('made-by-workflow'), principal: null };
    const visit = { do: 'visit', pointId: '1', score: 9 } as const;
    const streams = w.streams();
    const ref = { tenant: 'bureau', stream: 'point-1' };
    const first = await streams.execute(point, ref, visit, again);
    expect(await streams.execute(point, ref, visit, again)).toEqual(first);
    expect(w.store.log).toHaveLength(3);
  });

  it.each<[string, Partial<StoredEvent>]>([
    ['was imported', { origin: 'import' }],
    ['was adopted from another installation', { adopted: true }],
  ])('has no effect for a history that %s', async (_, how) => {
    w.store.log[1] = bad(w.store.log[1]!, how);
    await feed.deliver();
    expect(sent).toEqual([]);
    expect(await models.seen(runner.ref, [stream])).toEqual([2]);
  });

  it('parks the stream of a command that is refused, and others go on', async () => {
    await w.run('3', { do: 'open' });
    await w.run('3', { do: 'visit', score: 4 });
    refuse = ({ pointId }) => {
      if (pointId === '1') throw new Error('not thanked');
    };
    await feed.deliver();
    expect(sent.map(({ pointId }) => pointId)).toEqual(['3', '3']);
    expect(await runner.parked()).toMatchObject([{ ...stream, version: 2, reason: 'Error: not thanked' }]);
    refuse = () => undefined;
    const would: unknown[] = [];
    expect(await runner.retry(stream, true, (command) => would.push(command))).toBe(1);
    expect(would).toMatchObject([{ pointId: '1' }, { pointId: '1' }]);
    expect(sent).toHaveLength(2);
    expect(await runner.retry(stream, false)).toBe(1);
    expect(sent).toHaveLength(4);
    expect(await runner.parked()).toEqual([]);
  });

  it('never lets a retry take away what a delivery parks at the same moment', async () => {
    refuse = () => {
      throw new Error('not yet');
    };
    await feed.deliver();
    await w.run('1', { do: 'visit', score: 5 });
    refuse = () => undefined;
    let open = true;
    models.before = async () => {
      if (!open) return;
      open = false;
      await new Promise((done) => setTimeout(done, 10));
    };
    await Promise.all([runner.retry(stream, false), feed.deliver()]);
    expect(sent).toHaveLength(4);
    expect(await models.seen(runner.ref, [stream])).toEqual([3]);
  });

  it('says how far behind it is', async () => {
    expect(await runner.lag()).toBe(2);
    await feed.deliver();
    expect(await runner.lag()).toBe(0);
  });

  describe('its places, compared with the events,', () => {
    let others: MemoryFeed;
    /** Another process takes what is new whenever a part of the events has been looked at. */
    const busy = (times: number) => {
      feed.between = async () => {
        if ((times -= 1) < 0) return;
        await w.run('1', { do: 'visit', score: 4 });
        await w.run('2', { do: 'visit', score: 4 });
        await others.deliver();
      };
    };
    beforeEach(async () => {
      others = new MemoryFeed('inspection', w.store.log);
      const bus = { execute: async () => undefined };
      await new WorkflowRunner(thanks, models, others, w.codec, w.clock, bus, 'inspection.workflow.thanks').start();
      await w.run('2', { do: 'open' });
      await others.deliver();
      jest.useFakeTimers({ advanceTimers: 50 });
    });
    afterEach(() => void jest.useRealTimers());

    it('are right while another process takes events meanwhile', async () => {
      busy(3);
      expect(await runner.misplaced()).toBe(0);
    });

    it('are found wrong also then, in a stream that stands too far and in one that stands too near', async () => {
      const seen = [
        { topic: 'inspection', tenant: 'bureau', stream: 'point-1', version: 3 },
        { topic: 'inspection', tenant: 'bureau', stream: 'point-2', version: 0 },
      ];
      await models.commit(runner.ref, { documents: [], counters: [], positions: [], seen });
      expect(await runner.misplaced()).toBe(2);
      feed.between = async () => {
        feed.between = () => undefined;
        await w.run('3', { do: 'open' });
        await others.deliver();
      };
      expect(await runner.misplaced()).toBe(2);
    });

    it('can’t be told where that never ends', async () => {
      busy(Infinity);
      await expect(runner.misplaced()).rejects.toThrow(ViewMoved);
    });
  });

  it('says in the log that it can’t go on, each time, and nothing of a stop', async () => {
    const said = jest.spyOn(Log.prototype, 'error').mockImplementation(() => undefined);
    models.before = () => {
      throw new StorageUnavailable('io');
    };
    for (const _ of [1, 2]) await expect(feed.deliver()).rejects.toThrow(StorageUnavailable);
    expect(said.mock.calls.map(([, details]) => details)).toEqual([
      expect.objectContaining({ consumer: 'inspection.workflow.thanks', error: expect.stringContaining(': io') }),
      expect.objectContaining({ consumer: 'inspection.workflow.thanks' }),
    ]);
    models.before = () => {
      throw new StorageUnavailable('closed');
    };
    await expect(feed.deliver()).rejects.toThrow(StorageUnavailable);
    expect(said).toHaveBeenCalledTimes(2);
    said.mockRestore();
  });

  it('parks what it can’t know, also where it has no step for it', async () => {
    w.store.log[1] = bad(w.store.log[1]!, { type: 'point.painted' });
    await feed.deliver();
    expect(await runner.parked()).toMatchObject([{ version: 2, reason: expect.stringContaining('point.painted') }]);
  });

  it('waits at its stop for the step in work', async () => {
    let ended = false;
    models.before = async () => {
      await new Promise((done) => setTimeout(done, 10));
      ended = true;
    };
    const working = feed.deliver();
    await new Promise((done) => setTimeout(done, 1));
    await runner.stop();
    expect(ended).toBe(true);
    await working;
  });
});
