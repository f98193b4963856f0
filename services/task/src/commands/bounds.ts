import { z } from 'zod';

/** What people type, bounded before anything else looks at it. */
export const idText = z.string().min(1).max(64);
export const noteText = z.string().trim().max(2000);
export const reasonText = z.string().trim().min(1).max(500);
export const detailText = z.string().trim().max(4000);
export const nameText = z.string().trim().min(1).max(200);
export const docNumberText = z.string().trim().min(1).max(60);
