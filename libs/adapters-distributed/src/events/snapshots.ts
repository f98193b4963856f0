import type { StreamRef } from '@chuangwen/contracts';
import type { Snapshot } from '@chuangwen/ports';
import { mongo } from 'mongoose';
import { bytesOf } from './append-document';
import { answered, isDuplicate } from '../mongo/errors';

type SnapshotDocument = Readonly<{
  _id: Readonly<{ tenant: string; stream: string; kind: string }>;
  version: number;
  state: mongo.Binary;
}>;

/** The newest of each kind of a stream. Safe to lose, so no majority is waited for. */
export class Snapshots {
  private readonly collection;

  constructor(db: mongo.Db) {
    this.collection = db.collection<SnapshotDocument>('snapshots', { writeConcern: { w: 1, journal: false } });
  }

  async load(ref: StreamRef, kind: string): Promise<Snapshot | null> {
    const found = await answered(() =>
      this.collection.findOne({ _id: idOf(ref, kind) }, { readConcern: { level: 'local' } }),
    );
    return found && { version: found.version, kind, state: bytesOf(found.state) };
  }

  async save(ref: StreamRef, { version, kind, state }: Snapshot): Promise<void> {
    const older = { _id: idOf(ref, kind), version: { $lte: version } };
    try {
      await answered(() =>
        this.collection.updateOne(older, { $set: { version, state: new mongo.Binary(state) } }, { upsert: true }),
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error; // a newer one is there
    }
  }
}

const idOf = ({ tenant, stream }: StreamRef, kind: string) => ({ tenant, stream, kind });
