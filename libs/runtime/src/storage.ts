import type { ServicePorts } from '@chuangwen/ports';

/** Where everything is kept; hands each service the ports scoped to its name. */
export type Storage = Readonly<{
  ports(service: string): ServicePorts;
  /** Waits for what is being written, then lets go of every file. */
  close(): Promise<void>;
}>;

/** Loads only the adapters of the mode, so that embedded never loads a database driver. Throws DataFolderInUse and the like. */
export async function openStorage(configuration: { mode: 'embedded'; folder: string }): Promise<Storage> {
  const { openEmbedded } = await import('@chuangwen/adapters-embedded');
  return openEmbedded(configuration.folder);
}
