import { erasedValue, upcast, UnknownEventVersion, type EventContract, type StoredEvent } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { KeyVault } from '@chuangwen/ports';
import { isSealed, open, seal } from './sealing';

/** An event as views and workflows see it: today's shape, opened, with its envelope. */
export type Recorded<E extends DomainEvent = DomainEvent> = E & Readonly<{ meta: Omit<StoredEvent, 'data'> }>;

type Encoded = Readonly<{ type: string; schemaVersion: number; data: Uint8Array }>;
type Whole = Record<string, unknown>;

/** The one edge between domain and store: seals and opens personal fields, lifts old versions, knows every contract. */
export class EventCodec {
  private readonly contracts: ReadonlyMap<string, EventContract>;

  constructor(
    contracts: readonly EventContract[],
    private readonly keys: KeyVault,
  ) {
    this.contracts = new Map(contracts.map((contract) => [contract.type, contract]));
  }

  /** Throws ZodError when the event is not of its contract's shape: a fault of ours, never the caller's. */
  async encode(tenant: string, eventId: string, event: DomainEvent): Promise<Encoded> {
    return this.sealed(tenant, eventId, this.checked(event));
  }

  /**
   * The event as it will read back: of its contract's shape and nothing more, so that a state kept in memory is the one
   * that a replay gives. Throws ZodError.
   */
  checked<E extends DomainEvent>(event: E): E {
    const { schema } = this.contractOf(event.type, 1);
    return { type: event.type, data: schema.parse(event.data) } as E;
  }

  /** Bytes of a checked event, personal fields sealed. */
  async sealed(tenant: string, eventId: string, event: DomainEvent): Promise<Encoded> {
    const contract = this.contractOf(event.type, 1);
    const data = { ...(event.data as Whole) };
    for (const [field, { key, of }] of Object.entries(contract.personal)) {
      if (data[field] === undefined || data[field] === null) continue;
      const subject = `${key}:${String(data[of])}`;
      const secret = await this.keys.obtain(tenant, subject);
      if (secret) data[field] = seal(secret, subject, `${tenant}/${eventId}/${field}`, data[field]);
      else data[field] = contract.personal[field]?.erased;
    }
    return { type: event.type, schemaVersion: contract.version, data: Buffer.from(JSON.stringify(data)) };
  }

  /** Answers at once when nothing was sealed. Throws UnknownEventVersion, or what the upcaster throws. */
  decode(stored: StoredEvent): DomainEvent | Promise<DomainEvent> {
    const contract = this.contractOf(stored.type, stored.schemaVersion);
    const data = JSON.parse(bufferOf(stored.data).toString('utf8')) as Whole;
    const sealed = sealedFields(contract, data);
    if (sealed.length === 0) return lifted(stored, contract, data);
    return this.opened(stored, contract, data, sealed);
  }

  private async opened(
    stored: StoredEvent,
    contract: EventContract,
    data: Whole,
    fields: readonly string[],
  ): Promise<DomainEvent> {
    for (const field of fields) {
      const value = data[field];
      if (!isSealed(value)) continue;
      const key = await this.keys.find(stored.tenant, value.subject);
      data[field] = key
        ? open(key, `${stored.tenant}/${stored.id}/${field}`, value)
        : erasedValue(contract, stored.schemaVersion, field);
    }
    return lifted(stored, contract, data);
  }

  /** Throws UnknownEventVersion for a type that a newer program wrote, or that was removed: it might have mattered. */
  mustKnow({ type, schemaVersion }: StoredEvent): void {
    this.contractOf(type, schemaVersion);
  }

  private contractOf(type: string, version: number): EventContract {
    const contract = this.contracts.get(type);
    if (!contract) throw new UnknownEventVersion(type, version);
    return contract;
  }
}

const lifted = (stored: StoredEvent, contract: EventContract, data: Whole): DomainEvent => ({
  type: stored.type,
  data: upcast(contract, stored.schemaVersion, data) as Whole,
});

/** Today's shape names its personal fields; an older one may have had others. */
function sealedFields(contract: EventContract, data: Whole): string[] {
  const candidates = contract.lifted ? Object.keys(data) : contract.personalFields;
  return candidates.filter((field) => isSealed(data[field]));
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
