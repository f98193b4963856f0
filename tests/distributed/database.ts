import { openMongo, type Mongo } from '@chuangwen/adapters-distributed';
import type { Opened } from '@chuangwen/ports/conformance';
import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import { engines } from '../engines';

/** A database that one spec has to itself, on the run's engine (or the one given). `close` drops it where the engine stays. */
export class Database {
  private constructor(
    readonly url: string,
    readonly name: string,
    public mongo: Mongo,
    /** The engine goes with its folder: a stand-in takes a minute to drop what some specs leave, and answers nobody meanwhile. */
    private readonly passing: boolean,
  ) {}

  static async open(url?: string): Promise<Database> {
    const shared = url === undefined ? await engines.mongo() : null;
    const at = url ?? shared!.url;
    const name = `test_${randomUUID().slice(0, 8)}`;
    return new Database(at, name, await openMongo(at, { database: name }), shared?.from !== 'environment');
  }

  get db(): mongo.Db {
    return this.mongo.db(this.name);
  }

  /** As another process would: over a connection of its own. */
  another(): Promise<Mongo> {
    return openMongo(this.url, { database: this.name });
  }

  async reopen(): Promise<void> {
    await this.mongo.close();
    this.mongo = await this.another();
  }

  async close(): Promise<void> {
    if (!this.passing) await this.db.dropDatabase().catch(() => undefined); // a slow engine goes on with it
    await this.mongo.close();
  }
}

/** What a conformance suite is given: a port on an empty, migrated database. */
export async function openedOn<Port>(
  migrate: (db: mongo.Db) => Promise<void>,
  open: (database: Database) => Promise<Port>,
): Promise<Opened<Port> & { database: Database }> {
  const database = await Database.open();
  await migrate(database.db);
  return {
    database,
    port: await open(database),
    close: () => database.close(),
    reopen: async () => {
      await database.reopen();
      return open(database);
    },
  };
}
