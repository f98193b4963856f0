import { eventContract, older, type EventContract, type EventOf, type NewEvent } from '@chuangwen/contracts';
import * as contracts from '@chuangwen/contracts';
import { Arrivals, defineView, EventCodec, Projector, Streams, SystemClock, type View } from '@chuangwen/platform';
import type { KeyVault, ServicePorts } from '@chuangwen/ports';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../architecture/check';
import { callerOf } from './ledger';
import { describeEmbedded, describeGrounds, openGround } from './ground';

jest.setTimeout(120_000); // real disks, on machines that do other things too

/**
 * A made-up event through three shapes, with its frozen corpus: v1 had one number as text, v2 a number, v3 renamed it and
 * says its unit.
 */
const measured = eventContract({
  type: 'river.measured',
  version: 3,
  schema: z.object({ riverId: z.string(), level: z.object({ value: z.number(), unit: z.enum(['cm', 'm']) }) }),
  older: {
    1: older(z.object({ riverId: z.string(), height: z.string() }), ({ riverId, height }) => ({
      riverId,
      height: Number(height),
    })),
    2: older(z.object({ riverId: z.string(), height: z.number() }), ({ riverId, height }) => ({
      riverId,
      level: { value: height, unit: 'cm' },
    })),
  },
});
type Measured = EventOf<typeof measured>;

const corpus: readonly (readonly [version: number, data: object])[] = [
  [1, { riverId: 'r', height: '120' }],
  [2, { riverId: 'r', height: 130, observer: 'a field that nobody knows any more' }],
  [3, { riverId: 'r', level: { value: 1.4, unit: 'm' } }],
  [1, { riverId: 'r', height: '150', weather: '晴' }],
];
const today = [
  { riverId: 'r', level: { value: 120, unit: 'cm' } },
  { riverId: 'r', level: { value: 130, unit: 'cm' } },
  { riverId: 'r', level: { value: 1.4, unit: 'm' } },
  { riverId: 'r', level: { value: 150, unit: 'cm' } },
];

type River = { levels: unknown[] };
const rivers = defineView<River, Measured>({
  name: 'rivers',
  topics: ['ledger'],
  route: { 'river.measured': ({ data }) => data.riverId },
  evolve: (river, { data }) => ({ levels: [...(river?.levels ?? []), data.level] }),
}) as View;

const eventOf = (id: number, type: string, schemaVersion: number, data: object): NewEvent => {
  const { commandId } = callerOf({ id, ledgerId: 'r', amount: 0 });
  return {
    id: commandId,
    type,
    schemaVersion,
    audience: [],
    recordedAt: '2026-04-28T01:00:00.000Z',
    effectiveOn: null,
    actor: { kind: 'system', id: 'corpus' },
    commandId,
    correlationId: commandId,
    causationId: commandId,
    origin: 'live',
    data: Buffer.from(JSON.stringify(data)),
  };
};

const write = (ports: ServicePorts, stream: string, events: readonly NewEvent[]) =>
  ports.events.append({ tenant: 'bureau', stream }, { expectedVersion: 0, events, receipt: null });

const viewOf = async (ports: ServicePorts, known: readonly EventContract[]) => {
  await ports.feed.settled();
  const codec = new EventCodec(known, ports.keys);
  const projector = new Projector(rivers, ports.views, ports.feed, codec, new Arrivals(), new SystemClock(), 'rivers');
  await projector.rebuild();
  const [document] = await ports.views.load(projector.ref, [{ tenant: 'bureau', id: 'r' }]);
  return { projector, document, codec };
};

describeGrounds('F18: events of every age', (on) => {
  it('fold into the state and the view that events of today would have given, whatever they carry besides', () =>
    on(async (ground) => {
      const storage = await openGround(ground);
      const ports = storage.ports('ledger');
      await write(
        ports,
        'river-r',
        corpus.map(([version, data], i) => eventOf(i, 'river.measured', version, data)),
      );
      const { document, codec, projector } = await viewOf(ports, [measured]);
      expect(document).toEqual({ levels: today.map(({ level }) => level) });
      expect(await projector.compare()).toMatchObject({ equal: true });

      const streams = new Streams('ledger', ports.events, codec, new SystemClock());
      const decider = {
        initialState: (): object[] => [],
        evolve: (all: object[], { data }: Measured) => [...all, data],
        decide: () => [],
      };
      const { state } = await streams.load({ kind: 'river@1', decider }, { tenant: 'bureau', stream: 'river-r' });
      expect(state).toEqual(today);
      await storage.close();
    }));

  it('that were removed, came from a newer program or lost an upcaster park their stream and no other', () =>
    on(async (ground) => {
      const storage = await openGround(ground);
      const ports = storage.ports('ledger');
      const [old, , now] = corpus.map(([version, data], i) => eventOf(i, 'river.measured', version, data));
      await write(ports, 'river-removed', [eventOf(11, 'river.renamed', 1, { riverId: 'x' })]);
      await write(ports, 'river-newer', [eventOf(12, 'river.measured', 4, { riverId: 'x' })]);
      await write(ports, 'river-gone', [old!]);
      await write(ports, 'river-untrue', [eventOf(13, 'river.measured', 2, { riverId: 7 })]);
      await write(ports, 'river-r', [now!]);
      const lost: EventContract = { ...measured, older: { 2: measured.older[2]! } };
      const { document, projector } = await viewOf(ports, [lost]);
      expect(document).toEqual({ levels: [today[2]!.level] });
      const parked = new Map((await projector.parked()).map(({ stream, reason }) => [stream, reason]));
      expect([...parked.keys()].sort()).toEqual(['river-gone', 'river-newer', 'river-removed', 'river-untrue']);
      expect(parked.get('river-removed')).toContain('river.renamed v1 is not known');
      expect(parked.get('river-newer')).toContain('river.measured v4 is not known');
      expect(parked.get('river-untrue')).toContain('ZodError');

      // The newer program takes them, by a rebuild beside the live view, which is readable all the while.
      const four = eventContract({
        type: 'river.measured',
        version: 4,
        schema: z.object({ riverId: z.string() }),
        older: { ...lost.older, 3: older(measured.schema, ({ riverId }) => ({ riverId })) },
      });
      const renamed = eventContract({ type: 'river.renamed', version: 1, schema: z.object({ riverId: z.string() }) });
      const later = await viewOf(ports, [four, renamed]);
      expect((await later.projector.parked()).map(({ stream }) => stream).sort()).toEqual([
        'river-gone',
        'river-untrue',
      ]);
      await storage.close();
    }));
});

describeEmbedded('F18: the golden samples', () => {
  const folder = join(root, 'libs/contracts/samples');
  const all = (Object.values(contracts) as readonly unknown[]).filter(
    (value): value is EventContract =>
      typeof value === 'object' && value !== null && 'schema' in value && 'personal' in value,
  );
  const samples = readdirSync(folder).flatMap((type) =>
    readdirSync(join(folder, type)).map(
      (file) => [type, Number(/^v(\d+)(?:-[a-z-]+)?\.json$/.exec(file)?.[1]), join(folder, type, file)] as const,
    ),
  );

  it.each(samples)('%s v%i reads as today’s shape', async (type, version, file) => {
    const data = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const contract = all.find((each) => each.type === type);
    const codec = new EventCodec(all, { onDestroyed: () => undefined } as unknown as KeyVault);
    const stored = { ...eventOf(1, type, version, data), tenant: 'bureau', stream: 's', version: 1 };
    const event = await codec.decode({ ...stored, previousHash: new Uint8Array(32), hash: new Uint8Array(32) });
    expect(contract?.schema.parse(event.data)).toEqual(event.data);
    if (contract?.version === version) expect(event.data).toEqual(data);
  });

  it('stand for every version of every event that services write', () => {
    const missing = all.flatMap((contract) =>
      [contract.version, ...Object.keys(contract.older)]
        .filter((version) => !existsSync(join(folder, contract.type, `v${version}.json`)))
        .map((version) => `${contract.type} v${version}`),
    );
    expect(missing).toEqual([]);
  });
});
