import type { mongo } from 'mongoose';
import { answered } from '../mongo/errors';
import type { Generation } from './generation';
import { pairOf } from './names';
import type { Collections } from './schemas';

type Line = (string | number)[];

/** What a build is, in the order and text of every adapter: its offsets and how often something was tried are not part of it. */
export async function* dump(
  rows: Collections,
  generation: Generation,
  session: mongo.ClientSession,
  tenant?: string,
): AsyncGenerator<string> {
  const tenants = tenant === undefined ? await tenantsOf(rows, generation, session) : [tenant];
  for (const one of tenants) {
    const of = { part: generation.part(one) };
    for (const { part, lines } of parts(rows, of, { session, allowDiskUse: true })) {
      for await (const line of lines) yield JSON.stringify([part, one, ...line]);
    }
  }
}

type Options = { session: mongo.ClientSession; allowDiskUse: true };

function parts({ documents, counters, seen, parked, waiting }: Collections, of: { part: string }, options: Options) {
  const entries = [
    { $match: of },
    { $project: { id: 1, keys: 1 } },
    { $unwind: '$keys' },
    { $sort: { keys: 1, id: 1 } },
  ] as const;
  return [
    {
      part: 'document',
      lines: lined(documents.find(of, options).sort({ id: 1 }), (row) => [row.id, keysText(row.keys), row.body]),
    },
    {
      part: 'entry',
      lines: lined(documents.aggregate<{ id: string; keys: string }>([...entries], options), (row) => [
        ...pairOf(row.keys),
        row.id,
      ]),
    },
    {
      part: 'counter',
      lines: lined(counters.find(of, options).sort({ group: 1, key: 1, day: 1, name: 1 }), (row) => [
        row.group,
        row.key,
        row.day,
        row.name,
        row.value,
      ]),
    },
    {
      part: 'seen',
      // Of a stream that is parked from its first event nothing was seen.
      lines: lined(seen.find({ ...of, version: { $gt: 0 } }, options).sort({ topic: 1, stream: 1 }), streamLine),
    },
    { part: 'parked', lines: lined(parked.find(of, options).sort({ topic: 1, stream: 1 }), streamLine) },
    {
      part: 'parked event',
      lines: lined(waiting.find(of, options).sort({ topic: 1, stream: 1, version: 1 }), (row) => [
        ...streamLine(row),
        row.event,
      ]),
    },
  ];
}

async function* lined<Row>(cursor: mongo.AbstractCursor<Row>, line: (row: Row) => Line): AsyncGenerator<Line> {
  try {
    for (;;) {
      const row = await answered(() => cursor.next());
      if (row === null) return;
      yield line(row);
    }
  } finally {
    await cursor.close().catch(() => undefined);
  }
}

const streamLine = ({ topic, stream, version }: { topic: string; stream: string; version: number }): Line => [
  topic,
  stream,
  version,
];

/** As `keysOf` made it: its pairs are kept in its order. */
function keysText(keys: readonly string[]): string {
  const names: [string, string[]][] = [];
  for (const [name, value] of keys.map(pairOf)) {
    const last = names.at(-1);
    if (last?.[0] === name) last[1].push(value);
    else names.push([name, [value]]);
  }
  return names.length === 0 ? '' : JSON.stringify(names);
}

/** In the order of bytes. */
async function tenantsOf(rows: Collections, generation: Generation, session: mongo.ClientSession): Promise<string[]> {
  const { documents, counters, seen, parked, waiting } = rows;
  const tenants = new Set<string>();
  for (const collection of [documents, counters, seen, parked, waiting]) {
    const of = collection as unknown as mongo.Collection<{ part: string }>;
    for (const filter of generation.everyPart) {
      const found = await answered(() =>
        of.aggregate<{ _id: string }>([{ $match: filter }, { $group: { _id: '$part' } }], { session }).toArray(),
      );
      for (const { _id } of found) {
        const tenant = generation.tenantOf(_id);
        if (tenant !== null) tenants.add(tenant);
      }
    }
  }
  return [...tenants].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
