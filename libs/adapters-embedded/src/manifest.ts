import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { attempt } from './sqlite';
import { syncNames, writeWhole } from './write-whole';

/** The layout of a data folder that this program reads and writes. */
export const FORMAT = 1;

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

/**
 * `format.json`: the layout, and which files were made that nothing else can make again (events, private entries, keys;
 * not views and jobs, which come from the events). So a lost file is missed, and not made anew without what it held.
 */
export class Manifest {
  private readonly path: string;
  private readonly files: Set<string>;

  /** Throws DataFolderTooNew, or DataFolderDamaged naming what is missing. */
  constructor(private readonly folder: string) {
    this.path = join(folder, 'format.json');
    this.files = new Set(this.read());
    const lost = [...this.files].filter((file) => !standsIn(join(folder, file)));
    if (lost.length > 0) throw this.damaged(`lost: ${lost.join(', ')}. Restore the folder from a backup`);
  }

  /**
   * Remembers a file, given as from the folder (`task/events.db`). To be called once it is made and before anything is
   * kept in it: the other way about, a process killed in between would leave a file that was never there to be missed.
   */
  add(file: string): void {
    if (this.files.has(file)) return;
    attempt(this.folder, () => {
      syncNames(dirname(join(this.folder, file)));
      syncNames(this.folder);
      this.files.add(file);
      this.write();
    });
  }

  private write(): void {
    writeWhole(this.path, `${JSON.stringify({ format: FORMAT, files: [...this.files].sort() })}\n`);
  }

  /** A folder of before files were listed has none in its list; they are added as they are opened. */
  private read(): readonly string[] {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      const [known] = this.dataFiles();
      if (known !== undefined)
        throw this.damaged(`lost: format.json, though there is ${known}. Restore the folder from a backup`);
      attempt(this.folder, () => writeWhole(this.path, `${JSON.stringify({ format: FORMAT })}\n`));
      return [];
    }
    let described: { format?: unknown; files?: unknown };
    try {
      described = JSON.parse(text) as typeof described;
    } catch (error) {
      throw this.damaged('format.json is no JSON', { cause: error });
    }
    const { format, files = [] } = described;
    if (!Number.isInteger(format)) throw this.damaged('format.json names no format');
    if ((format as number) > FORMAT) throw new DataFolderTooNew(this.folder, format as number);
    if (!Array.isArray(files) || !files.every((file) => typeof file === 'string'))
      throw this.damaged('format.json lists no files');
    return files;
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

/** SQLite takes an empty file for a new one, so it is as good as none. */
const standsIn = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
