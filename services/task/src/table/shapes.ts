import { z } from 'zod';
import { SITUATIONS } from '../projections/task-document';
import { named } from '../queries/shapes';
import { field } from './columns';

const column = z.object({ title: z.string(), field: field.nullable() });

export const tableShape = z
  .object({
    campaignId: z.string(),
    asOf: z.string(),
    columns: z.array(column),
    /** `cells` in the order of the columns. */
    rows: z.array(z.object({ taskId: z.string(), cells: z.array(z.union([z.string(), z.number()])) })),
  })
  .meta({ id: 'TaskTable' });
export type TableShape = z.infer<typeof tableShape>;

const words = { 'zh-CN': z.string(), en: z.string() };
const FATES = ['unchanged', 'changed', 'new', 'unmatched', 'refused', 'skipped'] as const;

export const previewShape = z
  .object({
    /** To be sent with the import: what comes in is what was looked at. */
    fileHash: z.string(),
    columns: z.array(column),
    counts: z.record(z.enum(FATES), z.number().int()),
    rows: z.array(
      z.object({
        sheet: z.string(),
        row: z.number().int(),
        title: z.string(),
        taskId: z.string().nullable(),
        fate: z.enum(FATES),
        changes: z.array(z.object({ field: field.nullable(), title: z.string(), from: z.string(), to: z.string() })),
        /** Names nobody is called by, or several are: choose, or leave the field as it is. */
        unmatched: z.array(
          z.object({
            kind: z.enum(['unit', 'person']),
            name: z.string(),
            candidates: z.array(z.object({ id: z.string(), name: z.string() })),
          }),
        ),
        /** What the table says and is not taken. */
        notes: z.array(z.object({ code: z.string(), field: z.string(), text: z.string(), ...words })),
        refused: z.object({ code: z.string(), ...words }).nullable(),
      }),
    ),
  })
  .meta({ id: 'TaskTablePreview' });
export type PreviewShape = z.infer<typeof previewShape>;

export const importedShape = z
  .object({
    added: z.array(z.string()),
    changed: z.array(z.string()),
    unchanged: z.number().int(),
    refused: z.number().int(),
    skipped: z.number().int(),
    /** Rows that were not taken, with the code of the refusal; `table.names-open`: names are still to be matched. */
    left: z.array(z.object({ sheet: z.string(), row: z.number().int(), code: z.string(), ...words })),
  })
  .meta({ id: 'TaskTableImported' });
export type ImportedShape = z.infer<typeof importedShape>;

export const withoutPersonShape = z
  .object({
    asOf: z.string(),
    tasks: z.number().int(),
    withoutPerson: z.number().int(),
    units: z.array(
      z.object({
        unit: named,
        count: z.number().int(),
        tasks: z.array(
          z.object({
            taskId: z.string(),
            number: z.string().nullable(),
            title: z.string(),
            measure: z.string(),
            deadline: z.string().nullable(),
            situation: z.enum(SITUATIONS),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'TasksWithoutPerson' });
export type WithoutPersonShape = z.infer<typeof withoutPersonShape>;
