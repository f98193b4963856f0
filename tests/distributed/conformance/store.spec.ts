import { migrateEvents, openEventStore } from '@chuangwen/adapters-distributed';
import { describeEventStore } from '@chuangwen/ports/conformance';
import { openedOn } from '../database';

describeEventStore('MongoDB', () => openedOn(migrateEvents, ({ db }) => openEventStore(db)));
