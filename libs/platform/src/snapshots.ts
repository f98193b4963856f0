import type { StreamRef } from '@chuangwen/contracts';
import type { EventStore } from '@chuangwen/ports';
import type { Aggregate } from './aggregate';
import type { EventCodec } from './codec';
import { open, seal, type Sealed } from './sealing';

/** `subjects`: whose keys opened the texts that may stand in the state. `bytes`: of what it was folded from. */
export type State = Readonly<{ state: unknown; version: number; subjects: ReadonlySet<string>; bytes: number }>;
export type Kind = Pick<Aggregate<unknown, unknown, never>, 'kind' | 'texts'>;

const EVERY = 100;

/** A state with texts: sealed by a key made of all these subjects' keys, so that destroying any of them forgets it. */
type WithTexts = Readonly<{ subjects: readonly string[]; sealed: Sealed }>;

/** Snapshots only save time: nobody waits for one, its loss is no error, and one that can't be opened is not there. */
export class Snapshots {
  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
  ) {}

  async load({ kind, texts }: Kind, ref: StreamRef): Promise<State | null> {
    const found = await this.store.loadSnapshot(ref, kind);
    if (!found) return null;
    const { version } = found;
    const bytes = found.state.length;
    const kept: unknown = JSON.parse(Buffer.from(found.state).toString('utf8'));
    if (!texts) return { state: kept, version, subjects: new Set(), bytes };
    const { subjects, sealed } = kept as WithTexts;
    const key = await this.codec.keyOfAll(ref.tenant, subjects);
    if (!key) return null;
    try {
      return { state: open(key, contextOf(kind, ref, version), sealed), version, subjects: new Set(subjects), bytes };
    } catch {
      return null; // of another stream or version, or changed
    }
  }

  /** Once in a hundred versions. */
  keep(of: Kind, ref: StreamRef, before: number, after: State): void {
    if (Math.floor(before / EVERY) < Math.floor(after.version / EVERY))
      this.save(of, ref, after).catch(() => undefined);
  }

  private async save({ kind, texts }: Kind, ref: StreamRef, { state, version, subjects }: State): Promise<void> {
    const kept = texts ? await this.sealed(kind, ref, version, state, [...subjects].sort()) : state;
    if (kept !== null) await this.store.saveSnapshot(ref, { version, kind, state: Buffer.from(JSON.stringify(kept)) });
  }

  private async sealed(
    kind: string,
    ref: StreamRef,
    version: number,
    state: unknown,
    subjects: readonly string[],
  ): Promise<WithTexts | null> {
    const key = await this.codec.keyOfAll(ref.tenant, subjects);
    return key && { subjects, sealed: seal(key, 'all', contextOf(kind, ref, version), state) };
  }
}

const contextOf = (kind: string, { tenant, stream }: StreamRef, version: number) =>
  `${tenant}/${stream}/${kind}/${version}`;
