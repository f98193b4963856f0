import { KeyVault, requireTenant, type Key, type KeyListener } from '@chuangwen/ports';
import type { mongo } from 'mongoose';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { answered, isDuplicate } from '../mongo/errors';
import { requireIndexes } from '../mongo/indexes';
import { paged } from '../mongo/pages';
import { KEY_INDEXES, keysOf, requireMaster, vaultOf, type KeyDocument } from './collections';
import { ALL_HEARD, Destructions } from './destructions';
import { Wrapping } from './wrapping';

const BYTES = 32;
/** How often a key is looked for that another process is just making. */
const TRIES = 20;
/** What a destroyed key has no more. */
const TOMBSTONE = { algorithm: 1, box: 1 } as const;

/** `master`: 32 bytes, the same in all processes. Throws IndexesMissing, MasterKeyWrong. */
export async function openKeyVault(db: mongo.Db, master: Uint8Array): Promise<MongoKeyVault> {
  const wrapping = new Wrapping(master);
  await requireIndexes(db, KEY_INDEXES);
  await requireMaster(db, wrapping);
  return new MongoKeyVault(db, wrapping, await Destructions.follow(db));
}

/**
 * Keys in one database for all services, each wrapped by the master key, which is nowhere in it.
 *
 * `destroy` resolves after one and a half seconds, not before: other processes remember keys, and what they opened, for the sake
 * of speed. Each looks twice a second for what was destroyed and tells its listeners, and one that could not look for a second tells them
 * to forget everything. So whoever is answered knows that no process that runs still remembers. Left out: a process that was stopped
 * (a paused container) goes on with what it remembered for the moment until its timers run; a primary that was cut off from
 * the majority may give a destroyed key until it notices (ten seconds by default); and the engine's operation log and backups hold the
 * wrapped key until they are gone, so it is really lost only where the master key is not kept beside them.
 */
export class MongoKeyVault extends KeyVault {
  private readonly keys;

  constructor(
    private readonly db: mongo.Db,
    private readonly wrapping: Wrapping,
    private readonly destructions: Destructions,
  ) {
    super();
    this.keys = keysOf(db);
  }

  override async obtain(tenant: string, subject: string): Promise<Key | null> {
    return this.stand(tenant, subject, () => randomBytes(BYTES));
  }

  override async adopt(tenant: string, subject: string, key: Key): Promise<Key | null> {
    if (key.length !== BYTES) throw new TypeError(`A key has ${BYTES} bytes`);
    return this.stand(tenant, subject, () => key);
  }

  override async find(tenant: string, subject: string): Promise<Key | null> {
    const found = await this.look(tenant, subject);
    return found && this.opened(found);
  }

  override async knows(tenant: string, subject: string): Promise<boolean> {
    return (await this.look(tenant, subject)) !== null;
  }

  override async *list(tenant: string): AsyncGenerator<{ subject: string; key: Key | null }> {
    requireTenant(tenant);
    const all = paged<KeyDocument>((last, limit) =>
      this.keys
        .find({ tenant, subject: { $gt: last?.subject ?? '' } })
        .sort({ subject: 1 })
        .limit(limit)
        .toArray(),
    );
    for await (const found of all) yield { subject: found.subject, key: this.opened(found) };
  }

  override async destroy(tenant: string, subject: string): Promise<void> {
    requireTenant(tenant);
    try {
      const number = await answered(() => this.bury(tenant, subject));
      await Promise.all([this.destructions.tell(number, tenant), pause(ALL_HEARD)]);
    } catch (error) {
      await this.destructions.tellAll([tenant]); // nobody knows whether it was done
      throw error;
    }
  }

  override onDestroyed(listener: KeyListener): void {
    this.destructions.listen(listener);
  }

  /** Nothing is heard of any more. */
  async close(): Promise<void> {
    await this.destructions.stop();
  }

  /** The key that there is, or this one from now on. */
  private async stand(tenant: string, subject: string, candidate: () => Key): Promise<Key | null> {
    for (let tries = 1; ; tries += 1) {
      const found = await this.look(tenant, subject);
      if (found) return this.opened(found);
      const key = candidate();
      try {
        await answered(() => this.keys.insertOne({ tenant, subject, ...this.wrapping.wrap(tenant, subject, key) }));
        this.destructions.gave(tenant);
        return key;
      } catch (error) {
        // Another process makes it: a majority has it in a moment.
        if (!isDuplicate(error) || tries === TRIES) throw error;
        await pause(10 * tries);
      }
    }
  }

  private look(tenant: string, subject: string): Promise<KeyDocument | null> {
    requireTenant(tenant);
    return answered(() => this.keys.findOne({ tenant, subject }));
  }

  private opened(found: KeyDocument): Key | null {
    if (!('box' in found)) return null;
    this.destructions.gave(found.tenant);
    return this.wrapping.unwrap(found.tenant, found.subject, found);
  }

  /** The number of the destruction. The key's bytes and the tombstone change places in one step, numbered in the order of commits. */
  private bury(tenant: string, subject: string): Promise<number> {
    return this.db.client.withSession((session) =>
      session.withTransaction(async () => {
        const counted = await vaultOf(this.db).findOneAndUpdate(
          { _id: 'destructions' },
          { $inc: { last: 1 } },
          { session, returnDocument: 'after' },
        );
        if (!counted || !('last' in counted)) throw new Error(`${this.db.databaseName}: run the migration first`);
        const change = { $set: { destruction: counted.last }, $unset: TOMBSTONE };
        await this.keys.updateOne({ tenant, subject }, change, { session, upsert: true });
        return counted.last;
      }),
    );
  }
}
