import { plainEvent } from '@chuangwen/contracts';
import { dayOf, ServiceRuntime, type Recorded } from '@chuangwen/platform';
import { EventStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import { whole, type KeptTask } from '../projections/kept-task';
import type { TaskDocument } from '../projections/task-document';
import { tasksView } from '../projections/tasks';
import { taskStream } from '../task/aggregate';

/**
 * A task as the view had it once: the same fold over fewer of its events. What was recorded later, by the order of the
 * stream, is not known then, whatever a clock said in between.
 */
@Injectable()
export class PastTasks {
  constructor(
    private readonly events: EventStore,
    private readonly runtime: ServiceRuntime,
  ) {}

  /** At the end of a recorded day (Asia/Shanghai); null: it was not there yet. */
  onDay(tenant: string, taskId: string, day: string): Promise<TaskDocument | null> {
    return this.fold(tenant, taskId, (_, known) => known <= day);
  }

  atVersion(tenant: string, taskId: string, version: number): Promise<TaskDocument | null> {
    return this.fold(tenant, taskId, (at) => at <= version);
  }

  private async fold(tenant: string, taskId: string, within: (version: number, day: string) => boolean) {
    const { events } = await this.events.read(taskStream(tenant, taskId));
    let [task, day]: [KeptTask | null, string] = [null, ''];
    for (const stored of events) {
      const recordedOn = dayOf(stored.recordedAt);
      day = recordedOn > day ? recordedOn : day;
      if (!within(stored.version, day)) break;
      const { data: _sealed, ...meta } = plainEvent(stored);
      const event: Recorded = { ...(await this.runtime.codec.decode(stored)), meta };
      task = tasksView.evolve(task, event, taskId);
    }
    return task && whole(task);
  }
}
