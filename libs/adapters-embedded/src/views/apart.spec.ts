import type { DocumentChange, ServicePorts } from '@chuangwen/ports';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { openEmbedded, type EmbeddedStorage } from '../index';
import { someCommand } from '../testing/commands';
import { emptyFolder } from '../testing/folders';

const versions = { view: 'versions', generation: 1 };

describe('A thread that keeps the views', () => {
  const folder = emptyFolder();
  let storage: EmbeddedStorage;
  let ports: ServicePorts;
  let lines: MessagePort[];
  let said: Record<string, unknown>[];

  const append = async (lane: number, version: number) => {
    await ports.events.append({ tenant: 'red', stream: `lane-${lane}` }, someCommand(lane, version));
  };
  const until = async (what: () => boolean | Promise<boolean>) => {
    for (const late = Date.now() + 20_000; !(await what());) {
      if (Date.now() > late) throw new Error(`never came: ${JSON.stringify(said)}`);
      await new Promise((wait) => setTimeout(wait, 5));
    }
  };
  const versionOf = async (lane: number) => {
    const [found] = await ports.views.load(versions, [{ tenant: 'red', id: `lane-${lane}` }]);
    return (found as { version: number } | null)?.version ?? 0;
  };

  beforeAll(async () => {
    storage = await openEmbedded(folder.path, { viewsProgram: join(__dirname, '../testing/views-program.ts') });
    ports = storage.ports('task');
    [lines, said] = [[], []];
    ports.viewsThread!.connect((line) => {
      lines.push(line);
      line.on('message', (message) => said.push(message as Record<string, unknown>));
    });
  });
  afterAll(async () => {
    await storage.close();
    folder.remove();
  });

  it('hears of what is appended here, and what it writes is read here', async () => {
    await append(1, 0);
    await until(async () => (await versionOf(1)) === 1);
    // Told at once, and not found by the look at every topic now and then (500 ms): ten in succession.
    const began = performance.now();
    for (let version = 1; version <= 10; version += 1) {
      await append(1, version);
      await until(async () => (await versionOf(1)) === version + 1);
    }
    expect(performance.now() - began).toBeLessThan(2500);
  });

  it('writes for this side too, in the same file', async () => {
    const flow = { view: 'workflow:open', generation: 1 };
    const seen = [{ topic: 'task', tenant: 'red', stream: 'lane-1', version: 4 }];
    await ports.views.commit(flow, { documents: [], counters: [], seen, positions: [] });
    expect(await ports.views.seen(flow, seen)).toEqual([4]);
  });

  it('throws what the store throws', async () => {
    lines[0]!.postMessage('impossible');
    await until(() => said.some(({ failed }) => String(failed).includes('no whole number')));
  });

  it('reads keys, and is told when one is destroyed', async () => {
    await ports.keys.obtain('red', 'person:1');
    lines[0]!.postMessage('keys');
    await until(() => said.some(({ destroyed, found }) => destroyed === 0 && found === true));
    await ports.keys.destroy('red', 'person:1');
    lines[0]!.postMessage('keys');
    await until(() => said.some(({ destroyed, found }) => destroyed === 1 && found === false));
  });

  it('removes what is dropped step by step, and others’ commits come between', async () => {
    const large = { view: 'large', generation: 7 };
    for (let part = 0; part < 10; part += 1) {
      const documents = Array.from({ length: 10_000 }, (_, n): DocumentChange => {
        return { tenant: 'red', id: `${part}-${n}`, body: { n }, index: {} };
      });
      await ports.views.commit(large, { documents, counters: [], seen: [], positions: [] });
    }
    lines[0]!.postMessage('drop');
    await until(() => said.some(({ dropped }) => dropped));
    const began = performance.now();
    await ports.views.commit(
      { view: 'small', generation: 1 },
      { documents: [], counters: [], seen: [], positions: [] },
    );
    const waited = performance.now() - began;
    const db = new DatabaseSync(join(folder.path, 'task', 'views.db'), { readOnly: true });
    const left = () => (db.prepare('SELECT count(*) AS n FROM dead').get() as { n: number }).n;
    expect([left(), waited < 500]).toEqual([1, true]); // it came while there was still much to remove
    await until(() => left() === 0);
    db.close();
  });

  it('is started anew when it died, with a new line, and goes on', async () => {
    lines[0]!.postMessage('die');
    await until(() => lines.length === 2);
    await append(2, 0);
    await until(async () => (await versionOf(2)) === 1);
    expect(await versionOf(1)).toBe(11);
  });

  it('is not started any more once the storage is closed', async () => {
    const other = emptyFolder();
    const closing = await openEmbedded(other.path, { viewsProgram: join(__dirname, '../testing/views-program.ts') });
    const own: MessagePort[] = [];
    closing.ports('task').viewsThread!.connect((line) => own.push(line));
    await new Promise<void>((ended) => {
      own[0]!.on('close', () => ended());
      own[0]!.postMessage('die');
    });
    await closing.close();
    await new Promise((wait) => setTimeout(wait, 1500)); // the pause after a death is one second
    expect(own).toHaveLength(1);
    other.remove();
  });

  it('ends with the storage, whose files are whole', async () => {
    await append(2, 1);
    await until(async () => (await versionOf(2)) === 2);
    await storage.close();
    storage = await openEmbedded(folder.path);
    ports = storage.ports('task');
    expect(await versionOf(2)).toBe(2);
    expect(await storage.integrity()).toEqual([]);
  });
});
