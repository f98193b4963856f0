import type { Readable } from 'node:stream';
import { NotFound } from '@chuangwen/kernel';
import { InjectView, permit, ViewReader, type Caller } from '@chuangwen/platform';
import { BlobStore } from '@chuangwen/ports';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { taskInSight } from '../task/aggregate';
import { whole, type KeptTask } from '../projections/kept-task';
import { peopleOf, unitsOf } from '../projections/task-document';
import { tasksView } from '../projections/tasks';

export type EvidenceContent = Readonly<{ name: string; mediaType: string; size: number; content: Readable }>;

export class OpenEvidence extends Query<EvidenceContent> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly evidenceId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(OpenEvidence)
export class OpenEvidenceHandler implements IQueryHandler<OpenEvidence> {
  constructor(
    @InjectView(tasksView) private readonly tasks: ViewReader<KeptTask>,
    private readonly blobs: BlobStore,
  ) {}

  async execute({ caller, taskId, evidenceId, tokens }: OpenEvidence): Promise<EvidenceContent> {
    const { tenant } = permit(caller, 'task.read');
    await this.tasks.freshness(tokens, [tenant]);
    const kept = await this.tasks.get(tenant, taskId);
    const task = kept && whole(kept);
    if (!task || !taskInSight(caller, unitsOf(task), peopleOf(task))) throw new NotFound('task');
    const proof = task.evidence.find((one) => one.evidenceId === evidenceId && one.kind === 'file');
    const content = proof?.sha256 ? await this.blobs.get(tenant, proof.sha256) : null;
    if (!proof || !content) throw new NotFound('evidence');
    const { name, size, mediaType } = proof;
    return { name, size: size ?? 0, mediaType: mediaType ?? 'application/octet-stream', content };
  }
}
