import type { StoredEvent, StreamRef } from '@chuangwen/contracts';
import { StreamDiffers, type Receipt } from '@chuangwen/ports';
import { mongo } from 'mongoose';
import { answered, DUPLICATE } from '../mongo/errors';
import { bytesOf, type AppendDocument, type ReceiptDocument } from './append-document';
import { plainReceipt, type Head } from './new-append';

/** What a document holds at most: far below the 16 MB that the engine takes. */
const BYTES = 4 * 1024 * 1024;
const EVENTS = 1000;

/**
 * The next of these events (a chain) to be written behind `head`: as many as fit into one document, none when all are here. Throws
 * StreamDiffers. `at`: the hash of the stream's event of a version before its head.
 */
export async function nextOf(
  ref: StreamRef,
  events: readonly StoredEvent[],
  head: Head,
  at: (version: number) => Promise<Uint8Array | null>,
): Promise<readonly StoredEvent[]> {
  const [first, rest] = [events[0], events.filter(({ version }) => version > head.version)];
  if (!first) return [];
  if (first.version > head.version + 1) throw new StreamDiffers(ref, head.version + 1);
  // They are a chain, so the last one that is here already speaks for all before it.
  const known = events[events.length - rest.length - 1];
  const here = known && (known.version === head.version ? head.hash : await at(known.version));
  if (known && !(here && same(here, known.hash))) throw new StreamDiffers(ref, await firstDiffering(events, at));
  if (rest[0] && !same(rest[0].previousHash, head.hash)) throw new StreamDiffers(ref, rest[0].version);
  let bytes = 0;
  const past = rest.findIndex(({ data }, n) => n === EVENTS || ((bytes += data.length) > BYTES && n > 0));
  return past < 0 ? rest : rest.slice(0, past);
}

async function firstDiffering(
  events: readonly StoredEvent[],
  at: (version: number) => Promise<Uint8Array | null>,
): Promise<number> {
  for (const { version, hash } of events) {
    const here = await at(version);
    if (!here || !same(here, hash)) return version;
  }
  throw new Error('a stream differs nowhere');
}

/** The hash of one event; null where the stream ends before it. */
export async function hashAt(
  appends: mongo.Collection<AppendDocument>,
  { tenant, stream }: StreamRef,
  version: number,
): Promise<Uint8Array | null> {
  const options = { sort: { version: -1 }, projection: { version: 1, 'events.hash': 1 } } as const;
  const found = await answered(() => appends.findOne({ tenant, stream, version: { $lte: version } }, options));
  const event = found?.events[version - found.version];
  return event ? bytesOf(event.hash) : null;
}

/** Those that are here already stay. Again after an unknown outcome: harmless. */
export async function insertReceipts(
  appends: mongo.Collection<ReceiptDocument>,
  receipts: readonly Receipt[],
): Promise<void> {
  if (receipts.length === 0) return;
  const documents = receipts.map((receipt) => ({ _id: new mongo.ObjectId(), receipt: plainReceipt(receipt) }));
  try {
    await answered(() => appends.insertMany(documents, { ordered: false }));
  } catch (error) {
    // The rest was inserted all the same.
    const refused = error instanceof mongo.MongoBulkWriteError ? [error.writeErrors].flat() : [];
    if (refused.length === 0 || !refused.every(({ code }) => code === DUPLICATE)) throw error;
  }
}

const PAGE = 1000;
type Key = Pick<Receipt, 'tenant' | 'actor' | 'commandId'>;

/** Page after page by their key, as whoever reads them all takes longer than a cursor is kept. */
export async function* receiptsOf(
  appends: mongo.Collection<ReceiptDocument>,
  tenant?: string,
): AsyncGenerator<Receipt> {
  for (let after: Key = { tenant: tenant ?? '', actor: '', commandId: '' }; ;) {
    const page = await answered(() =>
      appends
        .find(behind(after, tenant), { projection: { receipt: 1 } })
        .sort({ 'receipt.tenant': 1, 'receipt.actor': 1, 'receipt.commandId': 1 })
        .limit(PAGE)
        .toArray(),
    );
    for (const { receipt } of page) yield receipt;
    if (page.length < PAGE) return;
    after = page.at(-1)!.receipt;
  }
}

const behind = ({ tenant, actor, commandId }: Key, only?: string) => ({
  $or: [
    ...(only === undefined ? [{ 'receipt.tenant': { $gt: tenant } }] : []),
    { 'receipt.tenant': tenant, 'receipt.actor': { $gt: actor } },
    { 'receipt.tenant': tenant, 'receipt.actor': actor, 'receipt.commandId': { $gt: commandId } },
  ],
});

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
