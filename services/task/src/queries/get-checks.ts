import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Descriptions } from '../evidence/descriptions';
import { atWork, liveOf, peopleOn } from '../task/state';
import { taskAggregate, taskInSight, taskStream } from '../task/aggregate';
import { unmet } from '../task/checks';
import { checksOn } from '../task/task';
import type { ChecksShape } from './evidence-shapes';

export class GetChecks extends Query<ChecksShape> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
  ) {
    super();
  }
}

/** As they would be at a submission now: from the streams, not from a view that may be behind. */
@QueryHandler(GetChecks)
export class GetChecksHandler implements IQueryHandler<GetChecks> {
  constructor(
    private readonly streams: Streams,
    private readonly descriptions: Descriptions,
  ) {}

  async execute({ caller, taskId }: GetChecks): Promise<ChecksShape> {
    const { tenant } = permit(caller, 'task.read');
    const { state: task } = await this.streams.load(taskAggregate, taskStream(tenant, taskId));
    if (task.is === 'unknown' || !taskInSight(caller, atWork(task), peopleOn(task))) throw new NotFound('task');
    const live = liveOf(task);
    const checks = checksOn(live, await this.descriptions.of(tenant, live));
    const missing = live.evidenceWanted !== null && live.proofs.length === 0;
    return {
      checks: checks.map(({ zh, en, ...check }) => ({ ...check, 'zh-CN': zh, en })),
      ready: unmet(checks).length === 0 && !missing,
    };
  }
}
