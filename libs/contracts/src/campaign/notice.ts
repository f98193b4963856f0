import { z } from 'zod';
import { id } from '../day';
import { eventContract, saidAgain, type EventOf } from '../event-contract';

/** Offsets (UTF-16 units) into the notice's plain text. */
const place = z.object({ start: z.number().int(), end: z.number().int() });
const warning = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/** A field with where it stands, whether the program concluded it (推定), and what is doubtful about it. */
export const understood = z.object({
  value: z.string(),
  place: place.nullable(),
  inferred: z.boolean(),
  warnings: z.array(warning),
});
export type UnderstoodField = z.infer<typeof understood>;
const maybe = understood.nullable();

export type ItemTree = {
  number: string | null;
  title: UnderstoodField;
  text: UnderstoodField | null;
  responsible: UnderstoodField | null;
  /** Who works with the one responsible. */
  joint?: UnderstoodField[] | undefined;
  deadline: UnderstoodField | null;
  phase: string | null;
  children: ItemTree[];
};
const itemTree: z.ZodType<ItemTree> = z
  .object({
    number: z.string().nullable(),
    title: understood,
    text: maybe,
    responsible: maybe,
    joint: z.array(understood).optional(),
    deadline: maybe,
    phase: z.string().nullable(),
    get children() {
      return z.array(itemTree);
    },
  })
  .meta({ id: 'NoticeItem' });

/** All that was understood of a notice; its text stands in a sealed file beside it. */
export const noticeContent = z.object({
  title: maybe,
  planTitle: maybe,
  docNumber: maybe,
  issuer: maybe,
  issuedOn: maybe,
  guidingThought: maybe,
  goals: maybe,
  cc: z.array(understood),
  addressees: z.array(understood),
  attachments: z.array(understood),
  leadingGroup: z
    .object({
      leader: maybe,
      executiveDeputies: z.array(understood),
      deputies: z.array(understood),
      members: z.array(understood),
      office: maybe,
    })
    .nullable(),
  phases: z.array(z.object({ name: understood, start: maybe, end: maybe, text: maybe })),
  measures: z.array(itemTree),
  requirements: z.array(itemTree),
  tasks: z.array(
    z.object({
      number: z.string().nullable(),
      text: understood,
      responsible: maybe,
      joint: z.array(understood).optional(),
      deadline: maybe,
      rawDeadline: z.string().nullable(),
      phase: z.string().nullable(),
    }),
  ),
  warnings: z.array(warning),
});
export type NoticeContent = z.infer<typeof noticeContent>;

/**
 * A file that the notice came in, as it came: its bytes are sealed with the notice's key, as a file of the tenant. `place`: where
 * its text stands in the source text; `annex`: the entry of `content.attachments`, counted from 0, that it was matched to.
 */
const noticeFile = z.object({
  name: z.string(),
  role: z.enum(['main', 'annex']),
  place: place.nullable(),
  annex: z.number().int().nullable(),
  sealed: z.object({ sha256: z.string(), size: z.number().int() }),
  /** Bytes as it came. */
  size: z.number().int(),
});
export type NoticeFile = z.infer<typeof noticeFile>;

/** Stream `notice-ID`. `content` names people whom nobody has matched yet, so it is sealed with the notice's key. */
export const noticeImported = eventContract({
  type: 'notice.imported',
  version: 1,
  schema: z.object({
    noticeId: id,
    organisationId: id,
    fileName: z.string().nullable(),
    /** The plain text (UTF-8), sealed with the notice's key, as a file of the tenant. */
    source: z.object({ sha256: z.string(), size: z.number().int() }),
    content: noticeContent.nullable(),
    /** Absent: it was pasted, or imported before files were kept. */
    files: z.array(noticeFile).optional(),
    again: saidAgain,
  }),
  personal: {
    'files.*.name': { key: 'document', of: 'noticeId', erased: '（已删除）' },
    content: { key: 'document', of: 'noticeId', erased: null },
    fileName: { key: 'document', of: 'noticeId', erased: null },
  },
});
export type NoticeImported = EventOf<typeof noticeImported>;

/** A person corrected one field; `path` as in `phases.0.start`, `value` null: it is not in the notice. */
export const noticeCorrected = eventContract({
  type: 'notice.corrected',
  version: 1,
  schema: z.object({ noticeId: id, path: z.string(), value: z.string().nullable() }),
  personal: { value: { key: 'document', of: 'noticeId', erased: null } },
});
export type NoticeCorrected = EventOf<typeof noticeCorrected>;
