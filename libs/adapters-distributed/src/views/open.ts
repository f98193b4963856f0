import { setTimeout as pause } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { migrateIndexes, requireIndexes } from '../mongo/indexes';
import type { Mongo } from '../mongo/open';
import { Heads } from './heads';
import { MongoReadModels } from './read-models';
import { Remains } from './remains';
import { collectionsOf, VIEW_INDEXES } from './schemas';

/** Between two looks at what others have switched (ms). */
const LOOK = 1000;
/** How long (ms) what was switched away elsewhere can still be read. */
const GRACE = 60_000;

export const migrateViews = (db: mongo.Db): Promise<void> => migrateIndexes(db, VIEW_INDEXES);

/** The views of one service. Throws IndexesMissing before `migrateViews`. */
export async function openReadModels(
  client: Mongo,
  database: string,
  { look = LOOK, grace = GRACE } = {},
): Promise<{ views: MongoReadModels; close(): Promise<void> }> {
  const db = client.db(database);
  await requireIndexes(db, VIEW_INDEXES);
  const rows = collectionsOf(db);
  const heads = new Heads(rows, grace);
  const remains = new Remains(rows, grace);
  const stopping = new AbortController();
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      await heads.look().then(
        (all) => remains.notice(all),
        () => undefined, // the engine is away: the next look hears of it
      );
      await pause(look, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  })();
  const close = async () => {
    stopping.abort();
    await looking;
    await remains.stop();
  };
  return { views: new MongoReadModels(client, rows, heads), close };
}
