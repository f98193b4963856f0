export { DataFolderDamaged, DataFolderInUse, DataFolderTooNew } from './folder';
export type { KillPoint } from './kill-point';
export { DataDamaged } from './sqlite';
export { openEmbedded, type EmbeddedOptions, type EmbeddedStorage } from './storage';
