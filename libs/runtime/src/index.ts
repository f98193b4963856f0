export {
  configuration,
  ConfigurationError,
  distributedOnly,
  embeddedOnly,
  type Configuration,
  type DistributedConfiguration,
  type EmbeddedConfiguration,
} from './configuration';
export * from './safety';
export { runService, type ServiceModule, type Started } from './run-service';
export { keyFor } from './secrets';
export { growEngines, openEngines, openFolder, prepareEngines, type FolderStorage, type Storage } from './storage';
export { beginTraces } from './traces';
export { beginLog, type Watching } from './watching';
