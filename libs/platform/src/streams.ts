import type { StreamRef } from '@chuangwen/contracts';
import { ConcurrencyConflict, RuleViolation, type Decider, type DomainEvent } from '@chuangwen/kernel';
import { killPoint, type EventStore, type Receipt } from '@chuangwen/ports';
import { formatToken, type Caller, type Outcome } from './caller';
import type { Clock } from './clock';
import type { EventCodec } from './codec';
import { newId } from './ids';

import { Lanes } from './lanes';
import { Lru } from './lru';

/** A decider with what the platform needs to keep its streams. */
export type Aggregate<S, C, E extends DomainEvent> = Readonly<{
  /** Name and shape version of its state, e.g. `task@1`; a changed shape makes old snapshots worthless, not wrong. */
  kind: string;
  decider: Decider<S, C, E>;
  /** Tenants besides the owner that the event is addressed to. */
  audience?: (event: E, state: S) => readonly string[];
  /** The day the event speaks of, where it is not the day it was recorded. */
  effectiveOn?: (event: E) => string | null;
  /** false: the state holds opened personal fields, which a snapshot would keep past the destruction of their key. */
  snapshots?: false;
}>;

type Loaded = Readonly<{ state: unknown; version: number }>;

const SNAPSHOT_EVERY = 100;
const TRIES = 8;

/** The whole write path: load, fold, decide, append with a receipt. One instance a service. */
export class Streams {
  private readonly recent = new Lru<Loaded>(20_000);
  private readonly lanes = new Lanes();

  constructor(
    private readonly service: string,
    private readonly store: EventStore,
    private readonly codec: EventCodec,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs a command on one stream. `answer` makes what the caller is told from the state after it; it is kept with the
   * receipt, so the same command id gets the same answer. Throws RuleViolation, ConcurrencyConflict, StorageUnavailable.
   */
  execute<S, C, E extends DomainEvent, A = null>(
    aggregate: Aggregate<S, C, E>,
    ref: StreamRef,
    command: C | ((state: S, now: Date) => C),
    caller: Caller,
    answer?: (state: S) => A,
  ): Promise<Outcome<A>> {
    return this.lanes.run(`${ref.tenant}/${ref.stream}`, async () => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await this.attempt(aggregate, ref, command, caller, answer);
        } catch (error) {
          this.recent.delete(keyOf(aggregate, ref));
          if (!(error instanceof ConcurrencyConflict) || caller.expectedVersion !== undefined || tries >= TRIES)
            throw error;
        }
      }
    });
  }

  /** The state as it is now, for rules that span streams and for tests. */
  async load<S, C, E extends DomainEvent>(
    aggregate: Aggregate<S, C, E>,
    ref: StreamRef,
  ): Promise<{ state: S; version: number }> {
    const { state, version } = await this.loaded(aggregate, ref);
    return { state: state as S, version };
  }

  private async attempt<S, C, E extends DomainEvent, A>(
    aggregate: Aggregate<S, C, E>,
    ref: StreamRef,
    command: C | ((state: S, now: Date) => C),
    caller: Caller,
    answer?: (state: S) => A,
  ): Promise<Outcome<A>> {
    const { decide, evolve } = aggregate.decider;
    const before = await this.loaded(aggregate, ref);
    const now = this.clock.now();
    let events: E[];
    try {
      if (caller.expectedVersion !== undefined && caller.expectedVersion !== before.version)
        throw new ConcurrencyConflict(ref.stream, caller.expectedVersion, before.version);
      const wanted =
        typeof command === 'function' ? (command as (state: S, now: Date) => C)(before.state as S, now) : command;
      events = decide(before.state as S, wanted);
    } catch (error) {
      // The first run of this very command may be what makes it refused now.
      const known = await this.store.receipt(ref.tenant, caller.actor.id, caller.commandId);
      if (known) return answered(known, caller);
      throw error;
    }
    killPoint('decide');
    const state = events.reduce(evolve, before.state as S);
    const version = before.version + events.length;
    const token = formatToken({ service: this.service, ...ref, version });
    const outcome: Outcome<A> = { token, version, answer: (answer ? answer(state) : null) as A };
    const result = await this.store.append(ref, {
      expectedVersion: before.version,
      events: await Promise.all(events.map((event) => this.envelope(aggregate, ref, event, state, caller, now))),
      receipt: {
        tenant: ref.tenant,
        actor: caller.actor.id,
        commandId: caller.commandId,
        bodyHash: caller.bodyHash,
        answer: JSON.stringify(outcome),
      },
    });
    if (result.outcome === 'known-command') {
      this.recent.delete(keyOf(aggregate, ref));
      return answered(result.receipt, caller);
    }
    this.recent.set(keyOf(aggregate, ref), { state, version });
    if (aggregate.snapshots !== false && crosses(before.version, version))
      this.keepSnapshot(aggregate.kind, ref, state, version);
    killPoint('ack');
    return outcome;
  }

  private async envelope<S, C, E extends DomainEvent>(
    aggregate: Aggregate<S, C, E>,
    ref: StreamRef,
    event: E,
    state: S,
    caller: Caller,
    now: Date,
  ) {
    const id = newId();
    const encoded = await this.codec.encode(ref.tenant, id, event);
    return {
      id,
      ...encoded,
      audience: aggregate.audience
        ? [...new Set(aggregate.audience(event, state))].filter((t) => t !== ref.tenant).sort()
        : [],
      recordedAt: now.toISOString(),
      effectiveOn: aggregate.effectiveOn?.(event) ?? null,
      actor: caller.actor,
      commandId: caller.commandId,
      correlationId: caller.correlationId,
      causationId: caller.causationId,
      origin: 'live' as const,
    };
  }

  private async loaded<S, C, E extends DomainEvent>(aggregate: Aggregate<S, C, E>, ref: StreamRef): Promise<Loaded> {
    const known = this.recent.get(keyOf(aggregate, ref));
    if (known) return known;
    const snapshot = await this.store.loadSnapshot(ref, aggregate.kind);
    const slice = await this.store.read(ref, snapshot?.version ?? 0);
    let state = snapshot
      ? (JSON.parse(Buffer.from(snapshot.state).toString('utf8')) as S)
      : aggregate.decider.initialState();
    for (const stored of slice.events) {
      const event = this.codec.decode(stored);
      state = aggregate.decider.evolve(state, (event instanceof Promise ? await event : event) as E);
    }
    const loaded = { state, version: slice.version };
    this.recent.set(keyOf(aggregate, ref), loaded);
    return loaded;
  }

  /** A snapshot only saves time, so nobody waits for it and its loss is no error. */
  private keepSnapshot(kind: string, ref: StreamRef, state: unknown, version: number): void {
    const bytes = Buffer.from(JSON.stringify(state));
    this.store.saveSnapshot(ref, { version, kind, state: bytes }).catch(() => undefined);
  }
}

const keyOf = (aggregate: { kind: string }, ref: StreamRef) => `${aggregate.kind}/${ref.tenant}/${ref.stream}`;

const crosses = (before: number, after: number) =>
  Math.floor(before / SNAPSHOT_EVERY) < Math.floor(after / SNAPSHOT_EVERY);

function answered<A>(receipt: Receipt, caller: Caller): Outcome<A> {
  if (receipt.bodyHash !== caller.bodyHash) throw new RuleViolation('command.id-reused');
  return JSON.parse(receipt.answer) as Outcome<A>;
}
