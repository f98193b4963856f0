import { z } from 'zod';

/** A calendar day in Asia/Shanghai, YYYY-MM-DD. */
export const day = z.iso.date();
export const id = z.string().min(1).max(64);
