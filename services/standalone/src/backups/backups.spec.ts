import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '@chuangwen/platform';
import { openFolder, type FolderStorage } from '@chuangwen/runtime';
import { Backups } from './backups';

class Hands extends Clock {
  at = new Date('2026-04-28T01:00:00.000Z');
  override now() {
    return this.at;
  }
}

/** Another process that is writing a backup there, as far as its lock says. */
function held(folder: string) {
  const program = `
    const db = new (require('node:sqlite').DatabaseSync)(process.argv[1]);
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; PRAGMA user_version = 1; COMMIT');
    console.log('held');
    setInterval(() => db, 1000);`;
  const child = spawn(process.execPath, ['-e', program, join(folder, 'lock.db')]);
  const holds = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  return { holds, end: () => child.kill() };
}

describe('Backups by the clock', () => {
  const home = mkdtempSync(join(tmpdir(), 'chuangwen-backups-'));
  const target = join(home, 'nightly');
  const hands = new Hands();
  let storage: FolderStorage;
  let backups: Backups;
  const names = () => (existsSync(target) ? readdirSync(target).sort() : []);
  beforeAll(async () => {
    storage = await openFolder({ folder: join(home, 'data') });
    storage.ports('task');
    backups = new Backups(join(home, 'data'), storage, hands);
  });
  afterAll(async () => {
    backups.stop();
    await storage.close();
    rmSync(home, { recursive: true });
  });

  /** As if the server was started on that day. */
  async function onDay(day: number): Promise<void> {
    hands.at = new Date(Date.UTC(2026, 3, day, 1));
    backups.start();
    await backups.idle();
    backups.stop();
  }

  it('are made when due, the newest are kept, and what is not theirs is left alone', async () => {
    backups.schedule({ target, every: 86_400_000, keep: 2 });
    mkdirSync(join(target, 'chuangwen-20200101T000000Z'), { recursive: true }); // no backup of ours
    const half = 'chuangwen-20200101T000001Z.partial';
    mkdirSync(join(target, half));
    const { installation } = storage.standing();
    const marked = (nth: number, whose: string) => {
      const name = `${half}-000000000000000${nth}`;
      mkdirSync(join(target, name));
      writeFileSync(
        join(target, name, 'backup-under-way.json'),
        JSON.stringify({ installation: whose, id: `000000000000000${nth}` }),
      );
      return name;
    };
    mkdirSync(join(target, `${half}-0000000000000000`));
    const [dead, theirs, written] = [marked(1, installation), marked(2, 'another'), marked(3, installation)];
    const writer = held(join(target, written));
    await writer.holds;
    for (const day of [1, 1, 2, 3, 4]) await onDay(day);
    writer.end();
    expect(names()).not.toContain(dead);
    expect(names()).toEqual([
      'chuangwen-20200101T000000Z',
      half,
      `${half}-0000000000000000`,
      theirs,
      written,
      'chuangwen-20260403T010000Z',
      'chuangwen-20260404T010000Z',
    ]);
    expect(backups.plan?.last).toEqual({ at: '2026-04-04T01:00:00.000Z', problem: null });
  });

  it('that fail say so, and are tried again', async () => {
    const silent = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    mkdirSync(join(target, 'chuangwen-20260405T010000Z')); // the name is taken
    await onDay(5);
    expect(backups.plan?.last?.problem).toMatch(/target-taken/);
    expect(silent).toHaveBeenCalled();
    silent.mockRestore();
    hands.at = new Date('2026-04-05T01:20:00.000Z');
    backups.start();
    await backups.idle();
    backups.stop();
    expect(backups.plan?.last).toEqual({ at: '2026-04-05T01:20:00.000Z', problem: null });
  });

  it('are one at a time, and none any more once that is asked', async () => {
    const one = backups.make(join(home, 'a'));
    await expect(backups.make(join(home, 'b'))).rejects.toThrow('backup.running');
    await one;
    backups.schedule(null);
    const before = names();
    await onDay(20);
    expect(names()).toEqual(before);
  });
});
