import { newId } from '@chuangwen/platform';
import type { LoadedTenant, Visitor } from '@chuangwen/standalone';
import { Refused } from '@chuangwen/standalone';
import { until } from '../journeys/city';

type Task = Readonly<{ taskId: string; title: string; situation: string; version: number }>;

export type Outcome = Readonly<{
  asked: number;
  /** What was answered other than it should. */
  refused: readonly string[];
  /** Commands that were acknowledged and have no event, and events beyond those. */
  lost: number;
  twice: number;
}>;

/** Clerks at work all the while: they look at their tasks and report progress, again with the same id where the platform did not answer. */
export class Load {
  private ending = false;
  private asked = 0;
  private acknowledged = 0;
  private readonly refused: string[] = [];
  private readonly working: Promise<void>[];

  private constructor(
    private readonly visitor: Visitor,
    private readonly tasks: readonly Task[],
    private readonly before: number,
  ) {
    this.working = tasks.map((task) => this.work(task));
  }

  static async on(_url: string, office: LoadedTenant, campaignId: string): Promise<Load> {
    const { visitor } = office.below[0]!.clerk;
    const path = `/api/task/tasks?campaign=${campaignId}&limit=50`;
    const { tasks } = await visitor.get<{ tasks: Task[] }>(path);
    const open = tasks.filter(({ situation }) => situation === 'in-progress').slice(0, 3);
    return new Load(visitor, open, await versionsOf(visitor, open));
  }

  /** When everything that was acknowledged can be read. */
  async end(): Promise<Outcome> {
    this.ending = true;
    await Promise.all(this.working);
    const expected = this.before + this.acknowledged;
    const now = await until(
      () => versionsOf(this.visitor, this.tasks),
      (versions) => versions >= expected,
      90,
    );
    return {
      asked: this.asked,
      refused: this.refused,
      lost: Math.max(0, expected - now),
      twice: Math.max(0, now - expected),
    };
  }

  private async work({ taskId }: Task): Promise<void> {
    while (!this.ending) {
      await this.ask(() => this.visitor.send('GET', `/api/task/tasks/${taskId}`));
      const id = newId();
      const body = { percent: 60, note: `第 ${this.acknowledged} 次巡查` };
      const report = () =>
        this.visitor.send('POST', `/api/task/tasks/${taskId}/progress`, body, { 'idempotency-key': id });
      while (!(await this.ask(report)));
      this.acknowledged += 1;
    }
  }

  /** Whether it was answered; what is not is asked again by whoever asked. Anything refused is noted. */
  private async ask(request: () => Promise<unknown>): Promise<boolean> {
    this.asked += 1;
    try {
      await request();
      return true;
    } catch (error) {
      if (error instanceof Refused && error.problem.status !== 502) {
        this.refused.push(error.message);
        return true;
      }
      await new Promise((wake) => setTimeout(wake, 200));
      return false;
    }
  }
}

async function versionsOf(visitor: Visitor, tasks: readonly Task[]): Promise<number> {
  const now = await Promise.all(tasks.map(({ taskId }) => visitor.get<Task>(`/api/task/tasks/${taskId}`)));
  return now.reduce((sum, { version }) => sum + version, 0);
}
