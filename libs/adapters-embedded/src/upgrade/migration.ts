import type { DatabaseSync } from 'node:sqlite';
import type { FileKind } from '../sqlite';
import { rowChecks } from './row-checks';

/** One step from a format to the next. */
export type Migration = Readonly<{
  from: number;
  to: number;
  /** Changes a copy of a file, inside a transaction. Files of kinds it does not care about stay as they are. */
  transform(db: DatabaseSync, kind: FileKind): void;
}>;

/** Without a gap, oldest first. */
export const MIGRATIONS: readonly Migration[] = [rowChecks];

export const chainFrom = (format: number): readonly Migration[] => MIGRATIONS.filter(({ from }) => from >= format);
