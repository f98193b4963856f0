export { configuration, ConfigurationError, type Configuration } from './configuration';
export { openStorage, type Storage } from './storage';
