import { Log, sendSpans } from '@chuangwen/platform/projections';
import type { ServicePorts } from '@chuangwen/ports';
import type { DistributedConfiguration } from './configuration';
import type { Backup, BackupStep, Damage, Standing } from './safety';
import { keyFor } from './secrets';

/** Where everything is kept; hands each service the ports scoped to its name. */
export type Storage = Readonly<{
  ports(service: string): ServicePorts;
  /** Waits for what is being written, then lets go of every file and connection. */
  close(): Promise<void>;
}>;

/** One data folder, of one process. */
export type FolderStorage = Storage &
  Readonly<{
    /** Everything that is not as it was written, but for what hash chains and views show. */
    damage(): AsyncIterable<Damage>;
    /** Seals what was appended so far. */
    seal(): Promise<void>;
    standing(): Standing;
    /** A copy of one instant, while commands run. Throws RuleViolation `backup.target-taken`. */
    backup(target: string, told?: (step: BackupStep) => void): Promise<Backup>;
  }>;

type Folder = Readonly<{
  folder: string;
  seals?: string | undefined;
  viewsProgram?: string | undefined;
  clock?: (() => Date) | undefined;
}>;

/**
 * Loads only the adapters of the mode, so that embedded never loads a database driver. `seals`: the folder for them from
 * now on. `viewsProgram`: keeps the views in a thread of its own. `clock`: of jobs, expiries and seals; it must run. Throws
 * DataFolderInUse and the like.
 */
export async function openFolder({ folder, seals, viewsProgram, clock }: Folder): Promise<FolderStorage> {
  const { openEmbedded } = await import('@chuangwen/adapters-embedded');
  return openEmbedded(folder, { seals, viewsProgram, ...(clock ? { clock } : {}) });
}

/** Handles of these services on engines that others share. Throws MongoUnfit and the like, in words for an operator, where one is not as it must be. */
export async function openEngines(
  settings: DistributedConfiguration,
  services: readonly string[],
  clock?: () => Date,
): Promise<Storage> {
  const { openDistributed } = await import('@chuangwen/adapters-distributed');
  return openDistributed({ ...engineSettings(settings, services), clock }, services);
}

/** Makes what the services want to find at their start: indexes, topics. Harmless when it is there. */
export async function prepareEngines(
  settings: DistributedConfiguration,
  services: readonly string[],
  told: (text: string) => void,
): Promise<void> {
  const { prepareDistributed } = await import('@chuangwen/adapters-distributed');
  await prepareDistributed({ ...settings, ...engineSettings(settings, services) }, services, told);
}

/** Gives a service's topic so many partitions while everything runs. `told` hears how many appends were written so far. Broken off, it is called again. */
export async function growEngines(
  settings: DistributedConfiguration,
  service: string,
  partitions: number,
  told: (appends: number) => void,
): Promise<void> {
  const { growDistributed } = await import('@chuangwen/adapters-distributed');
  await growDistributed({ ...settings, partitions, ...engineSettings(settings, [service]) }, service, told);
}

const engineSettings = (settings: DistributedConfiguration, [service = '', ...more]: readonly string[]) => ({
  mongo: settings.mongo,
  kafka: settings.kafka,
  redis: settings.redis,
  prefix: settings.prefix,
  masterKey: settings.masterKey,
  signingKey: keyFor(settings.secret, 'events'),
  onSent: sendSpans,
  log: new Log(more.length === 0 ? service : 'standalone', 'engines'),
});
