export { DataFolderInUse } from './folder';
export type { KillPoint } from './kill-point';
export { DataFolderDamaged, DataFolderTooNew } from './manifest';
export { DataDamaged } from './sqlite';
export { openEmbedded, type EmbeddedOptions, type EmbeddedStorage } from './storage';
