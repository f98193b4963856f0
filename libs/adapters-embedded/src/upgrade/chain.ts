import type { Migration } from './migration';
import { rowChecks } from './row-checks';

/** Without a gap, oldest first. */
const MIGRATIONS: readonly Migration[] = [rowChecks];

/** What brings a folder of this format to today's. */
export const chainFrom = (format: number): readonly Migration[] => MIGRATIONS.filter(({ from }) => from >= format);
