import { createConnection, mongo, type Connection } from 'mongoose';
import { answered, DEADLINE } from './errors';
import { MongoUnfit } from './unfit';

/** What is acknowledged is on the disks of a majority; what is read is there too. */
const OPTIONS: mongo.MongoClientOptions = {
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 4_500 },
  readConcern: { level: 'majority' },
  readPreference: 'primary',
  retryWrites: true,
  retryReads: true,
  ignoreUndefined: true,
  connectTimeoutMS: 4_000,
  serverSelectionTimeoutMS: 4_000,
  waitQueueTimeoutMS: DEADLINE,
  socketTimeoutMS: 5_000,
  heartbeatFrequencyMS: 2_000,
  maxPoolSize: 64,
};

/** Wire version of MongoDB 5.0, the first that reads a snapshot outside of a transaction. */
const MONGODB_5_0 = 13;

export type MongoOptions = Readonly<{
  /** The database in which it is tried whether a majority takes a write. */
  database: string;
  /** How this process is named in the engine's logs. */
  appName?: string;
  /** For migrations: a single call may take as long as it takes. */
  unhurried?: boolean;
}>;

/** One connection (a pool of sockets) for all stores of a process. */
export class Mongo {
  constructor(readonly connection: Connection) {}

  /** Write and read concern are set: stores use collections as they get them. */
  db(name: string): mongo.Db {
    return this.connection.getClient().db(name);
  }

  /** A database with mongoose's models, over the same sockets. */
  models(name: string): Connection {
    return this.connection.useDb(name, { useCache: true });
  }

  /** Throws StorageUnavailable when the engine does not answer within `ms`. */
  async ping(ms = 2_000): Promise<void> {
    await answered(() => this.db('admin').command({ ping: 1 }), ms);
  }

  /** Calls under way fail with StorageUnavailable. */
  async close(): Promise<void> {
    await this.connection.close(true);
  }
}

/** Throws MongoUnfit, within about ten seconds, for an engine on which the stores would not keep their promises. */
export async function openMongo(
  url: string,
  { database, appName = 'chuangwen', unhurried = false }: MongoOptions,
): Promise<Mongo> {
  const connection = createConnection(url, {
    ...OPTIONS,
    ...(unhurried ? { socketTimeoutMS: 0 } : {}),
    appName,
    autoCreate: false,
    autoIndex: false,
  });
  const options = await optionsOf(connection);
  const hosts = options.hosts.map(String);
  try {
    await connection.asPromise().catch(async (error: unknown) => {
      throw new MongoUnfit((await whyNot(options)) ?? 'unreachable', hosts, { cause: error });
    });
    const opened = new Mongo(connection);
    const hello = await opened.db('admin').command({ hello: 1 });
    const unfit = unfitBy(hello);
    if (unfit) throw new MongoUnfit(unfit, hosts);
    await answered(() =>
      opened
        .db(database)
        .collection<{ _id: string }>('openings')
        .updateOne({ _id: appName }, { $currentDate: { at: true } }, { upsert: true }),
    ).catch((error: unknown) => {
      throw new MongoUnfit('no-majority', hosts, { cause: error });
    });
    return opened;
  } catch (error) {
    await connection.close(true).catch(() => undefined);
    throw error;
  }
}

/** As the address says; without one that can be read there is no client. */
async function optionsOf(connection: Connection): Promise<mongo.MongoOptions> {
  const client = connection.getClient() as mongo.MongoClient | undefined;
  if (client) return client.options;
  const why = await connection.asPromise().catch((error: unknown) => error);
  throw new MongoUnfit('address', [], { cause: why });
}

function unfitBy(hello: mongo.Document): 'standalone' | 'uninitiated' | 'old' | null {
  if (hello['isreplicaset'] === true && hello['setName'] === undefined) return 'uninitiated';
  if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid') return 'standalone';
  return hello['maxWireVersion'] < MONGODB_5_0 ? 'old' : null;
}

/** A driver that was told a set's name waits in vain for a primary: the first host itself is asked what it is, which it tells anyone. */
async function whyNot({ hosts, tls, srvHost }: mongo.MongoOptions): Promise<ReturnType<typeof unfitBy>> {
  if (!hosts[0] || srvHost !== undefined) return null;
  const patience = { connectTimeoutMS: 1_000, serverSelectionTimeoutMS: 1_000 };
  const direct = new mongo.MongoClient(`mongodb://${hosts[0]}/?directConnection=true`, { ...patience, tls });
  try {
    return unfitBy(await direct.db('admin').command({ hello: 1 }));
  } catch {
    return null;
  } finally {
    await direct.close();
  }
}
