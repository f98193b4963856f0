import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { attempt, DataDamaged } from '../sqlite';
import { syncFile, syncNames, writeWhole } from '../write-whole';

/** Whose key was destroyed; ids only. */
export type Erased = Readonly<{ tenant: string; subject: string }>;

/** The keys that a file remembers as destroyed. */
export function erasedIn(keysFile: string): Erased[] {
  // Not as a reader: one that finds no WAL would leave an empty one behind.
  const db = new DatabaseSync(keysFile);
  try {
    return db.prepare('SELECT tenant, subject FROM keys WHERE key IS NULL').all() as Erased[];
  } finally {
    db.close();
  }
}

/** Whose list stands in a folder of seals; null where there is none. */
export function installationIn(seals: string): string | null {
  try {
    const [head = ''] = readFileSync(join(seals, 'erased.jsonl'), 'utf8').split('\n', 1);
    return (JSON.parse(head) as { installation?: string }).installation ?? null;
  } catch {
    return null;
  }
}

/**
 * Which keys were destroyed, kept beside the seals: whoever restores an older backup destroys them there again. A line is
 * on disk before its key goes, so a key that is gone is always listed; one that is listed is gone after the next start.
 */
export class ErasureList {
  private readonly path: string;

  constructor(
    private readonly folder: string,
    private readonly installation: string,
  ) {
    this.path = join(folder, 'erased.jsonl');
  }

  /**
   * A line that a power cut left half written is none. Null: the list is of another installation, or there is none. Throws
   * DataDamaged: of a changed line the wrong key would be destroyed.
   */
  read(): Erased[] | null {
    if (!existsSync(this.path)) return null;
    if (installationIn(this.folder) !== this.installation) return null;
    const [, ...lines] = readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => erasedOf(line, this.path));
  }

  add(erased: readonly Erased[]): void {
    if (erased.length === 0) return;
    attempt(this.path, () => {
      if (!existsSync(this.path)) this.begin();
      appendFileSync(this.path, erased.map(lineOf).join(''));
      syncFile(this.path);
    });
  }

  /** What a torn write left at the end is cut off, so that the next line stands alone. */
  mend(): void {
    if (!existsSync(this.path)) return attempt(this.path, () => this.begin());
    const text = readFileSync(this.path, 'utf8');
    if (!text.endsWith('\n')) writeWhole(this.path, text.slice(0, text.lastIndexOf('\n') + 1));
  }

  private begin(): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    writeWhole(this.path, `${JSON.stringify({ installation: this.installation })}\n`);
    syncNames(this.folder);
  }
}

const checkOf = ({ tenant, subject }: Erased) => crc32(`${tenant}\n${subject}`);

const lineOf = ({ tenant, subject }: Erased) =>
  `${JSON.stringify({ tenant, subject, crc: checkOf({ tenant, subject }) })}\n`;

function erasedOf(line: string, path: string): Erased {
  try {
    const { crc, ...erased } = JSON.parse(line) as Erased & { crc: number };
    if (crc === checkOf(erased)) return erased;
  } catch {
    // Said below.
  }
  throw new DataDamaged(path, undefined, 'a line of destroyed keys was changed');
}
