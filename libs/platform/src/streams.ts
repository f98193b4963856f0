import type { StreamRef } from '@chuangwen/contracts';
import { ConcurrencyConflict, RuleViolation, StorageUnavailable, type DomainEvent } from '@chuangwen/kernel';
import { killPoint, Lanes, type EventStore, type Receipt } from '@chuangwen/ports';
import type { Aggregate } from './aggregate';
import { formatToken, parseToken, type Caller, type Outcome } from './caller';
import type { Clock } from './clock';
import type { EventCodec } from './codec';
import { newId } from './ids';
import { States, type Loaded } from './states';
import { conflicts, repeats } from './watch/metrics';
import { appendSpans } from './watch/story-spans';
import { isTracing } from './watch/tracing';

const TRIES = 8;

/** The whole write path: load, fold, decide, append with a receipt. One instance a service. */
export class Streams {
  private readonly states: States;
  private readonly lanes = new Lanes();

  constructor(
    private readonly service: string,
    private readonly store: EventStore,
    private readonly codec: EventCodec,
    private readonly clock: Clock,
  ) {
    this.states = new States(store, codec);
  }

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
    return this.lanes.run(laneOf(ref), async () => {
      for (let tries = 1; ; tries += 1) {
        const before = await this.states.load(aggregate, ref);
        try {
          return await this.attempt(aggregate, ref, before, command, caller, answer);
        } catch (error) {
          if (error instanceof ConcurrencyConflict) conflicts.inc({ service: this.service });
          // Whether an append that failed was made nobody knows, so the state before it counts no more either.
          if (error instanceof StorageUnavailable) {
            this.states.forget(aggregate, ref);
            throw error;
          }
          // The first run of this very command may be what makes it refused now.
          const known = await this.store.receipt(ref.tenant, caller.actor.id, caller.commandId);
          if (known) return this.answered(ref, known, caller);
          // Or the state was a remembered one and others have appended since: it is decided again on what is stored.
          const current = (await this.store.read(ref, before.version)).version === before.version;
          if (!current) this.states.forget(aggregate, ref);
          const again = error instanceof ConcurrencyConflict && caller.expectedVersion === undefined;
          if (tries >= TRIES || !(again || (before.remembered && !current))) throw error;
        }
      }
    });
  }

  /** The state as it is now, for rules that span streams and for tests. */
  async load<S, C, E extends DomainEvent>(
    aggregate: Aggregate<S, C, E>,
    ref: StreamRef,
  ): Promise<{ state: S; version: number }> {
    const { state, version } = await this.states.current(aggregate, ref);
    return { state: state as S, version };
  }

  /** Events came that this process did not append: what is remembered of streams may be behind. */
  forget(): void {
    this.states.clear();
  }

  private async attempt<S, C, E extends DomainEvent, A>(
    aggregate: Aggregate<S, C, E>,
    ref: StreamRef,
    before: Loaded,
    command: C | ((state: S, now: Date) => C),
    caller: Caller,
    answer?: (state: S) => A,
  ): Promise<Outcome<A>> {
    const { decide, evolve } = aggregate.decider;
    const began = performance.now();
    const now = this.clock.now();
    if (caller.expectedVersion !== undefined && caller.expectedVersion !== before.version)
      throw new ConcurrencyConflict(ref.stream, caller.expectedVersion, before.version);
    const wanted =
      typeof command === 'function' ? (command as (state: S, now: Date) => C)(before.state as S, now) : command;
    const events = decide(before.state as S, wanted).map((event) => this.codec.checked(event));
    killPoint('decide');
    const state = events.reduce(evolve, before.state as S);
    const version = before.version + events.length;
    const token = formatToken({ service: this.service, ...ref, version });
    const outcome: Outcome<A> = { token, version, answer: (answer ? answer(state) : null) as A };
    const subjects = new Set(before.subjects);
    const encoded = await Promise.all(
      events.map((event) => this.envelope(aggregate, ref, event, state, caller, now, subjects)),
    );
    const result = await this.store.append(ref, {
      expectedVersion: before.version,
      events: encoded,
      receipt: {
        tenant: ref.tenant,
        actor: caller.actor.id,
        commandId: caller.commandId,
        bodyHash: caller.bodyHash,
        answer: JSON.stringify(outcome),
      },
    });
    if (result.outcome === 'known-command') {
      this.states.forget(aggregate, ref);
      return this.answered(ref, result.receipt, caller);
    }
    if (isTracing()) appendSpans(this.service, ref.stream, caller, encoded, began);
    const bytes = encoded.reduce((sum, { data }) => sum + data.length, before.bytes);
    this.states.moved(aggregate, ref, before, { state, version, subjects, bytes });
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
    subjects: Set<string>,
  ) {
    const id = newId();
    const encoded = await this.codec.sealed(ref.tenant, id, event, subjects);
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

  private answered<A>(ref: StreamRef, receipt: Receipt, caller: Caller): Outcome<A> {
    if (receipt.bodyHash !== caller.bodyHash) throw new RuleViolation('command.id-reused');
    const outcome = JSON.parse(receipt.answer) as Outcome<A>;
    // Of one request and two streams only the first would be written, and the second would look as if it were.
    const { stream } = parseToken(outcome.token) ?? {};
    if (stream !== ref.stream)
      throw new Error(`command ${caller.commandId} wrote to ${stream}; for ${ref.stream} it needs an id of its own`);
    repeats.inc({ service: this.service });
    return outcome;
  }
}

const laneOf = (ref: StreamRef) => `${ref.tenant}\0${ref.stream}`;
