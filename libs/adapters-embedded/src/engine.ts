import type { DatabaseSync } from 'node:sqlite';
import { refusal, type Refusal } from './sqlite';

/** Applies requests to one file inside a transaction that somebody else opens and commits. */
export type Engine<Request, Answer> = Readonly<{
  /** Checks before it writes: what it answers (also a refusal) leaves nothing behind but its effect. What it throws is rolled back. */
  apply(request: Request): Answer;
  /** The transaction was rolled back, or somebody else wrote: nothing remembered counts any more. */
  forget(): void;
  /** After a commit, outside of any transaction. */
  settled?(): void;
}>;

/** An answer, or why there is none, in words that cross a thread. */
export type Outcome<Answer> =
  { answer: Answer } | { failed: { refusal: Refusal | null; name: string; message: string } };

/** Where the tests may kill; see killPoint of @chuangwen/ports. */
export type Passages = Readonly<{ begin?: () => void; beforeCommit?: () => void; afterCommit?: () => void }>;

/**
 * Many requests, one transaction, one sync of the disk. No answer leaves before the commit. One request that throws
 * fails alone: the rest is done again one by one (rare, so the common case pays for no savepoints).
 */
export class GroupCommit<Request, Answer> {
  private readonly begin;
  private readonly commit;

  constructor(
    private readonly db: DatabaseSync,
    private readonly engine: Engine<Request, Answer>,
    private readonly passages: Passages = {},
  ) {
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.commit = db.prepare('COMMIT');
  }

  run(requests: readonly Request[]): Outcome<Answer>[] {
    try {
      return this.together(requests);
    } catch (error) {
      this.rollback();
      if (refusal(error) === 'full') this.giveBack();
      if (requests.length === 1 || refusal(error) !== null) return requests.map(() => failure(error));
      return requests.map((request) => this.run([request])[0]!);
    }
  }

  forget(): void {
    this.engine.forget();
  }

  private together(requests: readonly Request[]): Outcome<Answer>[] {
    this.passages.begin?.();
    this.begin.run();
    const answers = requests.map((request) => ({ answer: this.engine.apply(request) }));
    this.passages.beforeCommit?.();
    this.commit.run();
    this.passages.afterCommit?.();
    this.engine.settled?.();
    return answers;
  }

  /** The room that the WAL took, as far as the disk lets it be brought into the file: others of the same disk need it too. */
  private giveBack(): void {
    try {
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Not enough room even for that.
    }
  }

  private rollback(): void {
    this.engine.forget();
    try {
      this.db.exec('ROLLBACK');
    } catch {
      // SQLite rolls back by itself after some errors; then there is nothing to roll back.
    }
  }
}

export function failure(error: unknown): Outcome<never> {
  const { name = 'Error', message = String(error), cause } = error as Partial<Error>;
  return { failed: { refusal: refusal(error) ?? refusal(cause), name, message } };
}
