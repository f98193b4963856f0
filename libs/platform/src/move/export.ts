import { INSTALLATION, type StoredEvent, type StreamRef } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { BlobDamaged, type KindEntry, type StreamSlice } from '@chuangwen/ports';
import { parseToken } from '../caller';
import { ExportFile } from './file';
import { FRAME } from './frames';
import { EVERYTHING, ownStreams, tenantsOf, type Installation, type MovingService, type Scope } from './installation';
import { Quiet } from './quiet';
import { counted, noCounts, type Counts, type Head, type HeadOf } from './records';
import { inBatches } from './batches';
import { mustBeSound } from './sound';
import { inTurn } from './turn';
import { ViewDigests } from './view-digests';

/** What is being done, and how much of it is done. */
export type MoveStep = Readonly<{ step: keyof Counts | 'turn' | 'quiet' | 'check' | 'proof' | 'views'; done: number }>;
export type MoveTold = (step: MoveStep) => void;

export type Exported = Readonly<{
  sha256: string;
  bytes: number;
  counts: Counts;
  /** Files whose bytes were changed where they are kept: they could not go along. */
  damaged: readonly string[];
}>;

export type ExportOrder = Readonly<{
  /** Id or name; null: the whole installation. */
  tenant: string | null;
  file: string;
  passphrase: string;
  installation: string;
  /** How long a quiet moment is waited for (ms). */
  patience?: number;
}>;

/** Streams read before it is asked which of their events came too late; bounds memory, too. */
const STREAMS = 200;
const EVENTS = 2_000;
const RECEIPTS = 1_000;
const PATIENCE = 60_000;

/** Writes one tenant, or all, into a file while whoever works goes on. Throws RuleViolation `move.…` before the file has its name. */
export async function exportTenant(from: Installation, order: ExportOrder, told: MoveTold): Promise<Exported> {
  return inTurn(
    from,
    () => told({ step: 'turn', done: 0 }),
    (mustHold) =>
      written(from, order, (step) => {
        mustHold();
        told(step);
      }),
  );
}

async function written(from: Installation, order: ExportOrder, told: MoveTold): Promise<Exported> {
  const moving = order.tenant === null ? null : await from.register.find(order.tenant);
  await mustBeWhole(from, moving?.id ?? null);
  const scope: Scope = { tenant: moving?.id ?? null, register: moving ? from.register.streamsOf(moving.id) : [] };
  const file = await ExportFile.create(order.file, order.passphrase);
  const writing = new Export(from, scope, file, told);
  try {
    told({ step: 'quiet', done: 0 });
    const quiet = await Quiet.begin(from, scope, order.patience ?? PATIENCE);
    await writing.add({
      is: 'export',
      installation: order.installation,
      at: from.now().toISOString(),
      scope: scope.tenant,
    });
    if (moving) await writing.add({ is: 'tenant', ...moving });
    else for await (const tenant of from.register.all()) await writing.add({ is: 'tenant', ...tenant });
    return await writing.all(quiet);
  } catch (error) {
    await file.giveUp();
    throw error;
  } finally {
    await writing.close();
  }
}

/** What is half taken in is exported by nobody; of a whole installation it goes along with the mark that it is. */
async function mustBeWhole({ register }: Installation, tenant: string | null): Promise<void> {
  for (const who of tenant === null ? [EVERYTHING] : [EVERYTHING, tenant])
    if ((await register.arrivingFrom(who)) !== null) throw new RuleViolation('move.arriving');
}

type Slice = StreamRef & StreamSlice;

class Export {
  private readonly counts = noCounts();
  private readonly damaged: string[] = [];
  private digests: ViewDigests | null = null;

  constructor(
    private readonly from: Installation,
    private readonly scope: Scope,
    private readonly file: ExportFile,
    private readonly told: MoveTold,
  ) {}

  async add(head: Head, bytes: Uint8Array = new Uint8Array()): Promise<void> {
    await this.file.add(head, bytes);
    counted(this.counts, { head, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) });
    const step = `${head.is}s` as keyof Counts;
    if (step in this.counts) this.told({ step, done: this.counts[step] });
  }

  async all(quiet: Quiet): Promise<Exported> {
    const { services } = this.from;
    const tenants = await tenantsOf(this.from, this.scope);
    await this.keys(tenants);
    for (const service of services) for (const tenant of tenants) await this.files(service, tenant);
    this.digests = await ViewDigests.begin(services, this.scope.tenant, { now: () => this.from.now() });
    for (const register of [false, true]) for (const service of services) await this.streams(service, quiet, register);
    for (const service of services) await this.receipts(service, quiet);
    for (const last of [false, true]) {
      if (last) await this.views();
      for (const service of services) await this.entries(service, tenants, last);
    }
    const counts = { ...this.counts };
    await this.file.add({ is: 'end', counts });
    return { ...(await this.file.end()), counts, damaged: this.damaged };
  }

  async close(): Promise<void> {
    await this.digests?.drop();
  }

  private async keys(tenants: readonly string[]): Promise<void> {
    const { keys } = this.from.services[0]!.runtime.ports; // one vault for all
    for (const tenant of tenants)
      for await (const { subject, key } of keys.list(tenant))
        await this.add({ is: 'key', tenant, subject }, key ?? undefined);
  }

  private async files({ name: service, runtime }: MovingService, tenant: string): Promise<void> {
    const { blobs } = runtime.ports;
    for await (const sha256 of blobs.list(tenant)) {
      await this.add({ is: 'file', service, tenant, sha256 });
      try {
        const content = await blobs.get(tenant, sha256);
        for await (const chunk of (content ?? []) as AsyncIterable<Buffer>)
          for (let at = 0; at < chunk.length; at += FRAME)
            await this.add({ is: 'part', end: 'more' }, chunk.subarray(at, at + FRAME));
        // null: it was deleted meanwhile.
        await this.add({ is: 'part', end: content ? 'whole' : 'damaged' });
      } catch (error) {
        if (!(error instanceof BlobDamaged)) throw error;
        this.damaged.push(`${service}/${tenant} ${sha256}`);
        await this.add({ is: 'part', end: 'damaged' });
      }
    }
  }

  private async streams(service: MovingService, quiet: Quiet, register: boolean): Promise<void> {
    let some: Slice[] = [];
    let events = 0;
    for await (const ref of ownStreams(service, this.from, this.scope, register)) {
      const slice = await service.runtime.ports.events.read(ref);
      some.push({ ...ref, ...slice });
      events += slice.events.length;
      if (some.length < STREAMS && events < EVENTS) continue;
      await this.write(service, some, quiet);
      [some, events] = [[], 0];
    }
    await this.write(service, some, quiet);
  }

  private async write({ name, runtime }: MovingService, slices: readonly Slice[], quiet: Quiet): Promise<void> {
    const lengths = await quiet.lengthOf(name, slices);
    for (const [i, { tenant, stream, events: all }] of slices.entries()) {
      const events = all.slice(0, lengths[i]);
      if (events.length === 0) continue;
      mustBeSound(runtime.codec, { tenant, stream }, events);
      await this.add({ is: 'stream', service: name, tenant, stream, version: events.length });
      for (const event of events) await this.add(headOf(event), Buffer.concat([event.hash, event.data]));
      await this.digests?.take(name, events);
    }
  }

  private async receipts({ name, runtime }: MovingService, quiet: Quiet): Promise<void> {
    for await (const some of inBatches(runtime.ports.events.receipts(this.scope.tenant ?? undefined), RECEIPTS)) {
      // What a command of after the cut was answered would be untrue there.
      const refs = some.map(({ answer }) => tokenIn(answer));
      const lengths = await quiet.lengthOf(name, refs);
      for (const [i, receipt] of some.entries())
        if (lengths[i] === refs[i]!.version) await this.add({ is: 'receipt', service: name, ...receipt });
    }
  }

  private async views(): Promise<void> {
    this.told({ step: 'views', done: 0 });
    await this.file.section();
    for (const digest of (await this.digests?.end()) ?? []) await this.file.add({ is: 'view', ...digest });
  }

  private async entries(service: MovingService, tenants: readonly string[], last: boolean): Promise<void> {
    const { name, runtime } = service;
    for (const tenant of new Set([...tenants, INSTALLATION]))
      for await (const entry of runtime.ports.secrets.everything(tenant)) {
        if (!goes(service, this.scope, tenant, entry, last)) continue;
        const { kind, key, expiresAt } = entry;
        const value = entry.value as HeadOf<'entry'>['value'];
        await this.add({ is: 'entry', service: name, tenant, kind, key, value, expiresAt, last });
      }
  }
}

/** Throws for a kind that nobody has decided on. */
function goes(
  { name, runtime }: MovingService,
  scope: Scope,
  tenant: string,
  entry: KindEntry,
  last: boolean,
): boolean {
  const when = runtime.whenMoved[entry.kind];
  if (when === undefined) throw new Error(`${name}: nobody has decided whether entries of kind ${entry.kind} move`);
  if (when === 'stays') return false;
  if (when === 'goes') return !last && (scope.tenant === null || tenant === scope.tenant);
  if ((when.last ?? false) !== last || tenant !== INSTALLATION) return false;
  return scope.tenant === null || when.belongsTo(entry.value) === scope.tenant;
}

const headOf = (event: StoredEvent): HeadOf<'event'> => ({
  is: 'event',
  id: event.id,
  type: event.type,
  schemaVersion: event.schemaVersion,
  audience: [...event.audience],
  recordedAt: event.recordedAt,
  effectiveOn: event.effectiveOn,
  actor: event.actor,
  commandId: event.commandId,
  correlationId: event.correlationId,
  causationId: event.causationId,
  origin: event.origin,
});

/** Which version of which stream a receipt speaks of. */
function tokenIn(answer: string): StreamRef & { version: number } {
  const { token } = JSON.parse(answer) as { token?: string };
  return parseToken(token ?? '') ?? { tenant: '', stream: '', version: 0 };
}
