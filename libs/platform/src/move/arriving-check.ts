import { RuleViolation, type DomainEvent } from '@chuangwen/kernel';
import { contentsOf, type Stream } from './contents';
import type { WholeFile } from './file';
import type { Place } from './frames';
import { EVERYTHING, isEmpty, isRegister, type Installation, type Placement } from './installation';
import { counted, noCounts, type Counts, type FileRecord, type HeadOf, type MovingTenant } from './records';
import { mustBeSound } from './sound';
import type { ViewDigest } from './view-digests';

/** What a file would bring, and how it fits; nothing was written yet. */
export type Plan = Readonly<{
  /** The tenant; null: a whole installation. */
  scope: string | null;
  tenants: readonly MovingTenant[];
  counts: Counts;
  views: readonly ViewDigest[];
  /** From where on in the file entries wait for the outcome. */
  last: Place | null;
  /** Some of it is here already, perhaps with people at work. */
  here: boolean;
  /** All of it is here, and more: the file is an older copy. */
  older: boolean;
  /** Keys that were destroyed there and are here: views must forget what they opened. */
  erases: number;
  /** Keys that were destroyed here and are there: they stay so, and views here can’t be those of there. */
  erased: number;
  /** Streams of the register that went another way here, and stay so. */
  ownRegister: ReadonlySet<string>;
}>;

/** Named in a refusal. */
const SOME = 5;

/** Reads the whole file and asks what is here. Throws the RuleViolation that stands in its way. */
export async function checked(
  into: Installation,
  file: WholeFile,
  placement: Placement | null,
  told: (done: number) => void,
): Promise<Plan> {
  const check = new Check(into, file, told);
  for await (const content of contentsOf(file))
    await (content.is === 'stream' ? check.stream(content) : check.other(content, content.place));
  return check.outcome(placement);
}

class Check {
  private begun: HeadOf<'export'> | null = null;
  private readonly tenants: MovingTenant[] = [];
  private readonly counts = noCounts();
  private readonly views: ViewDigest[] = [];
  private readonly history: DomainEvent[] = [];
  private readonly ownRegister = new Set<string>();
  private readonly differ: string[] = [];
  private readonly taken: string[] = [];
  private whole: Counts | null = null;
  private last: Place | null = null;
  private readonly keys = { erases: 0, erased: 0 };
  /** Streams by how they stand here. */
  private readonly streams = { own: 0, here: 0, ahead: 0, behind: 0 };

  constructor(
    private readonly into: Installation,
    private readonly file: WholeFile,
    private readonly told: (done: number) => void,
  ) {}

  async stream({ service, ref, events }: Stream): Promise<void> {
    this.mustHaveBegun();
    this.counts.streams += 1;
    this.counts.events += events.length;
    this.told(this.counts.events);
    const found = this.into.services.find(({ name }) => name === service);
    if (!found) throw new RuleViolation('move.no-such-service', { service });
    const { codec, ports } = found.runtime;
    mustBeSound(codec, ref, events);
    if (isRegister(ref)) for (const event of events) this.history.push(await codec.decode(event));
    const here = await ports.events.read(ref);
    const both = Math.min(here.version, events.length);
    const same = both === 0 || Buffer.compare(here.events[both - 1]!.hash, events[both - 1]!.hash) === 0;
    if (!isRegister(ref)) this.compare(here.version, events.length, same, `${service}/${ref.stream}`);
    else if (!same) this.ownRegister.add(ref.stream);
  }

  private compare(here: number, there: number, same: boolean, name: string): void {
    this.streams.own += 1;
    if (here > 0) this.streams.here += 1;
    if (!same) this.differ.push(name);
    else if (here > there) this.streams.ahead += 1;
    else if (here > 0 && here < there) this.streams.behind += 1;
  }

  async other({ head, bytes }: FileRecord, place: Place): Promise<void> {
    if (head.is === 'export') {
      this.begun = head;
      return;
    }
    this.mustHaveBegun();
    counted(this.counts, { head, bytes });
    switch (head.is) {
      case 'tenant':
        this.tenants.push({ id: head.id, name: head.name, above: head.above });
        return;
      case 'key':
        return this.key(head, bytes);
      case 'entry': {
        if (head.last) this.last ??= place;
        const taken = await this.into.register.inTheWay(head);
        if (taken !== null) this.taken.push(taken);
        return;
      }
      case 'view': {
        const { is: _is, ...digest } = head;
        this.views.push(digest);
        return;
      }
      case 'end':
        this.whole = head.counts;
    }
  }

  async outcome(placement: Placement | null): Promise<Plan> {
    const { begun, counts, streams, file } = this;
    if (!begun || JSON.stringify(this.whole) !== JSON.stringify(counts))
      throw new RuleViolation('move.damaged', { file: file.path });
    const scope = begun.scope;
    await this.mustSuit(scope, placement);
    if (this.taken.length > 0) throw new RuleViolation('move.logins-taken', { logins: listed(this.taken) });
    if (this.differ.length > 0)
      throw new RuleViolation('move.differs', { count: this.differ.length, streams: listed(this.differ) });
    const ahead = streams.ahead + (await this.onlyHere(scope));
    const missing = streams.own - streams.here + streams.behind;
    if (ahead > 0 && missing > 0) throw new RuleViolation('move.both-went-on', { here: ahead, there: missing });
    const { tenants, views, last, keys, ownRegister } = this;
    return { scope, tenants, counts, views, last, ...keys, ownRegister, here: streams.here > 0, older: ahead > 0 };
  }

  private async mustSuit(scope: string | null, placement: Placement | null): Promise<void> {
    const { register } = this.into;
    if (scope !== null) {
      const tenant = this.tenants.find(({ id }) => id === scope);
      if (!tenant) throw new RuleViolation('move.damaged', { file: this.file.path });
      return register.mayCome({ ...tenant, history: this.history }, placement);
    }
    if (placement) throw new RuleViolation('move.place-one');
    const begun = (await register.arrivingFrom(EVERYTHING)) !== null;
    if (!begun && !(await isEmpty(this.into))) throw new RuleViolation('move.not-empty');
  }

  private async key({ tenant, subject }: HeadOf<'key'>, bytes: Buffer): Promise<void> {
    const { keys } = this.into.services[0]!.runtime.ports;
    const here = await keys.find(tenant, subject);
    if (here && bytes.length === 0) this.keys.erases += 1;
    if (!here && bytes.length > 0 && (await keys.knows(tenant, subject))) this.keys.erased += 1;
    if (here && bytes.length > 0 && Buffer.compare(here, bytes) !== 0)
      throw new RuleViolation('move.key-differs', { subject });
  }

  /** Streams that are here and not in the file. */
  private async onlyHere(scope: string | null): Promise<number> {
    let here = 0;
    for (const { runtime } of this.into.services)
      for await (const ref of runtime.ports.events.streams(scope ?? undefined)) if (!isRegister(ref)) here += 1;
    return here - this.streams.here;
  }

  private mustHaveBegun(): void {
    if (!this.begun) throw new RuleViolation('move.damaged', { file: this.file.path });
  }
}

const listed = (names: readonly string[]): string =>
  names.slice(0, SOME).join('、') + (names.length > SOME ? '……' : '');
