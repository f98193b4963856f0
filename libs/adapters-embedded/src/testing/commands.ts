import type { Append, Receipt } from '@chuangwen/ports';
import { createHash } from 'node:crypto';

/** The command that makes version + 1 of a lane: the same each time, as a client that sends again would send it. */
export function someCommand(lane: number, version: number): Append & { receipt: Receipt } {
  const commandId = uuidOf(`command ${lane} ${version}`);
  const event = {
    id: uuidOf(`event ${lane} ${version}`),
    type: 'task.assigned',
    schemaVersion: 1,
    audience: [],
    recordedAt: '2026-04-28T01:02:03.004Z',
    effectiveOn: null,
    actor: { kind: 'person' as const, id: 'p-1' },
    commandId,
    correlationId: commandId,
    causationId: commandId,
    origin: 'live' as const,
    data: Buffer.from(JSON.stringify({ lane, version, note: 'x'.repeat(500) })),
  };
  const answer = JSON.stringify({ version: version + 1 });
  return {
    expectedVersion: version,
    events: [event],
    receipt: { tenant: 'red', actor: 'p-1', commandId, bodyHash: 'ab'.repeat(32), answer },
  };
}

const uuidOf = (text: string) =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
