import { NO_HASH, type StoredEvent, type StreamRef } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import type { WholeFile } from './file';
import { SHA256, type Place } from './frames';
import type { FileRecord, Head, HeadOf } from './records';

/** A whole stream of the file. */
export type Stream = Readonly<{ is: 'stream'; service: string; ref: StreamRef; events: readonly StoredEvent[] }>;
type Other = Exclude<Head, { is: 'stream' | 'event' }>;
export type Content = Stream | (Readonly<{ is: 'other' }> & FileRecord<Other> & Readonly<{ place: Place }>);

/** What the file holds, streams with their events. Throws RuleViolation `move.damaged`. */
export async function* contentsOf(file: WholeFile, from?: Place): AsyncGenerator<Content> {
  let stream: { head: HeadOf<'stream'>; events: StoredEvent[] } | null = null;
  for await (const { head, bytes, place } of file.records(from)) {
    if ((head.is === 'event') !== (stream !== null)) throw new RuleViolation('move.damaged', { file: file.path });
    if (head.is === 'stream') stream = { head, events: [] };
    else if (head.is !== 'event') yield { is: 'other', head, bytes, place };
    else if (stream) {
      stream.events.push(eventOf(stream, head, bytes));
      if (stream.events.length < stream.head.version) continue;
      const { service, tenant, stream: name } = stream.head;
      yield { is: 'stream', service, ref: { tenant, stream: name }, events: stream.events };
      stream = null;
    }
  }
}

function eventOf(
  { head: { tenant, stream }, events }: { head: HeadOf<'stream'>; events: readonly StoredEvent[] },
  { is: _is, ...envelope }: HeadOf<'event'>,
  bytes: Buffer,
): StoredEvent {
  const before = events.at(-1);
  const [hash, data] = [bytes.subarray(0, SHA256), bytes.subarray(SHA256)];
  return { ...envelope, tenant, stream, version: events.length + 1, previousHash: before?.hash ?? NO_HASH, hash, data };
}
