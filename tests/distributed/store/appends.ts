import { hashOf, NO_HASH, type StreamRef } from '@chuangwen/contracts';
import type { EventStore } from '@chuangwen/ports';
import { someEvent, someReceipt } from '@chuangwen/ports/conformance';

/** A command that can be sent again: `count` events with one command id. */
export function command(expectedVersion: number, count = 1) {
  const receipt = someReceipt();
  const { commandId } = receipt;
  return { expectedVersion, events: Array.from({ length: count }, () => someEvent({ commandId })), receipt };
}
export type Command = ReturnType<typeof command>;

/** What is wrong with a stream, by I1 (each acknowledged event is there, once) and I2 (versions 1..n, each linked to the one before). */
export async function breaches(store: EventStore, ref: StreamRef, acknowledged: readonly Command[]): Promise<string[]> {
  const { events, version } = await store.read(ref);
  const wrong: string[] = [];
  let previous = NO_HASH;
  for (const [at, event] of events.entries()) {
    if (event.version !== at + 1) wrong.push(`I2: place ${at + 1} holds version ${event.version}`);
    if (Buffer.compare(event.previousHash, previous) !== 0 || Buffer.compare(event.hash, hashOf(event)) !== 0)
      wrong.push(`I2: version ${event.version} is not linked to the one before`);
    previous = event.hash;
  }
  if (version !== events.length) wrong.push(`I2: ${events.length} events, version ${version}`);
  const count = new Map<string, number>();
  for (const { id } of events) count.set(id, (count.get(id) ?? 0) + 1);
  for (const { events: sent } of acknowledged)
    for (const { id } of sent)
      if (count.get(id) !== 1) wrong.push(`I1: event ${id} is there ${count.get(id) ?? 0} times`);
  return wrong;
}
