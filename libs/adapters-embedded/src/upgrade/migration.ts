import type { DatabaseSync } from 'node:sqlite';
import type { FileKind } from '../sqlite';

/** One step from a format to the next. */
export type Migration = Readonly<{
  from: number;
  to: number;
  /** Changes a copy of a file, inside a transaction. Files of kinds it does not care about stay as they are. */
  transform(db: DatabaseSync, kind: FileKind): void;
}>;
