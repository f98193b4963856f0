import { day, partialDate } from '@chuangwen/contracts';
import { z } from 'zod';
import { isRealDate } from './plan/dates';

/** What a body may hold, and how much of it. */
export const line = z.string().trim().min(1).max(500);
export const paragraphs = z.string().trim().min(1).max(50_000);
export const reason = z.string().trim().min(1).max(1000);
const NO_DAY = { params: { zh: '日历上没有这一天', en: 'is no day of the calendar' } };
export const dateField = partialDate
  .refine(isRealDate, NO_DAY)
  .meta({ description: '2026-04-28、2026-04；不知年份：--04-28、--04' });
/** A whole day, as in a question that is asked of a day. */
export const dayField = day.refine(isRealDate, NO_DAY);
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
