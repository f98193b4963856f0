export { FrontDoor } from './front-door';
export { operate, type Line, type Operation } from './operations';
export { Platform, type Service } from './platform';
export { serve, type Server } from './server';
export { demoCity, type DemoTenant } from './demo/city';
export { Refused, Visitor } from './demo/client';
export { dated } from './demo/days';
export { DEMO_PASSWORD, loadCity, type LoadedTenant, type LoadedUnit, type Player } from './demo/load';
export { playRound } from './demo/play';
