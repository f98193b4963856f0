import { z } from 'zod';

export const idText = z.string().min(1).max(64);
export const reasonText = z.string().trim().min(1).max(1000);
/** As the page of the report tells it: what was sent since the reviewer looked is not judged unseen. Absent: not said. */
export const submissionField = z.number().int().min(1).max(1_000_000).optional();
