import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '@chuangwen/platform';
import { openFolder, type Storage } from '@chuangwen/runtime';
import { ImportsAtWork } from './at-work';

const folder = mkdtempSync(join(tmpdir(), 'at-work-'));
let storage: Storage;
let here: ImportsAtWork;
let there: ImportsAtWork;
beforeAll(async () => {
  storage = await openFolder({ folder });
  const { secrets } = storage.ports('identity');
  [here, there] = [new ImportsAtWork(secrets, new SystemClock()), new ImportsAtWork(secrets, new SystemClock())];
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

const of = (importId: string) => ({ tenant: 'office', importId });
const soon = async (so: () => Promise<boolean>) => {
  for (let tries = 0; !(await so()); tries += 1) {
    if (tries > 300) throw new Error('not so after 6 s');
    await new Promise((wake) => setTimeout(wake, 20));
  }
};

it('one process enters a book, and every one can tell how far that is', async () => {
  expect(await there.done(of('a'))).toBeNull();
  let done = 0;
  const turn = await here.begin(of('a'), () => done);
  expect((await there.begin(of('a'), () => 0)) === null).toBe(true);
  done = 7;
  await soon(async () => (await there.done(of('a'))) === 7);
  expect(await there.done({ ...of('a'), tenant: 'other' })).toBeNull();
  await turn!.end();
  expect([await there.done(of('a')), turn!.isLost]).toEqual([null, false]);
  const next = await there.begin(of('a'), () => 0);
  await next!.end();
});

it('what a process that is gone had begun, another goes on with, and that one gives up if it comes back', async () => {
  const yesterday = { now: () => new Date(Date.now() - 86_400_000) } as SystemClock;
  const gone = new ImportsAtWork(storage.ports('identity').secrets, yesterday);
  const first = await gone.begin(of('b'), () => 3);
  expect(await there.done(of('b'))).toBeNull();
  const second = await there.begin(of('b'), () => 4);
  expect(second === null).toBe(false);
  await soon(async () => first!.isLost);
  await first!.end();
  expect(await here.done(of('b'))).toBe(4);
  await second!.end();
});
