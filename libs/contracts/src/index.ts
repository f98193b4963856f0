export * from './cloud-events';
export * from './envelope';
export * from './event-contract';
export * from './personal-paths';
export * from './campaign';
export * from './identity';
export * from './reporting';
export * from './task';
export { day, id } from './day';
