import { hashOf, NO_HASH } from '@chuangwen/contracts';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { openEmbedded, readBackup, restoreBackup, type BackupStep, type EmbeddedStorage } from '../index';
import { someCommand } from '../testing/commands';
import { emptyFolder } from '../testing/folders';
import * as partials from './partial';
import { runChild } from '../testing/run-child';
import { fillSample, readSample } from '../testing/sample';

jest.mock('./partial', () => {
  const actual = jest.requireActual<typeof partials>('./partial');
  return { ...actual, nameIt: jest.fn(actual.nameIt) };
});

describe('a backup', () => {
  let home: ReturnType<typeof emptyFolder>;
  let storage: EmbeddedStorage;
  const place = (...parts: string[]) => join(home.path, ...parts);
  beforeEach(async () => {
    home = emptyFolder();
    storage = await openEmbedded(place('data'));
  });
  afterEach(async () => {
    await storage.close();
    home.remove();
  });

  async function restored<T>(folder: string, look: (storage: EmbeddedStorage) => Promise<T>): Promise<T> {
    const other = await openEmbedded(folder);
    try {
      const damage = [];
      for (const service of ['task', 'campaign']) other.ports(service);
      for await (const one of other.damage()) damage.push(one);
      expect(damage).toEqual([]);
      return await look(other);
    } finally {
      await other.close();
    }
  }

  it('holds everything, says what, and restores to the same elsewhere', async () => {
    await fillSample(storage);
    const before = await readSample(storage);
    const steps: BackupStep[] = [];
    const backup = await storage.backup(place('backup'), (step) => steps.push(step));
    expect(backup.services['task']).toMatchObject({ events: 30, streams: 6, receipts: 30 });
    expect(backup.keys).toEqual({ standing: 2, destroyed: 1 });
    expect(readBackup(place('backup'))).toEqual(backup);
    expect(new Set(backup.files.map(({ name }) => name))).toEqual(
      new Set(globSync('{keys.db,*/*.db,seals/*,blobs/*/*/*/*}', { cwd: place('backup') })),
    );
    expect(steps).toContainEqual(expect.objectContaining({ step: 'blobs', done: 1, of: 1 }));
    expect(globSync('**/*-{wal,shm}', { cwd: place('backup') })).toEqual([]);

    const { erased, asked } = await restoreBackup({ backup: place('backup'), folder: place('other') });
    expect({ erased, asked }).toEqual({ erased: 0, asked: [place('data')] });
    expect(await restored(place('other'), readSample)).toEqual(before);
  });

  it('is taken while commands run: every acknowledged one of before is in it, none half, and the write locks are held for a moment only', async () => {
    const { events } = storage.ports('task');
    const { views } = storage.ports('reporting');
    const acknowledged = new Map<number, number>();
    let going = true;
    const lane = async (n: number) => {
      const ref = { tenant: 'red', stream: `lane-${n}` };
      for (let version = 0; going; version += 1) {
        await events.append(ref, someCommand(n, version));
        acknowledged.set(n, version + 1);
      }
    };
    const view = { view: 'counts', generation: 1 };
    const watch = async () => {
      while (going) {
        const next = (await storage.ports('task').feed.ends(['task']))[0]!.next;
        const positions = [{ topic: 'task', partition: 0, next }];
        await views.commit(view, { documents: [], counters: [], positions, seen: [] });
      }
    };
    const work = Promise.all([...[0, 1, 2, 3, 4, 5, 6, 7].map(lane), watch()]);
    const backups = [];
    while (acknowledged.size < 8) await new Promise((resolve) => setTimeout(resolve, 10));
    for (let round = 0; round < 3; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const before = new Map(acknowledged);
      const steps: BackupStep[] = [];
      const backup = await storage.backup(place(`backup-${round}`), (step) => steps.push(step));
      const held = steps.find((step) => step.step === 'held')!;
      backups.push({ round, before, backup, held: 'ms' in held ? held.ms : Infinity });
    }
    going = false;
    await work;
    expect(Math.min(...backups.map(({ held }) => held))).toBeLessThan(50);
    for (const { round, before, backup } of backups) {
      await restoreBackup({ backup: place(`backup-${round}`), folder: place(`other-${round}`) });
      await restored(place(`other-${round}`), async (other) => {
        const copy = other.ports('task').events;
        let total = 0;
        for (const n of [0, 1, 2, 3, 4, 5, 6, 7]) {
          const version = before.get(n) ?? 0;
          const slice = await copy.read({ tenant: 'red', stream: `lane-${n}` });
          expect(slice.version).toBeGreaterThanOrEqual(version);
          let previous = NO_HASH;
          for (const [i, event] of slice.events.entries()) {
            expect([event.version, Buffer.from(event.hash).equals(hashOf(event))]).toEqual([i + 1, true]);
            expect(Buffer.from(event.previousHash).equals(previous)).toBe(true);
            const { commandId } = event;
            expect(await copy.receipt('red', 'p-1', commandId)).not.toBeNull();
            previous = event.hash;
          }
          total += slice.version;
        }
        expect(total).toBe(backup.services['task']!.events);
        const [position] = await other.ports('reporting').views.positions(view);
        expect(position?.next ?? 0).toBeLessThanOrEqual(total);
      });
    }
  }, 120_000);

  it('never takes the place of something, and leaves nothing when it fails', async () => {
    mkdirSync(place('backup'));
    await expect(storage.backup(place('backup'))).rejects.toMatchObject({ code: 'backup.target-taken' });
    writeFileSync(place('file'), 'x');
    await expect(storage.backup(place('file', 'backup'))).rejects.toThrow();
    expect(globSync('*', { cwd: home.path }).sort()).toEqual(['backup', 'data', 'file']);
  });

  it('removes nothing that it did not make, whatever its name', async () => {
    mkdirSync(place('one.partial'));
    writeFileSync(place('one.partial', 'keepme'), 'v');
    await storage.backup(place('one'));
    await (await openEmbedded(place('two.partial'))).close();
    const other = await openEmbedded(place('two.partial'));
    await other.backup(place('two'));
    await other.close();
    expect(readFileSync(place('one.partial', 'keepme'), 'utf8')).toBe('v');
    expect(existsSync(place('two.partial', 'format.json'))).toBe(true);
    expect(globSync('*', { cwd: home.path }).sort()).toEqual(['data', 'one', 'one.partial', 'two', 'two.partial']);
    expect(globSync('*', { cwd: place('two') }).sort()).toEqual(['backup.json', 'keys.db', 'seals']);
  });

  it('of another installation to the same target at once: one has the name, the other is refused and harms nothing', async () => {
    const other = await openEmbedded(place('other'));
    const both = [storage, other];
    try {
      // Both were begun before one was done, and each has looked for the name before the other had it.
      const ended = await Promise.allSettled(both.map((each) => each.backup(place('backup'))));
      const at = ended.findIndex(({ status }) => status === 'fulfilled');
      expect(ended[1 - at]).toMatchObject({ status: 'rejected', reason: { code: 'backup.target-taken' } });
      expect(readBackup(place('backup'))?.installation).toBe(both[at]?.standing().installation);
      expect(globSync('*', { cwd: home.path }).sort()).toEqual(['backup', 'data', 'other']);
    } finally {
      await other.close();
    }
    await restoreBackup({ backup: place('backup'), folder: place('restored') });
  });

  it('whose name is taken at the very end is refused, and what took it stays', async () => {
    jest.mocked(partials.nameIt).mockImplementationOnce((...named) => {
      mkdirSync(place('backup'));
      writeFileSync(place('backup', 'theirs'), 'x');
      partials.nameIt(...named);
    });
    await expect(storage.backup(place('backup'))).rejects.toMatchObject({ code: 'backup.target-taken' });
    expect(globSync('**', { cwd: place('backup') }).filter((name) => name !== '.')).toEqual(['theirs']);
    expect(globSync('*', { cwd: home.path }).sort()).toEqual(['backup', 'data']);
  });

  it('whose disk goes meanwhile is named until it is back', async () => {
    const away = () => {
      if (existsSync(place('away'))) return;
      renameSync(place('disk'), place('away'));
      mkdirSync(place('disk')); // its mount point stays
    };
    await expect(storage.backup(place('disk', 'one'), away)).rejects.toThrow();
    const reopened = async () => {
      await storage.close();
      storage = await openEmbedded(place('data'));
      return storage.standing().brokenOff;
    };
    const partial = place('disk', ...halves(place('away')));
    expect(await reopened()).toEqual({ removed: [], left: [partial] });
    rmdirSync(place('disk'));
    renameSync(place('away'), place('disk'));
    expect(await reopened()).toEqual({ removed: [partial], left: [] });
  });

  const halves = (folder: string) => globSync('one.partial-*', { cwd: folder });

  describe('that is killed', () => {
    const killed = async (target: string) => {
      await storage.close();
      const env = { CHUANGWEN_KILL_AT: 'backup-copied' };
      expect(await runChild([place('data'), 'backup', target], { env }).ended).toBe('SIGKILL');
      const [partial] = halves(join(target, '..'));
      return join(target, '..', partial!);
    };
    const reopened = async () => {
      await storage.close();
      storage = await openEmbedded(place('data'));
      return storage.standing().brokenOff;
    };

    it('leaves half a folder, which the next start removes and names, and nothing else beside it', async () => {
      mkdirSync(place('backups', 'theirs.partial'), { recursive: true });
      const partial = await killed(place('backups', 'one'));
      expect(globSync('*', { cwd: place('backups') }).sort()).toEqual([basename(partial), 'theirs.partial']);
      expect(await reopened()).toEqual({ removed: [partial], left: [] });
      expect(globSync('*', { cwd: place('backups') })).toEqual(['theirs.partial']);
      expect(await reopened()).toEqual({ removed: [], left: [] });
      await storage.backup(place('backups', 'two'));
      expect(existsSync(place('data', 'backups-under-way.json'))).toBe(false);
    });

    it('on a disk that is away now is named until it is back', async () => {
      mkdirSync(place('disk'));
      const partial = await killed(place('disk', 'one'));
      renameSync(place('disk'), place('away'));
      for (const _ of [1, 2]) expect(await reopened()).toEqual({ removed: [], left: [partial] });
      mkdirSync(place('disk')); // as its mount point
      for (const _ of [1, 2]) expect(await reopened()).toEqual({ removed: [], left: [partial] });
      rmdirSync(place('disk'));
      renameSync(place('away'), place('disk'));
      expect(await reopened()).toEqual({ removed: [partial], left: [] });
      expect(globSync('*', { cwd: place('disk') })).toEqual([]);
    });

    it('and removed by hand is not named any more', async () => {
      const partial = await killed(place('disk', 'one'));
      rmSync(partial, { recursive: true });
      expect(await reopened()).toEqual({ removed: [], left: [] });
      expect(existsSync(place('data', 'backups-under-way.json'))).toBe(false);
    });

    it.each(['installation', 'id'])('is not taken for another whose mark has another %s', async (part) => {
      const partial = await killed(place('disk', 'one'));
      const file = join(partial, 'backup-under-way.json');
      const mark = JSON.parse(readFileSync(file, 'utf8')) as object;
      writeFileSync(file, JSON.stringify({ ...mark, [part]: 'another' }));
      expect(await reopened()).toEqual({ removed: [], left: [partial] });
      expect(existsSync(join(partial, 'backup.json'))).toBe(true);
      rmSync(file);
      expect(await reopened()).toEqual({ removed: [], left: [partial] });
    });
  });

  it('that is being made is not removed by a copy of the data folder, whose note names it too', async () => {
    let copy: ReturnType<typeof openEmbedded> | null = null;
    const backup = await storage.backup(place('one'), () => {
      if (copy) return;
      cpSync(place('data', 'format.json'), place('copy', 'format.json'));
      cpSync(place('data', 'backups-under-way.json'), place('copy', 'backups-under-way.json'));
      const described = JSON.parse(readFileSync(place('copy', 'format.json'), 'utf8')) as object;
      writeFileSync(place('copy', 'format.json'), JSON.stringify({ ...described, files: [] }));
      copy = openEmbedded(place('copy'));
    });
    const { installation, brokenOff } = (await copy!).standing();
    await (await copy!).close();
    expect([installation, brokenOff.removed, brokenOff.left.length]).toEqual([backup.installation, [], 1]);
    await restoreBackup({ backup: place('one'), folder: place('restored') });
  });

  it('is not made within the data folder, not by a link either', async () => {
    symlinkSync(place('data'), place('link'));
    for (const target of [place('data'), place('data', 'backup'), place('link', 'a', 'backup')])
      await expect(storage.backup(target)).rejects.toMatchObject({ code: 'backup.target-inside' });
    expect(existsSync(place('data', 'a'))).toBe(false);
    await storage.backup(place('data-backup'));
  });

  it('writes nowhere but into its folder, whatever its description names', async () => {
    await storage.backup(place('backup'));
    writeFileSync(place('evil'), 'evil');
    const written = JSON.parse(readFileSync(place('backup', 'backup.json'), 'utf8')) as { files: object[] };
    const sha256 = createHash('sha256').update('evil').digest('hex');
    for (const name of ['../evil', place('evil'), 'blobs/../../evil', 'blobs\\..\\evil']) {
      const files = [...written.files, { name, size: 4, sha256 }];
      writeFileSync(place('backup', 'backup.json'), JSON.stringify({ ...written, files }));
      const folder = place('there', 'other');
      await expect(restoreBackup({ backup: place('backup'), folder })).rejects.toMatchObject({
        code: 'restore.damaged',
      });
      expect(globSync('**/evil', { cwd: place('there') })).toEqual([]);
    }
  });

  it('names a file whose bytes had changed, and is refused where one changed afterwards', async () => {
    await fillSample(storage);
    const [blob = ''] = globSync('blobs/task/*/*/*', { cwd: place('data') });
    writeFileSync(place('data', blob), 'changed');
    expect((await storage.backup(place('one'))).damaged).toEqual([blob]);
    const bytes = readFileSync(place('one', 'task/events.db'));
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(place('one', 'task/events.db'), bytes);
    await expect(restoreBackup({ backup: place('one'), folder: place('other') })).rejects.toMatchObject({
      code: 'restore.damaged',
      params: { file: 'task/events.db' },
    });
    expect(globSync('*', { cwd: place('other') })).toEqual([]);
  });

  it('is not restored into itself', async () => {
    await storage.backup(place('backup'));
    symlinkSync(place('backup'), place('link'));
    for (const folder of [place('backup'), place('backup', 'sub'), place('link', 'a', 'b')])
      await expect(restoreBackup({ backup: place('backup'), folder })).rejects.toMatchObject({
        code: 'restore.inside',
      });
    expect(globSync('{sub,a}', { cwd: place('backup') })).toEqual([]);
  });

  it('is restored into an empty folder only, and one that was broken off is no backup', async () => {
    await storage.backup(place('backup'));
    await expect(restoreBackup({ backup: place('backup'), folder: place('data') })).rejects.toMatchObject({
      code: 'restore.not-empty',
    });
    await expect(restoreBackup({ backup: place('data'), folder: place('x') })).rejects.toMatchObject({
      code: 'restore.no-backup',
    });
    writeFileSync(place('backup', 'backup.json'), '{"backup":1,"data":99,"files":[]}');
    await expect(restoreBackup({ backup: place('backup'), folder: place('x') })).rejects.toMatchObject({
      code: 'restore.newer',
    });
  });

  describe('of before a key was destroyed', () => {
    const subject = 'person:1';
    const keyIn = (folder: string) =>
      restored(folder, async (other) => ({
        key: await other.ports('task').keys.find('red', subject),
        documents: await other.ports('task').views.find({ view: 'board', generation: 1 }, 'red'),
      }));
    beforeEach(async () => {
      await fillSample(storage);
      storage.ports('campaign');
      await storage.backup(place('old'));
    });

    it('is restored without it, as the original tells, and its views are made anew', async () => {
      expect((await keyIn((await made('first')).folder)).key).toHaveLength(32);
      await storage.ports('task').keys.destroy('red', subject);
      const { folder, erased, asked } = await made('second');
      expect({ erased, asked }).toEqual({ erased: 1, asked: [place('data')] });
      expect(await keyIn(folder)).toEqual({ key: null, documents: [] });
    });

    it('or as a newer backup beside it tells, or one that is named, when the original is gone', async () => {
      await storage.ports('task').keys.destroy('red', subject);
      await storage.backup(place('new'));
      await storage.close();
      rmSync(place('data'), { recursive: true });
      const { folder, asked } = await made('third');
      expect(asked).toEqual([place('new')]);
      expect((await keyIn(folder)).key).toBeNull();
    });

    it('refuses to ask an installation of another', async () => {
      await (await openEmbedded(place('stranger'))).close();
      const order = { backup: place('old'), folder: place('x'), respecting: [place('stranger')] };
      await expect(restoreBackup(order)).rejects.toMatchObject({ code: 'restore.another' });
    });

    const made = async (name: string) => {
      const folder = place(name);
      return { folder, ...(await restoreBackup({ backup: place('old'), folder })) };
    };
  });

  it('ends sessions: who was signed out must not come back', async () => {
    const { secrets } = storage.ports('task');
    await secrets.create('$installation', 'session', 'a', {});
    await secrets.create('$installation', 'account', 'a', {});
    await storage.backup(place('backup'));
    await restoreBackup({ backup: place('backup'), folder: place('other') });
    const kinds = await restored(place('other'), async (other) =>
      Promise.all(['session', 'account'].map((kind) => other.ports('task').secrets.list('$installation', kind))),
    );
    expect(kinds.map((list) => list.length)).toEqual([0, 1]);
    expect(existsSync(place('other', 'format.json'))).toBe(true);
  });
});
