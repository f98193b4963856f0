import { noticeContent, type NoticeContent } from '@chuangwen/contracts';
import { fill, noticeWarnings } from '@chuangwen/documents';
import { z } from 'zod';
import type { Suggestion } from '../notice/suggestions';
import type { NoticeDocument } from '../projections/notices';

export const noticeRow = z
  .object({
    noticeId: z.string(),
    organisationId: z.string(),
    title: z.string().nullable(),
    docNumber: z.string().nullable(),
    issuer: z.string().nullable(),
    issuedOn: z.string().nullable(),
    fileName: z.string().nullable(),
    importedAt: z.string(),
    importedBy: z.string(),
    corrections: z.number().int(),
    warnings: z.number().int(),
    withdrawn: z.boolean(),
  })
  .meta({ id: 'NoticeRow' });

/** Each warning has its words (`zh`, `en`) besides its code; a field that a person set right says `corrected`. */
export const noticePage = z
  .object({
    noticeId: z.string(),
    organisationId: z.string(),
    fileName: z.string().nullable(),
    importedAt: z.string(),
    importedBy: z.string(),
    content: noticeContent.nullable(),
    corrections: z.array(
      z.object({
        path: z.string(),
        /** What stood there before. */
        from: z.string().nullable(),
        value: z.string().nullable(),
        by: z.string(),
        at: z.string(),
      }),
    ),
    /** Files that it came in; `place`: of its text within the source text. */
    files: z.array(
      z.object({
        name: z.string(),
        role: z.enum(['main', 'annex']),
        place: z.object({ start: z.number().int(), end: z.number().int() }).nullable(),
        annex: z.number().int().nullable(),
        size: z.number().int(),
      }),
    ),
    /** What was corrected so in other notices of the same issuer; to be applied by their id, never by themselves. */
    suggestions: z.array(
      z.object({
        suggestionId: z.string(),
        path: z.string(),
        from: z.string(),
        to: z.string().nullable(),
        times: z.number().int(),
        by: z.string(),
        at: z.string(),
      }),
    ),
    /** Why it does not count any more. */
    withdrawn: z.object({ reason: z.string(), by: z.string(), at: z.string() }).nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Notice' });

export function noticeRowOf({ content, ...notice }: NoticeDocument): z.infer<typeof noticeRow> {
  const { noticeId, organisationId, fileName, importedAt, importedBy, corrections } = notice;
  return {
    noticeId,
    organisationId,
    title: content?.title?.value ?? null,
    docNumber: content?.docNumber?.value ?? null,
    issuer: content?.issuer?.value ?? null,
    issuedOn: content?.issuedOn?.value ?? null,
    fileName,
    importedAt,
    importedBy,
    corrections: corrections.length,
    warnings: warningsIn(content),
    withdrawn: notice.withdrawn !== null,
  };
}

export function noticePageOf(
  { content, ...notice }: NoticeDocument,
  suggestions: readonly Suggestion[],
): z.infer<typeof noticePage> {
  const { noticeId, organisationId, fileName, importedAt, importedBy, corrections, version } = notice;
  return {
    noticeId,
    organisationId,
    fileName,
    importedAt,
    importedBy,
    content: inWords(content) as NoticeContent | null,
    corrections: [...corrections],
    files: notice.files.map(({ sealed: _kept, ...file }) => file),
    suggestions: [...suggestions],
    withdrawn: notice.withdrawn,
    version,
  };
}

type Warning = { code: string; params?: Record<string, string | number> };

/** The same tree with words beside the code of every warning in it. */
function inWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inWords);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === 'warnings' ? (part as Warning[]).map(worded) : inWords(part),
    ]),
  );
}

function worded(warning: Warning) {
  const words = Object.hasOwn(noticeWarnings, warning.code) ? noticeWarnings[warning.code] : undefined;
  const { zh = warning.code, en = warning.code } = words ?? {};
  return { ...warning, zh: fill(zh, warning.params), en: fill(en, warning.params) };
}

function warningsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, part) => sum + warningsIn(part), 0);
  return Object.entries(value).reduce(
    (sum, [name, part]) => sum + (name === 'warnings' ? (part as Warning[]).length : warningsIn(part)),
    0,
  );
}
