import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from '../index';
import { emptyFolder } from '../testing/folders';

it('the bytes of a destroyed key are in no file of the folder', async () => {
  const folder = emptyFolder();
  const storage = await openEmbedded(folder.path);
  const { keys } = storage.ports('task');
  const found = (bytes: Buffer) =>
    readdirSync(folder.path, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder.path, name))
      // lock.db is left alone: reading it would give up its lock.
      .filter((path) => statSync(path).isFile() && !path.endsWith('lock.db'))
      .filter((path) => readFileSync(path).includes(bytes));

  const key = Buffer.from((await keys.obtain('red', 'person:1'))!);
  for (let at = 2; at < 50; at += 1) await keys.obtain('red', `person:${at}`);
  const other = Buffer.from((await keys.obtain('red', 'person:2'))!);
  expect(found(key)).not.toEqual([]);
  await keys.destroy('red', 'person:1');
  expect(found(key)).toEqual([]);
  expect(found(other)).not.toEqual([]);
  await storage.close();
  folder.remove();
});
