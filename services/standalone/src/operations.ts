import { RuleViolation } from '@chuangwen/kernel';
import { z } from 'zod';
import { backup, schedule } from './operations/backup';
import { exported } from './operations/export';
import { imported } from './operations/import';
import type { Line } from './operations/line';
import { parked, retry } from './operations/parked';
import { rebuild } from './operations/rebuild';
import { resetAdministrator } from './operations/reset-administrator';
import { status } from './operations/status';
import { verify } from './operations/verify';
import { Platform } from './platform';
import type { Services } from './services';

export type { Line } from './operations/line';

/** What an operator may ask, of a running platform or of a folder at rest. Paths are absolute. */
export const operationSchema = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('verify') }),
  z.strictObject({ name: z.literal('rebuild'), view: z.string(), tenant: z.string().optional() }),
  z.strictObject({ name: z.literal('parked') }),
  z.strictObject({ name: z.literal('retry'), number: z.number().int(), dryRun: z.boolean() }),
  z.strictObject({ name: z.literal('status') }),
  z.strictObject({ name: z.literal('reset-administrator'), login: z.string().min(1).max(64) }),
  z.strictObject({ name: z.literal('backup'), target: z.string() }),
  z.strictObject({
    name: z.literal('export'),
    /** Id or name; null: all. */
    tenant: z.string().nullable(),
    file: z.string(),
    passphrase: z.string(),
  }),
  z.strictObject({
    name: z.literal('import'),
    file: z.string(),
    passphrase: z.string(),
    under: z.string().nullable(),
    as: z.literal('agency').nullable(),
  }),
  z.strictObject({
    name: z.literal('schedule'),
    target: z.string(),
    every: z.string().nullable(),
    keep: z.number().int().min(1).max(1000),
  }),
]);
export type Operation = Readonly<z.infer<typeof operationSchema>>;

/** Of a folder at rest these are done with the platform at work, though nobody can reach it: workflows and views go on. */
export const isWork = ({ name }: Operation): boolean => name === 'export' || name === 'import';

/** Throws RuleViolation `operation.folder-only` for what only a data folder has. */
export function operate(platform: Services, operation: Operation): AsyncGenerator<Line> {
  switch (operation.name) {
    case 'verify':
      return verify(platform);
    case 'rebuild':
      return rebuild(platform, operation.view, operation.tenant);
    case 'parked':
      return parked(platform);
    case 'retry':
      return retry(platform, operation.number, operation.dryRun);
    case 'status':
      return status(platform);
    case 'reset-administrator':
      return resetAdministrator(platform, operation.login);
    case 'backup':
      return backup(onFolder(platform), operation.target);
    case 'export':
      return exported(platform, operation);
    case 'import':
      return imported(platform, operation);
    case 'schedule':
      return schedule(onFolder(platform), operation.target, operation.every, operation.keep);
  }
}

function onFolder(platform: Services): Platform {
  if (!(platform instanceof Platform)) throw new RuleViolation('operation.folder-only');
  return platform;
}
