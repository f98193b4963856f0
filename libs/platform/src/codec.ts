import {
  copiedAlong,
  erasedValue,
  personalLeaves,
  upcast,
  UnknownEventVersion,
  type EventContract,
  type PersonalLeaf,
  type StoredEvent,
} from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { KeyVault } from '@chuangwen/ports';
import { hkdfSync, type KeyObject } from 'node:crypto';
import { Keyring } from './keyring';
import { isSealed, open, readied, seal, type Sealed } from './sealing';

/** An event as views and workflows see it: today's shape, opened, with its envelope. */
export type Recorded<E extends DomainEvent = DomainEvent> = E & Readonly<{ meta: Omit<StoredEvent, 'data'> }>;

type Encoded = Readonly<{ type: string; schemaVersion: number; data: Uint8Array }>;
type Whole = Record<string, unknown>;

/** The one edge between domain and store: seals and opens personal texts, lifts old versions, knows every contract. */
export class EventCodec {
  private readonly contracts: ReadonlyMap<string, EventContract>;
  private readonly ring: Keyring;
  /** What several views are handed one after the other; gone with the events, and when a key is destroyed. */
  private lately = new WeakMap<StoredEvent, DomainEvent | Promise<DomainEvent>>();

  constructor(
    contracts: readonly EventContract[],
    private readonly keys: KeyVault,
  ) {
    this.contracts = new Map(contracts.map((contract) => [contract.type, contract]));
    this.ring = new Keyring(keys);
    keys.onDestroyed(() => (this.lately = new WeakMap()));
  }

  /** Whoever keeps what was opened here forgets it then. */
  onKeyDestroyed(listener: (tenant: string) => void): void {
    this.keys.onDestroyed(listener);
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

  /** Bytes of a checked event, personal texts sealed. `met` is told whose keys. */
  async sealed(tenant: string, eventId: string, event: DomainEvent, met?: Set<string>): Promise<Encoded> {
    const contract = this.contractOf(event.type, 1);
    const given = event.data as Whole;
    const data = copiedAlong(contract.personalPaths, given);
    let [subject, secret]: [string, KeyObject | null] = ['', null];
    for (const { holder, key, path, rule } of personalLeaves(contract.personalPaths, data)) {
      const wanted = `${rule.key}:${String(given[rule.of])}`;
      if (wanted !== subject) {
        const key = this.ring.obtain(tenant, wanted);
        [subject, secret] = [wanted, key instanceof Promise ? await key : key];
        if (secret) met?.add(subject);
      }
      holder[key] = secret ? seal(secret, subject, `${tenant}/${eventId}/${path}`, holder[key]) : rule.erased;
    }
    return { type: event.type, schemaVersion: contract.version, data: Buffer.from(JSON.stringify(data)) };
  }

  /**
   * Answers at once when nothing was sealed. `met` is told whose keys opened something. Throws UnknownEventVersion, or what
   * the upcaster throws.
   */
  decode(stored: StoredEvent, met?: Set<string>): DomainEvent | Promise<DomainEvent> {
    const contract = this.contractOf(stored.type, stored.schemaVersion);
    const data = JSON.parse(bufferOf(stored.data).toString('utf8')) as Whole;
    const sealed = sealedPlaces(contract, stored.schemaVersion, data);
    if (sealed.length === 0) return lifted(stored, contract, data);
    const subjects = new Set(sealed.map(({ holder, key }) => (holder[key] as Sealed).subject));
    const keys = this.keysOf(stored.tenant, subjects);
    const opened = (found: Keys): DomainEvent => {
      for (const place of sealed) openIn(place, stored, contract, found);
      for (const [subject, key] of found) if (key) met?.add(subject);
      return lifted(stored, contract, data);
    };
    return keys instanceof Promise ? keys.then(opened) : opened(keys);
  }

  /** The same, made once for all who are handed this very object: its data belong to them all. */
  decodeOnce(stored: StoredEvent): DomainEvent | Promise<DomainEvent> {
    const known = this.lately.get(stored);
    if (known) return known;
    const [event, { lately }] = [this.decode(stored), this];
    lately.set(stored, event);
    if (event instanceof Promise)
      event.then(
        (opened) => lately.set(stored, opened),
        () => lately.delete(stored),
      );
    return event;
  }

  /** At once where all are in memory. */
  private keysOf(tenant: string, subjects: ReadonlySet<string>): Keys | Promise<Keys> {
    const found = [...subjects].map((subject) => [subject, this.ring.find(tenant, subject)] as const);
    if (!found.some(([, key]) => key instanceof Promise)) return new Map(found as [string, KeyObject][]);
    return Promise.all(found.map(async ([subject, key]) => [subject, await key] as const)).then(
      (entries) => new Map(entries),
    );
  }

  /** A key that needs every one of these; null once one of them was destroyed. */
  async keyOfAll(tenant: string, subjects: readonly string[]): Promise<KeyObject | null> {
    const parts: Uint8Array[] = [];
    for (const subject of subjects) {
      const key = await this.keys.find(tenant, subject);
      if (!key) return null;
      parts.push(key);
    }
    return readied(new Uint8Array(hkdfSync('sha256', Buffer.concat(parts), '', JSON.stringify(subjects), 32)));
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

type Keys = ReadonlyMap<string, KeyObject | null>;
type Place = Omit<PersonalLeaf, 'rule'>;

function openIn({ holder, key: field, path }: Place, stored: StoredEvent, contract: EventContract, keys: Keys): void {
  const value = holder[field] as Sealed;
  const key = keys.get(value.subject);
  holder[field] = key
    ? open(key, `${stored.tenant}/${stored.id}/${path}`, value)
    : erasedValue(contract, stored.schemaVersion, path);
}

const NOTHING: readonly Place[] = [];

/** Today's shape names its personal paths; an older one may have had others, so it is looked through. */
function sealedPlaces(contract: EventContract, version: number, data: Whole): readonly Place[] {
  if (version !== contract.version) return sealedAnywhere(data);
  if (contract.personalPaths.steps.length === 0) return NOTHING;
  return personalLeaves(contract.personalPaths, data).filter(({ holder, key }) => isSealed(holder[key]));
}

function sealedAnywhere(holder: Whole, path = ''): Place[] {
  return Object.entries(holder).flatMap(([key, value]) => {
    const at = `${path}${key}`;
    if (isSealed(value)) return { holder, key, path: at };
    return typeof value === 'object' && value !== null ? sealedAnywhere(value as Whole, `${at}.`) : [];
  });
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
