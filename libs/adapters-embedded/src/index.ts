export { DataFolderDamaged, DataFolderInUse, DataFolderTooNew } from './folder';
export { DataDamaged } from './sqlite';
export { openEmbedded, type EmbeddedOptions, type EmbeddedStorage } from './storage';
