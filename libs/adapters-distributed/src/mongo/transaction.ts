import { StorageUnavailable } from '@chuangwen/kernel';
import { mongo } from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { answered, DEADLINE } from './errors';
import type { Mongo } from './open';

/** Another transaction wrote the same rows, again and again: nothing was written. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

const TRIES = 6;

/**
 * All that `work` writes, or nothing: on the disks of a majority when it resolves. `work` is called again after a conflict
 * with another transaction or a passing fault, so it keeps nothing from one call to the next. Throws Overtaken when
 * conflicts persist, StorageUnavailable when the engine does not answer (nobody knows then whether it is written), and what
 * `work` throws.
 */
export async function transacted<T>(client: Mongo, work: (session: mongo.ClientSession) => Promise<T>): Promise<T> {
  const until = performance.now() + DEADLINE;
  for (let tries = 1; ; tries += 1) {
    try {
      return await within(client, async (session) => {
        const result = await work(session);
        await committed(session);
        return result;
      });
    } catch (error) {
      if (error instanceof Overtaken) {
        if (tries === TRIES) throw error;
      } else if (!has(error, PASSING)) throw error;
      else if (isConflict(error)) {
        if (tries === TRIES) throw new Overtaken('Others wrote the same rows', { cause: error });
      } else if (tries === TRIES || performance.now() > until) {
        throw error instanceof StorageUnavailable ? error : new StorageUnavailable('io', { cause: error });
      }
    }
    await pause(Math.random() * 10 * 2 ** tries);
  }
}

/** Reads of one unchanging state, at most a minute old (the engine's limit). `work` must not write. */
export async function snapshot<T>(client: Mongo, work: (session: mongo.ClientSession) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await within(client, work);
    } catch (error) {
      if (!has(error, PASSING)) throw error;
      if (tries === TRIES) throw new StorageUnavailable('io', { cause: error });
    }
    await pause(Math.random() * 10 * 2 ** tries);
  }
}

/** What is not committed before its end is undone. */
async function within<T>(client: Mongo, work: (session: mongo.ClientSession) => Promise<T>): Promise<T> {
  const session = opened(client);
  try {
    return await work(session);
  } finally {
    await session.endSession(); // aborts, and does not throw
  }
}

/** A session in a transaction of its own; to be ended, which undoes what it did not commit. */
export function opened(client: Mongo): mongo.ClientSession {
  const session = client.connection.getClient().startSession();
  session.startTransaction({ readConcern: { level: 'snapshot' }, readPreference: 'primary' });
  return session;
}

const PASSING = mongo.MongoErrorLabel.TransientTransactionError;
const UNKNOWN = mongo.MongoErrorLabel.UnknownTransactionCommitResult;
const WRITE_CONFLICT = 112;

async function committed(session: mongo.ClientSession): Promise<void> {
  for (const until = performance.now() + DEADLINE; ;) {
    try {
      return await answered(() => session.commitTransaction());
    } catch (error) {
      // To commit again what is committed does no harm.
      if (!has(error, UNKNOWN) || has(error, PASSING) || performance.now() > until) throw error;
      await pause(50);
    }
  }
}

const driverError = (error: unknown): mongo.MongoError | null => {
  const found = error instanceof StorageUnavailable ? error.cause : error;
  return found instanceof mongo.MongoError ? found : null;
};
const has = (error: unknown, label: string): boolean => driverError(error)?.hasErrorLabel(label) ?? false;
const isConflict = (error: unknown): boolean => driverError(error)?.code === WRITE_CONFLICT;
