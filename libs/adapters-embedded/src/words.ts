import type { DatabaseSync } from 'node:sqlite';

/** Remembered at most, then forgotten all at once: a bound, not a cache policy; what recurs comes back. */
const REMEMBERED = 50_000;

/** Strings that recur, as numbers; the side that writes. */
export class Words {
  private readonly ids = new Map<string, number>();
  private readonly find;
  private readonly add;

  constructor(db: DatabaseSync) {
    this.find = db.prepare('SELECT id FROM words WHERE word = ?');
    this.add = db.prepare('INSERT INTO words (word) VALUES (?)');
  }

  id(word: string): number {
    const known = this.ids.get(word);
    if (known !== undefined) return known;
    const found = this.find.get(word) as { id: number } | undefined;
    const id = found?.id ?? Number(this.add.run(word).lastInsertRowid);
    if (this.ids.size >= REMEMBERED) this.ids.clear();
    this.ids.set(word, id);
    return id;
  }

  /** After a rollback numbers may be given to other words. */
  forget(): void {
    this.ids.clear();
  }
}

/** The side that reads: a word, parsed once. */
export class ReadWords {
  private readonly values = new Map<number, unknown>();
  private readonly find;

  constructor(db: DatabaseSync) {
    this.find = db.prepare('SELECT word FROM words WHERE id = ?');
  }

  json<T>(id: number): T {
    const known = this.values.get(id);
    if (known !== undefined) return known as T;
    const { word } = this.find.get(id) as { word: string };
    const value = deepFreeze(JSON.parse(word)) as T;
    if (this.values.size >= REMEMBERED) this.values.clear();
    this.values.set(id, value);
    return value;
  }
}

/** One value is shared by many events. */
function deepFreeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
