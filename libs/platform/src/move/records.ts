import { z } from 'zod';
import { FileUnfit } from './frames';

const text = z.string();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);
const of = { service: text, tenant: text };

/** A tenant that goes along; `above`: the offices over it, nearest first. */
const tenant = z.strictObject({
  is: z.literal('tenant'),
  id: text,
  name: text,
  above: z.array(z.strictObject({ id: text, name: text })),
});

const actor = z.strictObject({
  kind: z.enum(['person', 'workflow', 'system']),
  id: text,
  post: text.exactOptional(),
  organisation: text.exactOptional(),
  onBehalfOf: text.exactOptional(),
});

/** Of the stream that was named last, in order of version. The bytes behind it: its hash, then its data. */
const event = z.strictObject({
  is: z.literal('event'),
  id: text,
  type: text,
  schemaVersion: count,
  audience: z.array(text),
  recordedAt: text,
  effectiveOn: text.nullable(),
  actor,
  commandId: text,
  correlationId: text,
  causationId: text,
  origin: z.enum(['live', 'import']),
});

/**
 * What stands in a file, in this order: export, tenants, keys, files with their parts, streams with their events (those of the register
 * last), receipts, entries, views, entries that wait for the outcome, end.
 */
export const record = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('export'), installation: text, at: text, scope: text.nullable() }),
  tenant,
  /** With its 32 bytes; without: it was destroyed. */
  z.strictObject({ is: z.literal('key'), tenant: text, subject: text }),
  z.strictObject({ is: z.literal('file'), ...of, sha256 }),
  /** Bytes of the file that was named last, and whether they end it; `damaged`: they are not those of its name, and it stays behind. */
  z.strictObject({ is: z.literal('part'), end: z.enum(['more', 'whole', 'damaged']) }),
  z.strictObject({ is: z.literal('stream'), ...of, stream: text, version: count }),
  event,
  z.strictObject({ is: z.literal('receipt'), ...of, actor: text, commandId: text, bodyHash: sha256, answer: text }),
  z.strictObject({
    is: z.literal('entry'),
    ...of,
    kind: text,
    key: text,
    value: z.json(),
    expiresAt: text.nullable(),
    last: z.boolean(),
  }),
  /** The lines of a view (see ReadModels.dump) that come of these streams alone. */
  z.strictObject({ is: z.literal('view'), service: text, view: text, lines: count, sha256 }),
  z.strictObject({
    is: z.literal('end'),
    counts: z.strictObject({
      tenants: count,
      keys: count,
      erased: count,
      files: count,
      streams: count,
      events: count,
      receipts: count,
      entries: count,
    }),
  }),
]);
export type Head = z.infer<typeof record>;
export type HeadOf<Is extends Head['is']> = Extract<Head, { is: Is }>;
export type Counts = HeadOf<'end'>['counts'];
export type MovingTenant = Omit<HeadOf<'tenant'>, 'is'>;

export type FileRecord<H extends Head = Head> = Readonly<{ head: H; bytes: Buffer }>;

export const noCounts = (): Counts => ({
  tenants: 0,
  keys: 0,
  erased: 0,
  files: 0,
  streams: 0,
  events: 0,
  receipts: 0,
  entries: 0,
});

/** Counts one more of what it is. */
export function counted(counts: Counts, { head, bytes }: FileRecord): void {
  if (head.is === 'key') counts[bytes.length === 0 ? 'erased' : 'keys'] += 1;
  else if (head.is === 'entry') counts.entries += 1;
  else if (head.is === 'part') counts.files += head.end === 'whole' ? 1 : 0;
  else if (head.is !== 'file') {
    const plural = `${head.is}s`;
    if (plural in counts) counts[plural as keyof Counts] += 1;
  }
}

const LENGTHS = 8;

/** Two lengths, the head as JSON, the bytes. */
export function packed(head: Head, bytes: Uint8Array = new Uint8Array()): Buffer {
  const json = Buffer.from(JSON.stringify(head));
  const lengths = Buffer.alloc(LENGTHS);
  lengths.writeUInt32BE(json.length, 0);
  lengths.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([lengths, json, bytes]);
}

/** The records of one frame. Throws FileUnfit. */
export function* unpacked(frame: Buffer): Generator<FileRecord> {
  for (let at = 0; at < frame.length;) {
    if (at + LENGTHS > frame.length) throw new FileUnfit('a record breaks off');
    const [json, bytes] = [frame.readUInt32BE(at), frame.readUInt32BE(at + 4)];
    const begin = at + LENGTHS;
    at = begin + json + bytes;
    if (at > frame.length) throw new FileUnfit('a record breaks off');
    yield { head: parsed(frame.toString('utf8', begin, begin + json)), bytes: frame.subarray(begin + json, at) };
  }
}

function parsed(json: string): Head {
  try {
    return record.parse(JSON.parse(json));
  } catch (error) {
    throw new FileUnfit('a record can’t be understood', { cause: error });
  }
}
