import { z } from 'zod';
import { isRealDate } from './plan/dates';

/** What a body may hold, and how much of it. */
export const line = z.string().trim().min(1).max(500);
export const paragraphs = z.string().trim().min(1).max(50_000);
export const reason = z.string().trim().min(1).max(1000);
const DATE_WORDS = {
  zh: '应为日历上有的日期，例如 2026-04-28、2026-04；不知年份写 --04-28、--04',
  en: 'must be a date of the calendar, such as 2026-04-28 or 2026-04; without a year --04-28 or --04',
};
export const dateField = z.string().refine(isRealDate, { params: DATE_WORDS }).meta({
  description: '2026-04-28、2026-04；不知年份：--04-28、--04',
  pattern: '^(\\d{4}-\\d{2}(-\\d{2})?|--\\d{2}(-\\d{2})?)$',
});
/** As the plan page tells it: what was sent since the reviewer looked is not judged unseen. Absent: not said. */
export const submissionField = z.number().int().min(0).max(1_000_000).optional();
export const idField = z.string().min(1).max(64);
export const idParam = idField;

/** An item as a person fills it in. */
export const itemFields = {
  number: z.string().trim().max(40).nullable(),
  title: line,
  text: paragraphs.nullable(),
  phaseId: idField.nullable(),
  deadline: dateField.nullable(),
  evidenceWanted: z.string().trim().min(1).max(2000).nullable(),
  responsible: line.nullable(),
  /** Organisations that work with the one responsible, by name. */
  joint: z.array(line).max(100),
};
