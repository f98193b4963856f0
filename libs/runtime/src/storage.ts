import type { ServicePorts } from '@chuangwen/ports';
import type { Backup, BackupStep, Damage, Standing } from './safety';

/** Where everything is kept; hands each service the ports scoped to its name. */
export type Storage = Readonly<{
  ports(service: string): ServicePorts;
  /** Everything that is not as it was written, but for what hash chains and views show. */
  damage(): AsyncIterable<Damage>;
  /** Seals what was appended so far. */
  seal(): Promise<void>;
  standing(): Standing;
  /** A copy of one instant, while commands run. Throws RuleViolation `backup.target-taken`. */
  backup(target: string, told?: (step: BackupStep) => void): Promise<Backup>;
  /** Waits for what is being written, then lets go of every file. */
  close(): Promise<void>;
}>;

/**
 * Loads only the adapters of the mode, so that embedded never loads a database driver. `seals`: the folder for them from
 * now on. `viewsProgram`: keeps the views in a thread of its own. `clock`: of jobs, expiries and seals; it must run. Throws
 * DataFolderInUse and the like.
 */
export async function openStorage(configuration: {
  mode: 'embedded';
  folder: string;
  seals?: string | undefined;
  viewsProgram?: string | undefined;
  clock?: (() => Date) | undefined;
}): Promise<Storage> {
  const { openEmbedded } = await import('@chuangwen/adapters-embedded');
  const { folder, seals, viewsProgram, clock } = configuration;
  return openEmbedded(folder, { seals, viewsProgram, ...(clock ? { clock } : {}) });
}
