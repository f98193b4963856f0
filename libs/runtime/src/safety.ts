import type { Backup, Restored, RestoreOrder, RestoreTold, Told, Upgraded } from '@chuangwen/adapters-embedded';

export type { Backup, BackupStep, Damage, Restored, Standing } from '@chuangwen/adapters-embedded';

/** What an operator does to a data folder that nobody runs on; loaded when it is asked for, like the adapters themselves. */
const embedded = () => import('@chuangwen/adapters-embedded');

/** See restoreBackup of the adapter. */
export const restoreBackup = async (order: RestoreOrder, told?: RestoreTold): Promise<Restored> =>
  (await embedded()).restoreBackup(order, told);

/** What a backup says of itself; null when the folder is none, or none that is whole. */
export const readBackup = async (folder: string): Promise<Backup | null> => (await embedded()).readBackup(folder);

/** See removePartial of the adapter. */
export const removePartial = async (partial: string, of: Readonly<{ installation: string }>): Promise<boolean> =>
  (await embedded()).removePartial(partial, of);

/** Whether the folder was written by an older program, and must be upgraded before it is opened. */
export async function isOld(folder: string): Promise<boolean> {
  const { FORMAT, readDescription } = await embedded();
  return (readDescription(folder)?.format ?? FORMAT) < FORMAT;
}

/** See upgradeFolder of the adapter. */
export const upgradeFolder = async (folder: string, told?: Told): Promise<Upgraded> =>
  (await embedded()).upgradeFolder(folder, told);

/** See upgradeBack of the adapter. */
export const upgradeBack = async (folder: string, discard: boolean): Promise<Upgraded> =>
  (await embedded()).upgradeBack(folder, discard);

export const forgetUpgrades = async (folder: string): Promise<readonly string[]> =>
  (await embedded()).forgetUpgrades(folder);
