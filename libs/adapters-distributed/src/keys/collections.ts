import { type mongo } from 'mongoose';
import { answered, isDuplicate } from '../mongo/errors';
import { migrateIndexes, type Index } from '../mongo/indexes';
import type { Wrapped, Wrapping } from './wrapping';

/** A destroyed key leaves its document without a box: the tombstone that keeps another from being made. */
export type KeyDocument = Readonly<{ tenant: string; subject: string } & (Wrapped | { destruction: number })>;

/** What the vault knows of itself. `destructions`: how many there were; each key's tombstone has the number of its own. */
type VaultDocument = Readonly<{ _id: 'master'; fingerprint: string }> | Readonly<{ _id: 'destructions'; last: number }>;

export const keysOf = (db: mongo.Db) => db.collection<KeyDocument>('keys');
export const vaultOf = (db: mongo.Db) => db.collection<VaultDocument>('vault');

export const KEY_INDEXES: readonly Index[] = [
  { collection: 'keys', name: 'subject', key: { tenant: 1, subject: 1 }, unique: true },
  { collection: 'keys', name: 'destruction', key: { destruction: 1 }, unique: true, sparse: true },
];

/** Makes the vault where there is none. */
export async function migrateKeys(db: mongo.Db): Promise<void> {
  await migrateIndexes(db, KEY_INDEXES);
  await insertUnlessThere(db, { _id: 'destructions', last: 0 });
}

/** The vault's keys are wrapped by another master key than the one that was given. */
export class MasterKeyWrong extends Error {
  override readonly name = 'MasterKeyWrong';
  constructor(database: string) {
    super(
      `主密钥不对：${database} 中的密钥是用另一个主密钥封装的。请检查主密钥文件。\n` +
        `The master key is wrong: the keys in ${database} are wrapped by another one. Check the master key's file.`,
    );
  }
}

/** The first master key is remembered by its fingerprint. Throws MasterKeyWrong for any other. */
export async function requireMaster(db: mongo.Db, { fingerprint }: Wrapping): Promise<void> {
  await insertUnlessThere(db, { _id: 'master', fingerprint });
  const found = await answered(() => vaultOf(db).findOne({ _id: 'master', fingerprint }));
  if (!found) throw new MasterKeyWrong(db.databaseName);
}

async function insertUnlessThere(db: mongo.Db, document: VaultDocument): Promise<void> {
  try {
    await answered(() => vaultOf(db).insertOne(document));
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}
