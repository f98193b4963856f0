import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { RuleViolation } from '@chuangwen/kernel';
import { readBackup } from '@chuangwen/runtime';

/** What a process that ended before there was any data may leave, and what the root of a disk has. */
const NOTHING =
  /^(lock\.(db(-journal|-wal|-shm)?|json)|format\.json\.new|control\.sock|demo\.json|lost\+found|\.DS_Store)$/;

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** An upgrade that was broken off may have its description still on the way. */
const isDescribed = (folder: string): boolean =>
  ['format.json', 'switch.json'].some((file) => existsSync(join(folder, file)));

/** Data whose description is lost is damaged, which the storage says best. */
const hasData = (folder: string): boolean =>
  isDescribed(folder) ||
  ['keys.db', ...namesIn(folder).map((name) => join(name, 'events.db'))].some((file) => existsSync(join(folder, file)));

/** Throws RuleViolation `folder.backup`. */
async function mustBeNoBackup(folder: string): Promise<void> {
  if (!isDescribed(folder) && (await readBackup(folder)))
    throw new RuleViolation('folder.backup', { folder: relative(process.cwd(), folder) || '.' });
}

/** Throws RuleViolation `folder.backup`, `operation.no-data`, `operation.only-demo`. */
export async function mustHoldData(folder: string): Promise<void> {
  if (isDescribed(folder)) return;
  await mustBeNoBackup(folder);
  const demo = join(dirname(folder), 'data-demo');
  const params = { folder };
  throw new RuleViolation(isDescribed(demo) ? 'operation.only-demo' : 'operation.no-data', params);
}

/** Whether a start makes new data there. Throws RuleViolation `folder.backup`, `folder.foreign`; ENOTDIR for a file. */
export async function isNew(folder: string): Promise<boolean> {
  await mustBeNoBackup(folder);
  if (hasData(folder)) return false;
  const foreign = namesIn(folder).find((name) => !NOTHING.test(name));
  if (foreign !== undefined) throw new RuleViolation('folder.foreign', { folder: basename(folder), file: foreign });
  return true;
}
