import { day, proofKind } from '@chuangwen/contracts';
import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { allowed, taskAggregate, taskStream } from '../task/aggregate';
import { reasonText } from './bounds';

/** Bounded as people mean it. */
const requirementBody = z
  .strictObject({
    kinds: z.array(proofKind).max(7).default([]),
    minCount: z.number().int().min(0).max(200).default(1),
    from: day.nullable().default(null),
    to: day.nullable().default(null),
    docNumber: z.boolean().default(false),
    minReport: z.number().int().min(0).max(2000).default(0),
  })
  .refine(({ from, to }) => from === null || to === null || from <= to, {
    path: ['to'],
    params: { zh: '不能早于 from', en: 'must not be before from' },
    // Days that are none come before nothing.
    when: ({ issues }) => issues.length === 0,
  });

export const wantEvidenceBody = z.strictObject({
  evidence: reasonText,
  /** What is checked before submission; null: nothing any more. Without it, as it was. */
  requirement: requirementBody.nullable().optional(),
});

export class WantEvidence extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof wantEvidenceBody>,
  ) {
    super();
  }
}

@CommandHandler(WantEvidence)
export class WantEvidenceHandler implements ICommandHandler<WantEvidence> {
  constructor(private readonly streams: Streams) {}

  async execute({ caller, taskId, body: { evidence, requirement } }: WantEvidence) {
    // What is checked is not for those to decide who are checked.
    const action = requirement === undefined ? 'task.assign' : 'task.check';
    const acting = await allowed(this.streams, caller, taskId, action);
    const by = acting.actor.organisation ?? null;
    const required = requirement === undefined ? {} : { required: { requirement, by } };
    const command = { is: 'want-evidence' as const, evidence, ...required };
    return this.streams.execute(taskAggregate, taskStream(caller.tenant, taskId), command, acting);
  }
}
