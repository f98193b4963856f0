import { hashOf } from '@chuangwen/contracts';
import { StorageUnavailable } from '@chuangwen/kernel';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { openEmbedded, type EmbeddedStorage } from './index';
import { someCommand } from './testing/commands';
import { emptyFolder } from './testing/folders';

describe('a group commit', () => {
  let folder: ReturnType<typeof emptyFolder>;
  let storage: EmbeddedStorage;
  beforeEach(async () => {
    folder = emptyFolder();
    storage = await openEmbedded(folder.path);
  });
  afterEach(async () => {
    await storage.close();
    folder.remove();
  });

  it.each([64, 256])('of %i, where SQLite itself throws at one, fails that one alone', async (inFlight) => {
    const { events } = storage.ports('task');
    // A fault that no check foresees, in the middle of the transaction.
    const other = new DatabaseSync(join(folder.path, 'task', 'events.db'));
    other.exec(
      `CREATE TRIGGER fault BEFORE INSERT ON events WHEN NEW.effective_on = '1999-01-01' BEGIN SELECT RAISE(ABORT, 'fault'); END`,
    );
    other.close();
    const bad = inFlight - 7;
    const run = (lane: number) => {
      const command = someCommand(lane, 0);
      const events_ =
        lane === bad ? [...command.events, { ...command.events[0]!, effectiveOn: '1999-01-01' }] : command.events;
      return events.append({ tenant: 'red', stream: `lane-${lane}` }, { ...command, events: events_ });
    };
    const outcomes = await Promise.allSettled(Array.from({ length: inFlight }, (_, lane) => run(lane)));
    const failed = outcomes.flatMap((outcome, lane) =>
      outcome.status === 'rejected' ? [[lane, String(outcome.reason)]] : [],
    );
    expect(failed).toEqual([[bad, expect.stringContaining('fault')]]);
    for (let lane = 0; lane < inFlight; lane += 1) {
      const { events: stored } = await events.read({ tenant: 'red', stream: `lane-${lane}` });
      expect(stored).toHaveLength(lane === bad ? 0 : 1);
      for (const event of stored) expect(Buffer.from(event.hash).equals(hashOf(event))).toBe(true);
    }
    const { receipt } = someCommand(bad, 0);
    expect(await events.receipt('red', 'p-1', receipt.commandId)).toBeNull();
    // The stream is writable, the positions have no gap.
    await events.append({ tenant: 'red', stream: `lane-${bad}` }, someCommand(bad, 0));
    expect((await storage.ports('task').feed.ends(['task']))[0]!.next).toBe(inFlight);
  });

  it('whose thread dies is answered StorageUnavailable, and the next one has a thread again', async () => {
    const { events } = storage.ports('task');
    const appendAll = (version: number) =>
      Promise.allSettled(
        [0, 1, 2].map((lane) => events.append({ tenant: 'red', stream: `lane-${lane}` }, someCommand(lane, version))),
      );
    await appendAll(0);
    const files = Reflect.get(storage, 'files') as object;
    const thread = Reflect.get(Reflect.get(files, 'commands') as object, 'worker') as Worker;
    const dying = appendAll(1);
    await new Promise(setImmediate); // sent
    await thread.terminate();
    for (const outcome of await dying) {
      // Those that were committed before it died may have been answered.
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(StorageUnavailable);
    }
    for (const outcome of await appendAll(1)) expect(outcome.status).toBe('fulfilled'); // or known: sent again
    for (const lane of [0, 1, 2])
      expect((await events.read({ tenant: 'red', stream: `lane-${lane}` })).version).toBe(2);
  });

  it('and commits on the main thread follow one another without either missing the other’s', async () => {
    const { events } = storage.ports('task');
    const version = async (lane: number) => (await events.read({ tenant: 'red', stream: `lane-${lane}` })).version;
    const append = async (lane: number) =>
      events.append({ tenant: 'red', stream: `lane-${lane}` }, someCommand(lane, await version(lane)));
    for (let round = 0; round < 20; round += 1) {
      await append(0); // alone
      await Promise.all([append(0), append(1), append(2)]);
    }
    expect([await version(0), await version(1), await version(2)]).toEqual([40, 20, 20]);
    let previous: Uint8Array | null = null;
    for (const event of (await events.read({ tenant: 'red', stream: 'lane-0' })).events) {
      if (previous) expect(Buffer.from(event.previousHash).equals(previous)).toBe(true);
      expect(Buffer.from(event.hash).equals(hashOf(event))).toBe(true);
      previous = event.hash;
    }
  });
});
