import { hashOf, NO_HASH, type NewEvent, type StoredEvent, type StreamRef } from '@chuangwen/contracts';
import { randomUUID } from 'node:crypto';
import type { Receipt } from '../event-store';

/** An event with every field in use, different each time. */
export function someEvent(fields: Partial<NewEvent> = {}): NewEvent {
  const commandId = randomUUID();
  return {
    id: randomUUID(),
    type: 'task.assigned',
    schemaVersion: 1,
    audience: ['office'],
    recordedAt: '2026-04-28T01:02:03.004Z',
    effectiveOn: '2026-04-27',
    actor: { kind: 'person', id: 'p-1', post: 'clerk', organisation: 'red', onBehalfOf: 'p-2' },
    commandId,
    correlationId: randomUUID(),
    causationId: commandId,
    origin: 'live',
    data: Buffer.from(JSON.stringify({ taskId: randomUUID(), title: '创建全国文明城市' }), 'utf8'),
    ...fields,
  };
}

export const someRef = (tenant = 'red'): StreamRef => ({ tenant, stream: `task-${randomUUID()}` });

/** As another installation has them in that stream. */
export function someChain(ref: StreamRef, ...events: NewEvent[]): StoredEvent[] {
  let previousHash = NO_HASH;
  return events.map((event, at) => {
    const stored = { ...event, ...ref, version: at + 1, previousHash };
    previousHash = hashOf(stored);
    return { ...stored, hash: previousHash };
  });
}

export const someReceipt = (fields: Partial<Receipt> = {}): Receipt => ({
  tenant: 'red',
  actor: 'p-1',
  commandId: randomUUID(),
  bodyHash: 'ab'.repeat(32),
  answer: '{"version":1,"note":"收到"}',
  ...fields,
});
