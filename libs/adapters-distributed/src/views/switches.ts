import { ViewMoved, type ViewRef } from '@chuangwen/ports';
import type { mongo } from 'mongoose';
import { answered } from '../mongo/errors';
import type { Mongo } from '../mongo/open';
import { Overtaken, transacted } from '../mongo/transaction';
import { Generation, newName } from './generation';
import type { Heads } from './heads';
import type { Collections, DeadRow, GenerationRow, HeadRow, PositionRow } from './schemas';
import { write } from './writing';

type Change = Pick<HeadRow, 'live' | 'generations' | 'dead'>;

/**
 * Changes of which generations there are. Each is one transaction on the view's head, and on the positions of what is
 * live or goes: so it meets every commit that is under way there.
 */
export class Switches {
  constructor(
    private readonly client: Mongo,
    private readonly rows: Collections,
    private readonly heads: Heads,
  ) {}

  /**
   * Throws ViewMoved where the live generation has read more than this one of a topic that both read: its readers were to go
   * on from there, and what lies between would be missing for good.
   */
  async switchTo(ref: ViewRef): Promise<void> {
    const { view, generation } = ref;
    await this.changed(ref, async (head, session) => {
      const row = mine(head, generation) ?? Generation.anew(generation).row;
      const places = await this.positions(view, session);
      const topics = new Set(places.filter((one) => one.generation === generation).map(({ topic }) => topic));
      const live = places.filter((one) => one.generation === head.live && topics.has(one.topic));
      if (head.live !== generation && isBehind(places, generation, live)) throw new ViewMoved(ref);
      const others = head.generations.filter((one) => one.generation !== generation);
      await this.removePositions({ view, generation: { $ne: generation } }, session);
      return { live: generation, generations: [row], dead: others.flatMap((one) => remainsOf(one)) };
    });
  }

  async switchTenant(from: ViewRef, tenant: string): Promise<void> {
    const { view, generation } = from;
    await this.changed(from, async (head, session) => {
      if (head.live === generation) throw new Error(`Generation ${generation} of ${view} is the live one`);
      const lender = mine(head, generation) ?? Generation.anew(generation).row;
      const live = head.generations.find((one) => one.generation === head.live) ?? Generation.anew(head.live).row;
      const places = await this.positions(view, session);
      const reached = places.filter((one) => one.generation === head.live);
      if (isBehind(places, generation, reached)) throw new ViewMoved(from);
      const others = live.lent.filter((one) => one.tenant !== tenant);
      const token = new Generation(lender).tokenOf(tenant);
      const next: GenerationRow = { ...live, fence: newName(), lent: [...others, { tenant, token }] };
      await this.removePositions({ view, generation }, session);
      // Written whether or not there are any: who commits to the live generation now meets this.
      await answered(() =>
        this.rows.positions.updateMany({ view, generation: head.live }, { $set: { fence: next.fence } }, { session }),
      );
      const rest = head.generations.filter((one) => one !== live && one !== lender);
      const dead = [remains(new Generation(live).tokenOf(tenant), { tenant }), ...remainsOf(lender, tenant)];
      return { live: head.live, generations: [next, ...rest], dead };
    });
  }

  async drop({ view, generation }: ViewRef): Promise<void> {
    await this.changed({ view }, async (head, session) => {
      const gone = head.generations.filter((one) => one.generation === generation);
      if (gone.length === 0) return null;
      await this.removePositions({ view, generation }, session);
      const generations = head.generations.filter((one) => one.generation !== generation);
      return { live: head.live, generations, dead: gone.flatMap((one) => remainsOf(one)) };
    });
    this.heads.hold({ view, generation }, null);
  }

  /** Makes the change that `work` says (null: none), `dead` beside what is dead already. */
  private async changed(
    ref: { view: string; generation?: number },
    work: (head: HeadRow, session: mongo.ClientSession) => Promise<Change | null>,
  ): Promise<void> {
    const { view, generation } = ref;
    const held = generation === undefined ? null : await this.heads.held({ view, generation });
    try {
      await this.heads.change(view, () =>
        transacted(this.client, async (session) => {
          const stored = await answered(() => this.rows.heads.findOne({ _id: view }, { session }));
          const head = stored ?? { _id: view, live: 1, changes: 0, writes: 0, generations: [], dead: [] };
          if (generation !== undefined && mine(head, generation)?.fence !== held?.row.fence)
            throw new ViewMoved({ view, generation });
          const change = await work(head, session);
          if (!change) return head;
          const changes = head.changes + 1;
          const dead = [...head.dead, ...change.dead];
          const next: HeadRow = { ...head, ...change, dead, changes, writes: head.writes + 1 };
          await write(this.rows.heads, [{ replaceOne: { filter: { _id: view }, replacement: next, upsert: true } }], {
            session,
          });
          return next;
        }),
      );
    } catch (error) {
      if (error instanceof Overtaken) throw new ViewMoved({ view, generation: generation ?? 0 });
      throw error;
    }
  }

  private positions(view: string, session: mongo.ClientSession): Promise<PositionRow[]> {
    return answered(() => this.rows.positions.find({ view }, { session }).toArray());
  }

  private async removePositions(of: mongo.Filter<PositionRow>, session: mongo.ClientSession): Promise<void> {
    await answered(() => this.rows.positions.deleteMany(of, { session }));
  }
}

const mine = ({ generations }: HeadRow, number: number): GenerationRow | undefined =>
  generations.find(({ generation }) => generation === number);

/** Whether the generation has read less anywhere than these places. */
const isBehind = (all: readonly PositionRow[], generation: number, reached: readonly PositionRow[]): boolean =>
  reached.some(({ topic, partition, next }) => {
    const own = all.find((one) => one.generation === generation && one.topic === topic && one.partition === partition);
    return (own?.next ?? 0) < next;
  });

const remains = (token: string, of: { tenant?: string; but?: string }): DeadRow => ({ id: newName(), token, ...of });

/** All parts of a generation, but that of a tenant which goes on elsewhere. */
const remainsOf = ({ token, lent }: GenerationRow, but?: string): DeadRow[] => [
  remains(token, but === undefined ? {} : { but }),
  ...lent.filter(({ tenant }) => tenant !== but).map((one) => remains(one.token, { tenant: one.tenant })),
];
