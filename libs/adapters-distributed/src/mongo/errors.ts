import { StorageUnavailable } from '@chuangwen/kernel';
import { mongo } from 'mongoose';

/** Milliseconds after which a call gives up, whatever the driver is still waiting for. */
export const DEADLINE = 10_000;

/** Server codes of an engine that cannot take the call now, and may later. */
const UNABLE = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  24, // LockTimeout
  50, // MaxTimeMSExpired
  64, // WriteConcernTimeout
  89, // NetworkTimeout
  91, // ShutdownInProgress
  100, // UnsatisfiableWriteConcern
  134, // ReadConcernMajorityNotAvailableYet
  189, // PrimarySteppedDown
  202, // NetworkInterfaceExceededTimeLimit
  262, // ExceededTimeLimit
  9001, // SocketException
  10107, // NotWritablePrimary
  11600, // InterruptedAtShutdown
  11602, // InterruptedDueToReplStateChange
  13435, // NotPrimaryNoSecondaryOk
  13436, // NotPrimaryOrSecondary
]);
const OUT_OF_DISK_SPACE = 14031;
const CLOSED = [mongo.MongoTopologyClosedError, mongo.MongoClientClosedError, mongo.MongoNotConnectedError];

/** A driver error as what it means here: StorageUnavailable, or itself where it is the caller's to understand. */
export function meaningOf(error: unknown): unknown {
  if (!(error instanceof mongo.MongoError)) return error;
  const because = { cause: error };
  const real = withinBulk(error);
  if (real.code === OUT_OF_DISK_SPACE) return new StorageUnavailable('full', because);
  if (CLOSED.some((closed) => real instanceof closed)) return new StorageUnavailable('closed', because);
  const unable =
    real instanceof mongo.MongoNetworkError ||
    real instanceof mongo.MongoServerSelectionError ||
    real instanceof mongo.MongoWriteConcernError ||
    real.name === 'MongoPoolClearedError' ||
    real.name === 'MongoWaitQueueTimeoutError' ||
    (typeof real.code === 'number' && UNABLE.has(real.code));
  return unable ? new StorageUnavailable('io', because) : error;
}

/** A bulk write wraps whatever befell it, a lost connection too. */
function withinBulk(error: mongo.MongoError): mongo.MongoError {
  const wrapped: unknown = error instanceof mongo.MongoBulkWriteError ? error.errorResponse : null;
  return wrapped instanceof mongo.MongoError ? wrapped : error;
}

/**
 * The engine's answer within the deadline (ms). Throws StorageUnavailable when there is none; of a write nobody knows then
 * whether it is made. The driver's own limits are per stage and add up when it tries again, and its `timeoutMS` has no
 * effect since 7.8 (before, it could hand an answer to another caller), so the whole is timed here.
 */
export async function answered<T>(work: () => Promise<T>, deadline = DEADLINE): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = new StorageUnavailable('io', { cause: new Error(`MongoDB gave no answer within ${deadline} ms`) });
    timer = setTimeout(() => reject(reason), deadline);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    throw meaningOf(error);
  } finally {
    clearTimeout(timer);
  }
}

export const DUPLICATE = 11000;

/** Whether a unique index already holds what was to be written. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof mongo.MongoServerError && error.code === DUPLICATE;
