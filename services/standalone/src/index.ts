export { FrontDoor } from './front-door';
export { operate, type Line, type Operation } from './operations';
export { Platform, type Service } from './platform';
export { serve, type Server } from './server';
