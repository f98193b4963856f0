import { killPoint, ViewMoved, type Position, type ViewCommit, type ViewRef } from '@chuangwen/ports';
import type { mongo } from 'mongoose';
import { answered } from '../mongo/errors';
import type { Mongo } from '../mongo/open';
import { Overtaken, transacted } from '../mongo/transaction';
import type { Bodies } from './bodies';
import { Generation } from './generation';
import type { Heads } from './heads';
import { nameOf } from './names';
import { pack, type Packed } from './pack';
import type { Collections, HeadRow, PositionRow } from './schemas';
import { inChunks, write, writeEach, type Op, type Session } from './writing';

/** Writes commits, each in one transaction. */
export class Commits {
  constructor(
    private readonly client: Mongo,
    private readonly rows: Collections,
    private readonly heads: Heads,
    private readonly bodies: Bodies,
  ) {}

  async commit(ref: ViewRef, commit: ViewCommit): Promise<void> {
    const held = await this.heads.held(ref);
    const generation = held ?? Generation.anew(ref.generation);
    const packed = await pack(commit, generation, this.bodies);
    try {
      await transacted(this.client, async (session) => {
        await this.write(ref, held, generation, packed, { session });
        killPoint('view-before-commit');
      });
    } catch (error) {
      if (!(error instanceof ViewMoved || error instanceof Overtaken)) throw error;
      await this.heads.refused(ref);
      throw error instanceof ViewMoved ? error : new ViewMoved(ref);
    }
    killPoint('view-after-commit');
    if (!held) this.heads.hold(ref, generation);
  }

  /**
   * First what fences it, then counters and stamps, which other writers want as well: whoever meets them there tries again
   * with little lost, and a large commit is not overtaken by small ones for as long as it takes.
   */
  private async write(
    ref: ViewRef,
    held: Generation | null,
    generation: Generation,
    packed: Packed,
    session: Session,
  ): Promise<void> {
    const { rows } = this;
    const fenced = <Row extends mongo.Document>(collection: mongo.Collection<Row>, ops: readonly Op<Row>[]) =>
      inChunks(ops, async (some) => {
        if (!(await writeEach(collection, some, session))) throw new ViewMoved(ref);
      });
    await this.takePlace(ref, held, generation, packed.positions, session);
    await inChunks(packed.counters, (some) => write(rows.counters, some, session));
    await inChunks(packed.counted, (_id) =>
      answered(() => rows.counters.deleteMany({ _id: { $in: _id }, value: 0 }, session)),
    );
    await inChunks(packed.stamps, (some) => write(rows.stamps, some, session));
    await fenced(rows.documents, packed.documents);
    await inChunks(packed.loose, (some) => write(rows.documents, some, session));
    await inChunks(packed.absent, async (_id) => {
      const found = await answered(() => rows.documents.findOne({ _id: { $in: _id } }, session));
      if (found) throw new ViewMoved(ref);
    });
    await this.unpark(ref, packed, session);
    await fenced(rows.seen, packed.seen);
    await inChunks(packed.loosened, (some) => write(rows.seen, some, session));
    await fenced(rows.parked, packed.parked);
    await inChunks(packed.waiting, (some) => write(rows.waiting, some, session));
  }

  /**
   * Moves the positions on, of this very generation. Their rows vanish in a switch or drop, so one that was written before
   * is enough to meet it; where there is none yet, the head is written as well, which every such change writes.
   */
  private async takePlace(
    { view, generation: number }: ViewRef,
    held: Generation | null,
    { row }: Generation,
    positions: readonly Position[],
    session: Session,
  ): Promise<void> {
    const { fence } = row;
    const op = (position: Position, first: boolean): Op<PositionRow> => {
      const { topic, partition, next } = position;
      const _id = nameOf(view, number, topic, partition);
      const forwards = { $max: { next }, $inc: { writes: 1 } };
      if (!first) return { updateOne: { filter: { _id, fence }, update: forwards } };
      const names = { view, generation: number, topic, partition };
      return { updateOne: { filter: { _id }, update: { ...forwards, $set: { fence, ...names } }, upsert: true } };
    };
    const move = (first: boolean) =>
      write(
        this.rows.positions,
        positions.map((position) => op(position, first)),
        session,
      );
    if (held && positions.length > 0 && (await move(false)) === positions.length) return;
    await this.touchHead({ view, generation: number }, held, row, session);
    if (positions.length > 0) await move(true);
  }

  private async touchHead(
    ref: ViewRef,
    held: Generation | null,
    row: Generation['row'],
    session: Session,
  ): Promise<void> {
    const { heads } = this.rows;
    const head = await answered(() => heads.findOne({ _id: ref.view }, session));
    const stored = head?.generations.find(({ generation }) => generation === ref.generation);
    if (stored?.fence !== held?.row.fence || ref.generation < (head?.live ?? 1)) throw new ViewMoved(ref);
    const update: mongo.UpdateFilter<HeadRow> = stored
      ? { $inc: { writes: 1 } }
      : { $push: { generations: row }, $inc: { changes: 1, writes: 1 }, $setOnInsert: { live: 1, dead: [] } };
    await write(heads, [{ updateOne: { filter: { _id: ref.view }, update, upsert: true } }], session);
  }

  /** A stream goes on only when all its waiting events were taken: more may have joined them since they were read. */
  private async unpark(ref: ViewRef, { unparked }: Packed, session: Session): Promise<void> {
    const { seen, parked, waiting } = this.rows;
    for (const { _id, part, topic, stream, until } of unparked) {
      const of = { part, topic, stream };
      const reached = until ?? (await answered(() => seen.findOne({ _id }, session)))?.version ?? 0;
      const left = await answered(() => waiting.findOne({ ...of, version: { $gt: reached } }, session));
      if (left) throw new ViewMoved(ref);
      await answered(() => waiting.deleteMany(of, session));
      await answered(() => parked.deleteOne({ _id }, session));
    }
  }
}
