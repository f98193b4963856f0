import type { Reply } from './plant';
import { acting, Wrong, type Person, type World } from './world';

/** A question about a past day, or of something frozen, with the bytes it was answered with. */
type Question = Readonly<{ by: Person; url: string; status: number; answer: string; asked: string }>;

/** How the answer reads: of JSON its `data`, since `freshness` is of the moment of asking; of files every byte. */
function answerOf({ status, text }: Reply): string {
  if (status !== 200 || !text.startsWith('{"data":')) return text;
  return JSON.stringify((JSON.parse(text) as { data: unknown }).data);
}

/** Every answer about the past that was ever seen: asked again, it is what it was. */
export class Memory {
  private readonly questions = new Map<string, Question>();
  /** How often one was asked again. */
  recalled = 0;

  get size(): number {
    return this.questions.size;
  }

  /** Asks, and keeps what was answered. */
  async keep(world: World, by: Person, url: string): Promise<void> {
    if (!mayAsk(world, by)) return;
    const reply = await world.ask({ as: by.holder, method: 'GET', url });
    if (reply.status >= 500) throw new Wrong(`${by.label} asks ${url}: ${reply.status} ${reply.text.slice(0, 300)}`);
    const key = `${by.label} ${by.holder.person} ${url}`;
    const known = this.questions.get(key);
    // What is not theirs yet may become so: that was no report.
    if (!known && reply.status !== 200) return;
    if (known) this.mustBeSame(known, reply);
    else this.questions.set(key, { by, url, status: reply.status, answer: answerOf(reply), asked: world.today });
  }

  /** The same of what is no answer but a file. */
  async keepRaw(world: World, by: Person, url: string): Promise<Reply> {
    const reply = await world.ask({ as: by.holder, method: 'GET', url });
    if (reply.status !== 200) throw new Wrong(`${by.label} asks ${url}: ${reply.status} ${reply.text.slice(0, 300)}`);
    const question = { by, url, status: 200, answer: reply.text, asked: world.today };
    this.questions.set(`${by.label} ${by.holder.person} ${url}`, question);
    return reply;
  }

  /** So many of them, drawn by the seed; null: all. Throws Wrong. */
  async recall(world: World, count: number | null): Promise<void> {
    const all = [...this.questions.values()];
    const drawn = count === null ? all : Array.from({ length: Math.min(count, all.length) }, () => world.dice.one(all));
    for (const question of drawn) {
      const { by, url } = question;
      if (!mayAsk(world, by)) continue;
      this.mustBeSame(question, await world.ask({ as: by.holder, method: 'GET', url }));
      this.recalled += 1;
    }
  }

  private mustBeSame({ by, url, status, answer, asked }: Question, reply: Reply): void {
    const now = answerOf(reply);
    if (reply.status === status && now === answer) return;
    const at = [...answer].findIndex((char, i) => char !== now[i]);
    const around = (text: string) => text.slice(Math.max(0, at - 120), at + 160);
    throw new Wrong(
      `${by.label} asked ${url} on ${asked} and was told (${status}) …${around(answer)}…, and is told now (${reply.status}) …${around(now)}…`,
    );
  }
}

/** Who holds the post no more is told nothing, of today or of then. */
const mayAsk = ({ today }: World, by: Person): boolean =>
  by.tenant.clerk === by || by.tenant.places.some((place) => acting(place, today) === by);
