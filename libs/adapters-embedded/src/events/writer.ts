import { killPoint } from '@chuangwen/ports';
import type { DatabaseSync } from 'node:sqlite';
import { GroupCommit } from '../engine';
import { EventsEngine, type EventsAnswer, type EventsRequest } from './engine';
import { unpackRequests, type EventsMessage } from './message';
import { EVENTS_SCHEMA } from './schema';

export const eventsWriter = {
  schema: EVENTS_SCHEMA,
  unpack: (message: unknown) => unpackRequests(message as EventsMessage),
  group: (db: DatabaseSync) =>
    new GroupCommit<EventsRequest, EventsAnswer>(db, new EventsEngine(db), {
      begin: () => killPoint('append-begin'),
      beforeCommit: () => killPoint('append-before-commit'),
      afterCommit: () => killPoint('append-after-commit'),
    }),
};
