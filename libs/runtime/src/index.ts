export { configuration, ConfigurationError, type Configuration } from './configuration';
export * from './safety';
export { openStorage, type Storage } from './storage';
