import {
  copiedAlong,
  eventContract,
  hashOf,
  NO_HASH,
  older,
  personalLeaves,
  UnknownEventVersion,
  type StoredEvent,
} from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import { z } from 'zod';
import { EventCodec } from './codec';
import { MemoryKeys } from './fakes/store';

/** A visit, made up: v1 said who in one word, v2 named the visitor, v3 counts minutes. */
const visitPaid = eventContract({
  type: 'visit.paid',
  version: 3,
  schema: z.object({ visitId: z.string(), visitorId: z.string(), visitor: z.string(), minutes: z.number() }),
  older: {
    1: older(
      z.object({ visitId: z.string(), visitorId: z.string(), who: z.string(), hours: z.number() }),
      ({ who, ...rest }) => ({ ...rest, visitor: who }),
      { who: '（已删除）' },
    ),
    2: older(
      z.object({ visitId: z.string(), visitorId: z.string(), visitor: z.string(), hours: z.number() }),
      ({ hours, ...rest }) => ({ ...rest, minutes: hours * 60 }),
    ),
  },
  personal: { visitor: { key: 'person', of: 'visitorId', erased: '（已删除）' } },
});
/** The same event as the program of its first version wrote it. */
const visitPaidV1 = eventContract({
  type: 'visit.paid',
  version: 1,
  schema: z.object({ visitId: z.string(), visitorId: z.string(), who: z.string(), hours: z.number() }),
  personal: { who: { key: 'person', of: 'visitorId', erased: '（已删除）' } },
});
const noteKept = eventContract({
  type: 'note.kept',
  version: 1,
  schema: z.object({ noteId: z.string(), text: z.string().nullable() }),
  personal: { text: { key: 'document', of: 'noteId', erased: null } },
});
/** A list given out: its lines and who asked for each, by line. Nothing else of it is personal. */
const listShape = z.object({
  listId: z.string(),
  lines: z.array(z.object({ lineId: z.string(), text: z.string().nullable(), title: z.string(), due: z.string() })),
  asked: z.record(z.string(), z.object({ who: z.string() })),
  cover: z.object({ title: z.string(), note: z.string().optional() }).nullable(),
});
const listGiven = eventContract({
  type: 'list.given',
  version: 1,
  schema: listShape,
  personal: {
    'lines.*.text': { key: 'document', of: 'listId', erased: null },
    'lines.*.title': { key: 'document', of: 'listId', erased: '（已删除）' },
    'asked.*.who': { key: 'document', of: 'listId', erased: '（已删除）' },
    'cover.note': { key: 'document', of: 'listId', erased: '（已删除）' },
  },
});
const list = {
  type: 'list.given',
  data: {
    listId: 'l1',
    lines: [
      { lineId: 'a', text: '由欧阳沐晴牵头', title: '修路灯', due: '2026-05-01' },
      { lineId: 'b', text: null, title: '扫楼道', due: '2026-06-01' },
    ],
    asked: { a: { who: '欧阳沐晴' }, b: { who: '柳一舟' } },
    cover: { title: '整改清单', note: '致电欧阳沐晴' },
  },
};

const visit: DomainEvent = {
  type: 'visit.paid',
  data: { visitId: 'v1', visitorId: 'p1', visitor: '欧阳沐晴', minutes: 90 },
};
const visitV1: DomainEvent = {
  type: 'visit.paid',
  data: { visitId: 'v1', visitorId: 'p1', who: '欧阳沐晴', hours: 1.5 },
};

let keys: MemoryKeys;
let codec: EventCodec;
beforeEach(() => {
  keys = new MemoryKeys();
  codec = new EventCodec([visitPaid, noteKept, listGiven], keys);
});

async function stored(event: DomainEvent, by = codec, id = 'e1'): Promise<StoredEvent> {
  const whole = {
    id,
    ...(await by.encode('bureau', id, event)),
    tenant: 'bureau',
    stream: 'visit-v1',
    version: 1,
    audience: [],
    recordedAt: '2026-04-28T01:02:03.000Z',
    effectiveOn: null,
    actor: { kind: 'person' as const, id: 'p9' },
    commandId: 'c1',
    correlationId: 'c1',
    causationId: 'c1',
    origin: 'live' as const,
    previousHash: NO_HASH,
  };
  return { ...whole, hash: hashOf(whole) };
}
const textOf = ({ data }: StoredEvent) => Buffer.from(data).toString('utf8');
type Sealed = Record<string, { box: string; subject: string }>;
const rewritten = (event: StoredEvent, change: (data: Sealed) => unknown): StoredEvent => ({
  ...event,
  data: Buffer.from(JSON.stringify(change(JSON.parse(textOf(event)) as Sealed))),
});

describe('sealing', () => {
  it('stores a personal field unreadable and the others as they are, and gives back what was written', async () => {
    const event = await stored(visit);
    expect(textOf(event)).not.toContain('欧阳沐晴');
    expect(JSON.parse(textOf(event))).toMatchObject({
      visitId: 'v1',
      minutes: 90,
      visitor: { $sealed: 'A256GCM', subject: 'person:p1' },
    });
    expect(await codec.decode(event)).toEqual(visit);
  });

  it('hangs free text on its document’s key', async () => {
    const note = { type: 'note.kept', data: { noteId: 'n1', text: '群众来电反映路灯不亮' } };
    const event = await stored(note);
    expect(textOf(event)).toContain('document:n1');
    expect(await codec.decode(event)).toEqual(note);
  });

  it('seals no empty field', async () => {
    const note = { type: 'note.kept', data: { noteId: 'n1', text: null } };
    const event = await stored(note);
    expect(textOf(event)).toBe('{"noteId":"n1","text":null}');
    expect(await codec.decode(event)).toEqual(note);
  });

  it('of the same value twice gives other bytes', async () => {
    expect(textOf(await stored(visit))).not.toBe(textOf(await stored(visit)));
  });

  it('refuses an event that is not of its contract’s shape', async () => {
    const broken = { type: 'visit.paid', data: { visitId: 'v1', visitorId: 'p1', visitor: '欧阳沐晴' } };
    await expect(codec.encode('bureau', 'e1', broken)).rejects.toThrow(z.ZodError);
  });
});

describe('personal places within lists and records', () => {
  it('are sealed one by one, all else stays as it is, and what was written comes back', async () => {
    const event = await stored(list);
    const sealed = { $sealed: 'A256GCM', subject: 'document:l1' };
    for (const text of ['欧阳沐晴', '柳一舟', '修路灯', '扫楼道']) expect(textOf(event)).not.toContain(text);
    expect(JSON.parse(textOf(event))).toMatchObject({
      lines: [
        { lineId: 'a', text: sealed, title: sealed, due: '2026-05-01' },
        { lineId: 'b', text: null, title: sealed, due: '2026-06-01' },
      ],
      asked: { a: { who: sealed }, b: { who: sealed } },
      cover: { title: '整改清单', note: sealed },
    });
    expect(await codec.decode(event)).toEqual(list);
  });

  it('leave the event that is written as it is', async () => {
    const before = structuredClone(list);
    await stored(list);
    expect(list).toEqual(before);
  });

  it('may be absent: what was not there is not there afterwards', async () => {
    const empty = { type: 'list.given', data: { listId: 'l1', lines: [], asked: {}, cover: null } };
    expect(textOf(await stored(empty))).toBe(JSON.stringify(empty.data));
    const bare = { type: 'list.given', data: { ...empty.data, cover: { title: '整改清单' } } };
    expect(await codec.decode(await stored(bare))).toEqual(bare);
  });

  it('ask for the key once, until it is destroyed, and for none where nothing is sealed', async () => {
    const [obtained, found] = [jest.spyOn(keys, 'obtain'), jest.spyOn(keys, 'find')];
    const event = await stored(list);
    await stored(list);
    expect(obtained).toHaveBeenCalledTimes(1);
    found.mockClear();
    await codec.decode(event);
    expect(found).toHaveBeenCalledTimes(0);
    const another = new EventCodec([listGiven], keys);
    for (let times = 0; times < 2; times += 1) await another.decode(event);
    expect(found).toHaveBeenCalledTimes(1);
    await stored({ type: 'list.given', data: { listId: 'l2', lines: [], asked: {}, cover: null } });
    expect(obtained).toHaveBeenCalledTimes(1);
  });

  it('do not open at another place of the same event', async () => {
    const event = rewritten(await stored(list), (data) => {
      const { asked, lines } = data as unknown as { asked: Record<string, unknown>; lines: unknown };
      return { ...data, lines, asked: { a: asked['b'], b: asked['a'] } };
    });
    await expect((async () => codec.decode(event))()).rejects.toThrow();
  });

  it('become what stands for them once the key is destroyed, then and in what is written later', async () => {
    const erased = {
      ...list.data,
      lines: [
        { lineId: 'a', text: null, title: '（已删除）', due: '2026-05-01' },
        { lineId: 'b', text: null, title: '（已删除）', due: '2026-06-01' },
      ],
      asked: { a: { who: '（已删除）' }, b: { who: '（已删除）' } },
      cover: { title: '整改清单', note: '（已删除）' },
    };
    const event = await stored(list);
    await keys.destroy('bureau', 'document:l1');
    expect(await codec.decode(event)).toEqual({ type: 'list.given', data: erased });
    expect(JSON.parse(textOf(await stored(list)))).toEqual(erased);
  });

  it('of an older version open, or are erased, under the names they had', async () => {
    const rows = z.object({ listId: z.string(), rows: z.array(z.object({ words: z.string() })) });
    const words = { key: 'document', of: 'listId', erased: '（无）' } as const;
    const first = eventContract({ type: 'list.given', version: 1, schema: rows, personal: { 'rows.*.words': words } });
    const now = eventContract({
      type: 'list.given',
      version: 2,
      schema: z.object({ listId: z.string(), texts: z.array(z.string()) }),
      older: {
        1: older(rows, ({ rows: all, ...rest }) => ({ ...rest, texts: all.map((row) => row.words) }), {
          'rows.*.words': '（无）',
        }),
      },
      personal: { 'texts.*': words },
    });
    const event = await stored(
      { type: 'list.given', data: { listId: 'l1', rows: [{ words: '欧阳沐晴' }] } },
      new EventCodec([first], keys),
    );
    const today = new EventCodec([now], keys);
    expect(await today.decode(event)).toEqual({ type: 'list.given', data: { listId: 'l1', texts: ['欧阳沐晴'] } });
    await keys.destroy('bureau', 'document:l1');
    expect(await today.decode(event)).toEqual({ type: 'list.given', data: { listId: 'l1', texts: ['（无）'] } });
  });

  it('can’t lie within one another', () => {
    const rule = { key: 'document', of: 'listId', erased: null } as const;
    const nested = (...paths: string[]) =>
      eventContract({
        type: 'list.given',
        version: 1,
        schema: listShape,
        personal: Object.fromEntries(paths.map((path) => [path, rule])),
      });
    expect(() => nested('cover', 'cover.note')).toThrow('personal path');
    expect(() => nested('cover.note', 'cover')).toThrow('personal path');
  });
});

describe('an event of which nothing is personal', () => {
  it('is not walked, and reads at once', async () => {
    const plain = eventContract({ type: 'list.given', version: 1, schema: listShape });
    const walked = () => {
      throw new Error('walked');
    };
    const watched = new Proxy(list.data, { get: walked, ownKeys: walked, has: walked });
    expect(personalLeaves(plain.personalPaths, watched)).toEqual([]);
    expect(Object.is(copiedAlong(plain.personalPaths, watched), watched)).toBe(true);
    const by = new EventCodec([plain], keys);
    expect(by.decode(await stored(list, by))).toEqual(list);
  });
});

describe('a key that was destroyed', () => {
  it('leaves the erased value, and the hash still verifies', async () => {
    const event = await stored(visit);
    await keys.destroy('bureau', 'person:p1');
    expect(await codec.decode(event)).toEqual({ ...visit, data: { ...(visit.data as object), visitor: '（已删除）' } });
    const { hash, ...rest } = event;
    expect(hashOf(rest)).toEqual(hash);
  });

  it('leaves the erased value in an older version too, whose field had another name', async () => {
    const event = await stored(visitV1, new EventCodec([visitPaidV1], keys));
    await keys.destroy('bureau', 'person:p1');
    expect(await codec.decode(event)).toEqual({ ...visit, data: { ...(visit.data as object), visitor: '（已删除）' } });
  });

  it('leaves other people as they are', async () => {
    const event = await stored(visit);
    await keys.destroy('bureau', 'person:p2');
    expect(await codec.decode(event)).toEqual(visit);
  });

  it('stays destroyed: what is written later of that person is erased at once', async () => {
    await keys.destroy('bureau', 'person:p1');
    expect(textOf(await stored(visit))).toContain('"visitor":"（已删除）"');
  });
});

describe('an older version', () => {
  it('is lifted through every step to today’s shape, opened first', async () => {
    const event = await stored(visitV1, new EventCodec([visitPaidV1], keys));
    expect([event.schemaVersion, textOf(event).includes('欧阳沐晴')]).toEqual([1, false]);
    expect(await codec.decode(event)).toEqual(visit);
  });

  it('that is not of its own shape is refused, not guessed', async () => {
    const event = await stored(visitV1, new EventCodec([visitPaidV1], keys));
    const broken = rewritten(event, ({ visitId: _lost, ...data }) => data);
    await expect(async () => codec.decode(broken)).rejects.toThrow(z.ZodError);
  });
});

describe('what a newer program wrote', () => {
  it('is not guessed at when the version is newer', async () => {
    const event = { ...(await stored({ type: 'note.kept', data: { noteId: 'n1', text: null } })), schemaVersion: 2 };
    expect(() => codec.decode(event)).toThrow(UnknownEventVersion);
  });

  it('is not guessed at when the type is unknown', async () => {
    const event = { ...(await stored(visit)), type: 'visit.cancelled' };
    expect(() => codec.decode(event)).toThrow(UnknownEventVersion);
  });
});

describe('a sealed value that was moved or changed does not open', () => {
  it('in another event of the same stream', async () => {
    const [one, two] = [await stored(visit, codec, 'e1'), await stored(visit, codec, 'e2')];
    await expect((async () => codec.decode({ ...two, data: one.data }))()).rejects.toThrow();
  });

  it('in another tenant that holds the same key', async () => {
    const event = await stored(visit);
    jest.spyOn(keys, 'find').mockResolvedValue(await keys.obtain('bureau', 'person:p1'));
    await expect((async () => codec.decode(event))()).resolves.toEqual(visit);
    await expect((async () => codec.decode({ ...event, tenant: 'other' }))()).rejects.toThrow();
  });

  it('under another person’s name', async () => {
    await keys.obtain('bureau', 'person:p2');
    const event = rewritten(await stored(visit), (data) => ({
      ...data,
      visitor: { ...data['visitor'], subject: 'person:p2' },
    }));
    await expect((async () => codec.decode(event))()).rejects.toThrow();
  });

  it('with one bit flipped', async () => {
    const event = rewritten(await stored(visit), (data) => {
      const box = Buffer.from(data['visitor']!.box, 'base64url');
      box[0]! ^= 1;
      return { ...data, visitor: { ...data['visitor'], box: box.toString('base64url') } };
    });
    await expect((async () => codec.decode(event))()).rejects.toThrow();
  });
});
