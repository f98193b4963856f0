import { day, id, post } from '@chuangwen/contracts';
import { nameField } from '@chuangwen/platform';
import { z } from 'zod';

/** Parts of command bodies, each with a bound. */
export const organisationName = nameField(200);
export const personName = nameField(60);
/** As typed with any keyboard: full-width digits become plain ones. */
export const telephone = z
  .string()
  .normalize('NFKC')
  .trim()
  .regex(/^[0-9+() -]{3,24}$/);
export const reason = z.string().trim().min(1).max(1000);

/** Letters and digits of any script; capitals and small letters are the same. */
export const login = z
  .string()
  .trim()
  .min(2)
  .max(64)
  .regex(/^[\p{L}\p{N}._@-]+$/u);
export const newPassword = z.string().min(8).max(128);
export const newAccount = z.strictObject({ login, password: newPassword });

/** Without `validFrom` it begins today. */
export const newAppointment = z.strictObject({
  organisation: id,
  post,
  inCharge: z.array(id).max(50).optional(),
  validFrom: day.optional(),
  validTo: day.nullable().optional(),
});
