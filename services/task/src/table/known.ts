import type { TaskDocument } from '../projections/task-document';
import type { Choices } from './choices';
import type { Directory } from './directory';
import type { TableRow } from './read';

/** What the fates of rows are decided on. */
export type Known = Readonly<{
  campaignId: string;
  tasks: readonly TaskDocument[];
  directory: Directory;
  choices: Choices;
  /** The task as it was when the table went out; null: not known. */
  baseOf(taskId: string, version: number): TaskDocument | null;
}>;

export const rowKey = ({ sheet, row }: Pick<TableRow, 'sheet' | 'row'>): string => `${sheet}:${row}`;
