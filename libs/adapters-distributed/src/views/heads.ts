import type { ViewRef } from '@chuangwen/ports';
import { answered } from '../mongo/errors';
import { Generation } from './generation';
import type { Collections, HeadRow } from './schemas';

type Listener = (view: string, generation: number) => void;
type Known = {
  changes: number;
  /** The last live generation that somebody here was told of; null: nobody asked. */
  told: number | null;
  /** A switch of this process is under way: who asked for it needs no telling. */
  switching: boolean;
  /** What writers began with, until they begin again; null: there was none. */
  writing: Map<number, Generation | null>;
  reading: Map<number, Generation>;
};

/**
 * Which parts make up which generation, as this process knows it. Of the live generation it hears within a moment what others
 * change. Of one that is built beside, a writer holds on to what it began with: so a builder whose work was dropped elsewhere
 * does not go on in what another one makes in its place.
 */
export class Heads {
  private readonly views = new Map<string, Known>();
  private readonly listeners: Listener[] = [];

  constructor(
    private readonly rows: Collections,
    /** How long (ms) a generation that was switched away elsewhere can be read here. */
    private readonly grace: number,
  ) {}

  onSwitched(listener: Listener): void {
    this.listeners.push(listener);
  }

  async live(view: string): Promise<number> {
    const live = (await this.read(view))?.live ?? 1;
    this.of(view).told ??= live;
    return live;
  }

  /** For readers. */
  async find(ref: ViewRef): Promise<Generation | null> {
    const { writing, reading } = this.of(ref.view);
    const known = writing.get(ref.generation) ?? reading.get(ref.generation);
    if (known) return known;
    const found = await this.stored(ref);
    if (found) reading.set(ref.generation, found);
    return found;
  }

  /** What writers began with; undefined: they have not begun. */
  begunWith({ view, generation }: ViewRef): Generation | null | undefined {
    return this.of(view).writing.get(generation);
  }

  /** For writers: what they began with, or begin with now. */
  async held(ref: ViewRef): Promise<Generation | null> {
    const known = this.begunWith(ref);
    return known === undefined ? this.begin(ref) : known;
  }

  /** Writers begin, or begin again, from what is stored. */
  async begin(ref: ViewRef): Promise<Generation | null> {
    const found = await this.stored(ref);
    this.hold(ref, found);
    return found;
  }

  hold({ view, generation: number }: ViewRef, generation: Generation | null): void {
    const { writing, reading } = this.of(view);
    writing.set(number, generation);
    if (!generation) reading.delete(number);
  }

  /** A writer was refused: it has to begin again. Who still reads what was switched away may end. */
  async refused({ view, generation }: ViewRef): Promise<void> {
    const { writing, reading } = this.of(view);
    const held = writing.get(generation);
    writing.delete(generation);
    reading.delete(generation);
    if (held) reading.set(generation, held);
    await this.read(view).catch(() => reading.delete(generation));
  }

  /** A change that this process makes; `work` returns the head as it is then. What is gone by it nobody here reads any more. */
  async change(view: string, work: () => Promise<HeadRow>): Promise<void> {
    const known = this.of(view);
    known.switching = true;
    try {
      const { changes, live, generations } = await work();
      known.changes = Math.max(known.changes, changes);
      known.told = live;
      const fences = new Map(generations.map(({ generation, fence }) => [generation, fence]));
      for (const cached of [known.writing, known.reading])
        for (const [number, held] of cached) if (held && held.row.fence !== fences.get(number)) cached.delete(number);
    } finally {
      known.switching = false;
    }
  }

  /** Hears what others have changed. Returns what is dead by now. */
  async look(): Promise<Pick<HeadRow, '_id' | 'dead'>[]> {
    const heads = await answered(() => this.rows.heads.find({}, { projection: { changes: 1, dead: 1 } }).toArray());
    for (const { _id, changes } of heads) if ((this.views.get(_id)?.changes ?? changes) < changes) await this.read(_id);
    return heads;
  }

  private async read(view: string): Promise<HeadRow | null> {
    const head = await answered(() => this.rows.heads.findOne({ _id: view }));
    if (head) this.adopt(head);
    return head;
  }

  private adopt({ _id: view, live, changes, generations }: HeadRow): void {
    const known = this.of(view);
    if (changes < known.changes) return; // read before something that is known by now
    known.changes = changes;
    const stored = new Map(generations.map((row) => [row.generation, new Generation(row)]));
    const now = stored.get(live);
    if (now && known.writing.get(live)) known.writing.set(live, now);
    for (const [number, held] of known.reading) {
      const found = stored.get(number);
      if (found) known.reading.set(number, found);
      else if (number < live) this.leave(known.reading, number, held);
      else known.reading.delete(number);
    }
    for (const [number, held] of known.writing)
      if (held && number < live && !stored.has(number)) this.leave(known.writing, number, held);
    if (known.told === null || known.told === live || known.switching) return;
    known.told = live;
    for (const listener of this.listeners) listener(view, live);
  }

  /** It was switched away: who is reading it may end. */
  private leave(cached: Map<number, Generation | null>, number: number, held: Generation): void {
    setTimeout(() => {
      if (cached.get(number) === held) cached.delete(number);
    }, this.grace).unref();
  }

  private async stored({ view, generation }: ViewRef): Promise<Generation | null> {
    const row = (await this.read(view))?.generations.find((one) => one.generation === generation);
    return row ? new Generation(row) : null;
  }

  private of(view: string): Known {
    const known = this.views.get(view) ?? {
      changes: 0,
      told: null,
      switching: false,
      writing: new Map<number, Generation | null>(),
      reading: new Map<number, Generation>(),
    };
    this.views.set(view, known);
    return known;
  }
}
