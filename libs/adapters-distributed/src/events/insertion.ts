import { StorageUnavailable } from '@chuangwen/kernel';
import { killPoint, type Receipt } from '@chuangwen/ports';
import type { mongo } from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { answered, DEADLINE, isDuplicate } from '../mongo/errors';
import type { AppendDocument, ReceiptDocument } from './append-document';

type Stored = AppendDocument | ReceiptDocument;

export const receiptKey = ({ tenant, actor, commandId }: Pick<Receipt, 'tenant' | 'actor' | 'commandId'>) => ({
  'receipt.tenant': tenant,
  'receipt.actor': actor,
  'receipt.commandId': commandId,
});

/**
 * Inserts a document, once, and says for certain how that ended: 'inserted', the receipt that was there before, or what `moved` found
 * instead of the version it was made for. Normally that is one round trip.
 * Where nobody knows (the connection broke, the primary stepped down, a majority did not answer in time), the same document is inserted
 * again: its id is in the collection then, or it was never written. What a unique index ran into counts only once a
 * majority has it, for until then it may be rolled back; so it is asked for again too. After ten seconds: StorageUnavailable.
 */
export async function insertOnce<Moved>(
  appends: mongo.Collection<Stored>,
  document: Stored,
  moved: () => Promise<Moved | null>,
): Promise<'inserted' | Receipt | Moved> {
  const until = Date.now() + DEADLINE;
  const within = <T>(work: () => Promise<T>) => answered(work, until - Date.now());
  for (let wait = 10; ; wait = Math.min(wait * 2, 500)) {
    let failure: unknown;
    try {
      killPoint('append-before-commit');
      await within(() => appends.insertOne(document));
      killPoint('append-after-commit');
      return 'inserted';
    } catch (error) {
      failure = error;
    }
    try {
      if (isDuplicate(failure)) {
        const found = await within(() => holders(appends, document));
        if (found.some(({ _id }) => _id.equals(document._id))) return 'inserted';
        const known = found[0]?.receipt;
        if (known) return known;
        const instead = await within(moved);
        if (instead !== null) return instead;
      } else throw failure;
    } catch (error) {
      if (!isPassing(error)) throw error;
      failure = error;
    }
    if (Date.now() + wait >= until) throw new StorageUnavailable('io', { cause: failure });
    await pause(wait);
  }
}

/** The document itself, and whatever holds its receipt. */
const holders = (appends: mongo.Collection<Stored>, { _id, receipt }: Stored) =>
  appends
    .find({ $or: [{ _id }, ...(receipt ? [receiptKey(receipt)] : [])] }, { projection: { receipt: 1 } })
    .toArray() as Promise<ReceiptDocument[]>;

const isPassing = (error: unknown): boolean => error instanceof StorageUnavailable && error.reason === 'io';
