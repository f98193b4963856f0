import { z } from 'zod';
import { id } from '../day';

/** A day or month as far as it is known: YYYY-MM-DD, YYYY-MM, or --MM-DD, --MM where no year can be known. */
export const partialDate = z.string().regex(/^(\d{4}-\d{2}(-\d{2})?|--\d{2}(-\d{2})?)$/);

export const phase = z.object({
  phaseId: id,
  name: z.string(),
  start: partialDate.nullable(),
  end: partialDate.nullable(),
  text: z.string().nullable(),
});
export type Phase = z.infer<typeof phase>;

/** A measure of a plan, or a point within it (`above`). Ids are opaque: a real notice has two items “（三）”. */
export const item = z.object({
  itemId: id,
  above: id.nullable(),
  /** As it stands in the document, e.g. “（三）”. */
  number: z.string().nullable(),
  title: z.string(),
  text: z.string().nullable(),
  phaseId: id.nullable(),
  /** null: the source names none, and none is invented. */
  deadline: partialDate.nullable(),
  evidenceWanted: z.string().nullable(),
  /** Who works with the one responsible, in the source's words: organisations that nobody has matched yet. */
  joint: z.array(z.string()).optional(),
});
export type Item = z.infer<typeof item>;

/** Who is responsible in the source's words, by item: names that nobody has matched to a person yet. */
export const responsibleByItem = z.record(z.string(), z.string());

export const leadingGroup = z.object({
  leader: z.string().nullable(),
  executiveDeputies: z.array(z.string()),
  deputies: z.array(z.string()),
  members: z.array(z.string()),
  office: z.string().nullable(),
});
export type LeadingGroup = z.infer<typeof leadingGroup>;

/** What everybody below must know of a campaign. */
export const campaignBrief = z.object({
  campaignId: id,
  /** The organisation and tenant that lead it. */
  tenant: id,
  organisationId: id,
  title: z.string(),
  honour: z.string().nullable(),
  level: z.string().nullable(),
  /** e.g. “2020届”. */
  term: z.string().nullable(),
  docNumber: z.string().nullable(),
  guidingThought: z.string().nullable(),
  goals: z.string().nullable(),
  phases: z.array(phase),
  requirements: z.array(z.object({ number: z.string().nullable(), title: z.string(), text: z.string().nullable() })),
});
export type CampaignBrief = z.infer<typeof campaignBrief>;

/** Where a plan goes, or whom it concerns. */
export const party = z.object({ tenant: id, organisationId: id });
export type Party = z.infer<typeof party>;

/** What a plan holds of its own above its parent's revision (rule 12); untouched measures are implicit. */
export const overlay = z.object({
  added: z.array(item),
  changed: z.array(item),
  dropped: z.array(z.object({ itemId: id, reason: z.string() })),
});
export type Overlay = z.infer<typeof overlay>;

/** Stands for a text that was there and must be. */
const ERASED = '（已删除）';

const document = <O extends string>(of: O, erased: string | null) => ({ key: 'document', of, erased }) as const;

/**
 * Where an item's own words stand: a measure says who leads and whom to ring. What evidence is wanted stays wanted once its
 * words are erased, since a task without it can't be submitted.
 */
export const itemTexts = <O extends string>(path: string, of: O) => ({
  [`${path}.title`]: document(of, ERASED),
  [`${path}.text`]: document(of, null),
  [`${path}.evidenceWanted`]: document(of, ERASED),
  [`${path}.joint`]: { key: 'document', of, erased: [] } as const,
});

/** Names and days of phases stay open. */
export const phaseTexts = <O extends string>(path: string, of: O) => ({ [`${path}.text`]: document(of, null) });

/** Title, number, honour, level and term of the public document stay open. */
export const briefTexts = <O extends string>(of: O) => ({
  'brief.guidingThought': document(of, null),
  'brief.goals': document(of, null),
  'brief.requirements.*.title': document(of, ERASED),
  'brief.requirements.*.text': document(of, null),
  ...phaseTexts('brief.phases.*', of),
});

/** Why somebody dropped or returned something, in their words. */
export const reasonAt = <O extends string>(path: string, of: O) => ({ [path]: document(of, ERASED) });
