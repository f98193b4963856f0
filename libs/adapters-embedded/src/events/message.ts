import { plainEvent, type NewEvent, type StoredEvent } from '@chuangwen/contracts';
import type { EventsRequest } from './engine';

/**
 * Requests on their way to the writer's thread: all bytes in one block, all else in one string. The structured clone of
 * a hundred small objects costs several times as much as these two.
 */
export type EventsMessage = Readonly<{ json: string; bytes: Uint8Array }>;

export function packRequests(requests: readonly EventsRequest[]): EventsMessage {
  const parts: Uint8Array[] = [];
  const take = (part: Uint8Array) => {
    parts.push(part);
    return part.length;
  };
  const json = JSON.stringify(requests.map((request) => packed(request, take)));
  return { json, bytes: inOneBlock(parts) };
}

function packed(request: EventsRequest, take: (part: Uint8Array) => number): unknown {
  if ('append' in request) {
    const events = request.append.events.map((event) => ({ ...event, data: take(event.data) }));
    return { ...request, append: { ...request.append, events } };
  }
  if ('adopt' in request) return { ...request, adopt: request.adopt.map((event) => packedWhole(event, take)) };
  if ('receipts' in request) return request;
  return { ...request, snapshot: { ...request.snapshot, state: take(request.snapshot.state) } };
}

const packedWhole = (event: StoredEvent, take: (part: Uint8Array) => number) => ({
  ...plainEvent(event),
  data: take(event.data),
  previousHash: take(event.previousHash),
  hash: take(event.hash),
});

/** Memory of its own, so that it can be moved to the other thread: a part of Node's pool would drag the whole pool along. */
function inOneBlock(parts: readonly Uint8Array[]): Uint8Array {
  const block = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    block.set(part, at);
    at += part.length;
  }
  return block;
}

type Packed =
  | { ref: never; append: { events: (Omit<NewEvent, 'data'> & { data: number })[] } }
  | { ref: never; adopt: { data: number; previousHash: number; hash: number }[] }
  | { receipts: never }
  | { ref: never; snapshot: { state: number } };

export function unpackRequests({ json, bytes }: EventsMessage): EventsRequest[] {
  let at = 0;
  const give = (length: number) => bytes.subarray(at, (at += length));
  const requests = JSON.parse(json) as Packed[];
  for (const request of requests) {
    // In place, in the order they were taken: these objects were made a line ago and belong to nobody else.
    if ('append' in request)
      for (const event of request.append.events) Object.assign(event, { data: give(event.data) });
    else if ('adopt' in request)
      for (const event of request.adopt)
        Object.assign(event, {
          data: give(event.data),
          previousHash: give(event.previousHash),
          hash: give(event.hash),
        });
    else if ('snapshot' in request) Object.assign(request.snapshot, { state: give(request.snapshot.state) });
  }
  return requests as unknown as EventsRequest[];
}
