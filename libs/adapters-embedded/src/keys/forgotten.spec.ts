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

  const made: Buffer[] = [];
  for (let at = 0; at < 200; at += 1) made.push(Buffer.from((await keys.obtain('red', `person:${at}`))!));
  for (const key of made) expect(found(key)).not.toEqual([]);
  for (let at = 0; at < 200; at += 3) await keys.destroy('red', `person:${at}`);
  for (const [at, key] of made.entries()) expect([at, found(key).length > 0]).toEqual([at, at % 3 !== 0]);
  await storage.close();
  folder.remove();
});
