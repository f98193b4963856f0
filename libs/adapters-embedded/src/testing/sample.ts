import { envelopeLine, type StoredEvent } from '@chuangwen/contracts';
import type { ServicePorts } from '@chuangwen/ports';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { EmbeddedStorage } from '../index';
import { someCommand } from './commands';

/** A little of everything that a data folder keeps, written and read through the ports alone, so that every format can be asked the same. */
const LANES = [0, 1, 2];
const TENANTS = ['red', 'blue'];
const VIEW = { view: 'board', generation: 1 };
const SUBJECTS = ['person:1', 'person:2', 'document:1'];
const KINDS = ['account', 'draft'];
const BLOB = '佐证材料：清扫记录';

export async function fillSample(storage: EmbeddedStorage): Promise<void> {
  const task = storage.ports('task');
  for (const tenant of TENANTS)
    for (const lane of LANES)
      for (let version = 0; version < 5; version += 1) {
        const command = someCommand(lane + (tenant === 'red' ? 0 : 10), version);
        const odd = version === 3 ? { commandId: `手工-${lane}`, effectiveOn: '2026-02-28' } : {};
        const data = Buffer.from(JSON.stringify({ lane, version, note: '巡查' }));
        const events = command.events.map((event) => ({ ...event, ...odd, audience: ['office'], data }));
        const receipt = { ...command.receipt, tenant, commandId: events[0]!.commandId };
        await task.events.append({ tenant, stream: `lane-${lane}` }, { ...command, events, receipt });
      }
  await task.events.saveSnapshot(
    { tenant: 'red', stream: 'lane-0' },
    { version: 5, kind: 'lane@1', state: Buffer.from('{"n":5}') },
  );
  await storage.ports('campaign').events.append({ tenant: 'red', stream: 'lane-0' }, someCommand(20, 0));
  for (const subject of SUBJECTS) await task.keys.obtain('red', subject);
  await task.keys.destroy('red', 'person:2');
  for (const kind of KINDS) await task.secrets.create('red', kind, 'li', { kind, 内容: '只给自己看' });
  const [entry] = await task.secrets.list('red', 'draft');
  await task.secrets.replace('red', 'draft', { ...entry!, value: { changed: true } });
  await task.blobs.put('red', Readable.from([Buffer.from(BLOB)]), 1000);
  await task.jobs.schedule({
    queue: 'remind',
    tenant: 'red',
    key: 'a',
    at: '2099-01-01T00:00:00.000Z',
    data: { n: 1 },
  });
  await task.views.commit(VIEW, {
    documents: [{ tenant: 'red', id: 'a', body: { title: '清扫' }, index: { by: ['x'] } }],
    counters: [{ tenant: 'red', group: 'g', key: 'k', day: '2026-04-28', add: { n: 3 } }],
    positions: [{ topic: 'task', partition: 0, next: 30 }],
    seen: [{ topic: 'task', tenant: 'red', stream: 'lane-0', version: 5 }],
  });
}

/** All of it as plain JSON. */
export async function readSample(storage: EmbeddedStorage): Promise<unknown> {
  const task = storage.ports('task');
  const events = [...(await eventsOf(task)), ...(await eventsOf(storage.ports('campaign')))];
  const receipts = [];
  for (const { tenant, commandId } of events) receipts.push(await task.events.receipt(tenant, 'p-1', commandId));
  const keys = [];
  for (const subject of SUBJECTS) keys.push(hex(await task.keys.find('red', subject)));
  const secrets = [];
  for (const kind of KINDS) secrets.push(await task.secrets.list('red', kind));
  const snapshot = await task.events.loadSnapshot({ tenant: 'red', stream: 'lane-0' }, 'lane@1');
  const dump = [];
  for await (const line of task.views.dump(VIEW)) dump.push(line);
  return JSON.parse(
    JSON.stringify({
      events: events.map(plain),
      receipts,
      keys,
      secrets,
      snapshot: snapshot && { ...snapshot, state: hex(snapshot.state) },
      jobs: await task.jobs.waiting('remind'),
      view: { dump, positions: await task.views.positions(VIEW) },
      blob: await blobOf(task),
    }),
  );
}

async function eventsOf({ events }: ServicePorts) {
  const all = [];
  for await (const ref of events.streams()) all.push(...(await events.read(ref)).events);
  return all;
}

async function blobOf({ blobs }: ServicePorts): Promise<string | null> {
  const found = await blobs.get('red', createHash('sha256').update(BLOB).digest('hex'));
  return found && (await buffer(found)).toString('utf8');
}

const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');
const plain = (event: StoredEvent) => ({
  line: JSON.parse(envelopeLine(event)) as unknown,
  data: Buffer.from(event.data).toString('utf8'),
  hash: hex(event.hash),
  previousHash: hex(event.previousHash),
});
