import { asOfDay, Clock, InjectView, ViewReader, type Caller } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { whole, type KeptTask } from '../projections/kept-task';
import { peopleOf, unitsOf, type TaskDocument } from '../projections/task-document';
import { tasksView } from '../projections/tasks';
import { taskInSight } from '../task/aggregate';
import { PastTasks } from './past-tasks';

/** How many streams are read at a time. */
const AT_ONCE = 32;

/** The tasks that a caller may see, now or as of a recorded day; whose they were that day decides who sees them. */
@Injectable()
export class TasksInSight {
  constructor(
    @InjectView(tasksView) readonly tasks: ViewReader<KeptTask>,
    private readonly past: PastTasks,
    private readonly clock: Clock,
  ) {}

  /** By their ids, which say nothing; `asOf`: as they stood at the end of that recorded day. Throws `report.as-of-future`. */
  async of(caller: Caller, campaign: string | undefined, asOf: string | undefined): Promise<TaskDocument[]> {
    asOfDay(asOf, this.clock.now());
    const along = campaign === undefined ? {} : { index: 'campaign', value: campaign };
    const now = (await this.tasks.find(caller.tenant, along)).map(whole);
    const then = asOf === undefined ? now : await this.asOn(caller.tenant, now, asOf);
    return then.filter((task) => taskInSight(caller, unitsOf(task), peopleOf(task)));
  }

  private async asOn(tenant: string, now: readonly TaskDocument[], day: string): Promise<TaskDocument[]> {
    const found: TaskDocument[] = [];
    for (let at = 0; at < now.length; at += AT_ONCE) {
      const some = now.slice(at, at + AT_ONCE);
      const old = await Promise.all(
        // Nothing has happened to it since: it is as it was.
        some.map((task) => (task.day <= day ? task : this.past.onDay(tenant, task.taskId, day))),
      );
      found.push(...old.filter((task) => task !== null));
    }
    return found;
  }
}
