import { migratePrivate, openPrivate } from '@chuangwen/adapters-distributed';
import { describePrivateStore } from '@chuangwen/ports/conformance';
import { openedOn } from '../database';

describePrivateStore('MongoDB', () => openedOn(migratePrivate, ({ db }) => openPrivate(db, () => new Date())));
