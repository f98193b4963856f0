import { EVENT_HEADERS, eventFromHeaders, eventHeaders } from './cloud-events';
import { hashOf, NO_HASH, type StoredEvent } from './envelope';

const whole: StoredEvent = chained({
  id: '0198c1f4-0000-7000-8000-000000000001',
  type: 'task.assigned',
  schemaVersion: 2,
  audience: ['桐泽市城管局', 'tongze,green'],
  recordedAt: '2026-04-28T01:02:03.004Z',
  effectiveOn: '2026-04-27',
  actor: { kind: 'person', id: 'p-1', post: '科员', organisation: 'red', onBehalfOf: 'p-2' },
  commandId: 'c-1',
  correlationId: 'c-0',
  causationId: 'c-1',
  origin: 'import',
  data: Buffer.from('{"title":"创建全国文明城市"}'),
  tenant: 'tongze',
  stream: 'task-1',
  version: 7,
});
const bare: StoredEvent = chained({
  ...whole,
  audience: [],
  effectiveOn: null,
  actor: { kind: 'system', id: 'sealer' },
});

function chained(event: Omit<StoredEvent, 'hash' | 'previousHash'>): StoredEvent {
  const linked = { ...event, previousHash: NO_HASH };
  return { ...linked, hash: hashOf(linked) };
}

const read = (headers: Readonly<Record<string, string>>, event = whole) =>
  eventFromHeaders((name) => headers[name], event.data);

it.each([
  ['whole', whole],
  ['bare', bare],
  ['adopted', { ...whole, adopted: true as const }],
])('an event that is %s comes back as it was, and so does its hash', (_, event) => {
  const back = read(eventHeaders('task', event), event);
  expect({ ...back, data: Buffer.from(back.data) }).toEqual({
    ...event,
    previousHash: Buffer.from(event.previousHash),
    hash: Buffer.from(event.hash),
  });
  expect(Buffer.from(hashOf(back))).toEqual(Buffer.from(event.hash));
});

it('names attributes as CloudEvents demands, and every header by the table', () => {
  for (const name of Object.values(EVENT_HEADERS))
    expect(name).toMatch(/^(ce_[a-z0-9]{1,20}|content-type|traceparent)$/);
  const names = Object.keys(eventHeaders('task', { ...whole, adopted: true }));
  expect([...names, EVENT_HEADERS.signature].sort()).toEqual(Object.values(EVENT_HEADERS).sort());
  expect(eventHeaders('task', whole)).toMatchObject({
    ce_specversion: '1.0',
    ce_source: '/services/task',
    ce_subject: 'task-1',
    'content-type': 'application/json',
  });
});

it.each([
  ['a header missing', { ce_type: undefined }],
  ['a version that is no number', { ce_streamversion: '7e0' }],
  ['a version beyond all counting', { ce_streamversion: '9'.repeat(20) }],
  ['an audience that is no list', { ce_audience: '{"red":1}' }],
  ['an audience that is no JSON', { ce_audience: 'red' }],
  ['a hash that is none', { ce_hash: 'AB'.repeat(32) }],
  ['another version of CloudEvents', { ce_specversion: '0.3' }],
])('refuses %s', (_, change) => {
  const headers = { ...eventHeaders('task', whole), ...change } as Record<string, string>;
  expect(() => read(headers)).toThrow();
});
