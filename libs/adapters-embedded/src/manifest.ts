import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installationIn } from './seals/erased';
import { attempt } from './sqlite';
import { syncNames, writeWhole } from './write-whole';

/** The layout of a data folder that this program reads and writes. 2: each row of receipts, snapshots and private entries has a check. */
export const FORMAT = 2;

/** The folder was written by an older program. */
export class DataFolderOld extends Error {
  override readonly name = 'DataFolderOld';
  constructor(
    folder: string,
    readonly format: number,
  ) {
    super(`The data folder ${folder} has format ${format}; this program writes ${FORMAT}. Run npx chuangwen upgrade`);
  }
}

/** The folder was written by a newer program. */
export class DataFolderTooNew extends Error {
  override readonly name = 'DataFolderTooNew';
  constructor(folder: string, format: number) {
    super(`The data folder ${folder} has format ${format}; this program knows ${FORMAT}. Use the newer program`);
  }
}

/** The folder's own description cannot be read, or a file is gone that cannot be made again. */
export class DataFolderDamaged extends Error {
  override readonly name = 'DataFolderDamaged';
  constructor(
    readonly folder: string,
    what: string,
    options?: ErrorOptions,
  ) {
    super(`The data folder ${folder} is damaged: ${what}`, options);
  }
}

/** What `format.json` says. `installation`: one id for life, carried into backups. `seals`: the folder where seals are kept. */
export type Description = Readonly<{
  format: number;
  installation: string;
  files: readonly string[];
  seals?: string;
}>;

/** null where there is none. Throws DataFolderDamaged, DataFolderTooNew. */
export function readDescription(folder: string): Description | null {
  let text: string;
  try {
    text = readFileSync(join(folder, 'format.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  let described: Record<keyof Description, unknown>;
  try {
    described = JSON.parse(text) as typeof described;
  } catch (error) {
    throw new DataFolderDamaged(folder, 'format.json is no JSON', { cause: error });
  }
  const { format, files = [], installation = '', seals } = described;
  if (!Number.isInteger(format)) throw new DataFolderDamaged(folder, 'format.json names no format');
  if ((format as number) > FORMAT) throw new DataFolderTooNew(folder, format as number);
  if (!Array.isArray(files) || !files.every((file) => typeof file === 'string'))
    throw new DataFolderDamaged(folder, 'format.json lists no files');
  const known = { format: format as number, installation: String(installation), files };
  return typeof seals === 'string' ? { ...known, seals } : known;
}

export const writeDescription = (folder: string, described: Description): void =>
  writeWhole(join(folder, 'format.json'), `${JSON.stringify(described)}\n`);

/**
 * `format.json`: the layout, and which files were made that nothing else can make again (events, private entries, keys;
 * not views and jobs, which come from the events). So a lost file is missed, and not made anew without what it held.
 */
export class Manifest {
  private described: Description;

  /** Throws DataFolderTooNew, DataFolderOld, or DataFolderDamaged naming what is missing. */
  constructor(private readonly folder: string) {
    this.described = this.read();
    if (this.described.format < FORMAT) throw new DataFolderOld(folder, this.described.format);
    const lost = this.described.files.filter((file) => !standsIn(join(folder, file)));
    if (lost.length > 0) throw this.damaged(`lost: ${lost.join(', ')}. Restore the folder from a backup`);
    if (this.described.installation === '') this.write({ installation: installationOf(folder) });
  }

  get installation(): string {
    return this.described.installation;
  }

  /** Where seals are kept: the folder that was named last. */
  get seals(): string {
    return this.described.seals ?? join(this.folder, 'seals');
  }

  sealIn(seals: string): void {
    if (seals !== this.seals) this.write({ seals });
  }

  /**
   * Remembers a file, given as from the folder (`task/events.db`). To be called once it is made and before anything is
   * kept in it: the other way about, a process killed in between would leave a file that was never there to be missed.
   */
  add(file: string): void {
    const { files } = this.described;
    if (files.includes(file)) return;
    attempt(this.folder, () => {
      syncNames(dirname(join(this.folder, file)));
      syncNames(this.folder);
    });
    this.write({ files: [...files, file].sort() });
  }

  private write(changed: Partial<Description>): void {
    this.described = { ...this.described, ...changed };
    attempt(this.folder, () => writeDescription(this.folder, this.described));
  }

  /** A folder of before files were listed has none in its list; they are added as they are opened. */
  private read(): Description {
    const described = readDescription(this.folder);
    if (described) return described;
    const [known] = this.dataFiles();
    if (known !== undefined)
      throw this.damaged(`lost: format.json, though there is ${known}. Restore the folder from a backup`);
    const fresh = { format: FORMAT, installation: randomUUID(), files: [] };
    attempt(this.folder, () => writeDescription(this.folder, fresh));
    return fresh;
  }

  private dataFiles(): string[] {
    const services = readdirSync(this.folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const files = ['keys.db', ...services.map(({ name }) => `${name}/events.db`)];
    return files.filter((file) => existsSync(join(this.folder, file)));
  }

  private damaged(what: string, options?: ErrorOptions): DataFolderDamaged {
    return new DataFolderDamaged(this.folder, what, options);
  }
}

/** A program of format 1 forgets the id when it writes the description; the list beside the seals still has it. */
export const installationOf = (folder: string): string => installationIn(join(folder, 'seals')) ?? randomUUID();

/** SQLite takes an empty file for a new one, so it is as good as none. */
const standsIn = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
