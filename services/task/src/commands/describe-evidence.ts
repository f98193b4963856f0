import { day } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { evidenceAggregate, evidenceStream } from '../evidence/evidence';
import { unitsOf } from '../projections/task-document';
import { Ledger } from '../queries/ledger';
import { docNumberText } from './bounds';

/** null: it bears none. */
export const describeEvidenceBody = z.strictObject({
  docNumber: docNumberText.nullable().default(null),
  date: day.nullable().default(null),
});

export class DescribeEvidence extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly proofId: string,
    readonly body: z.infer<typeof describeEvidenceBody>,
  ) {
    super();
  }
}

/** Whoever works on a task that uses the proof says what it bears, for every task that uses it. */
@CommandHandler(DescribeEvidence)
export class DescribeEvidenceHandler implements ICommandHandler<DescribeEvidence> {
  constructor(
    private readonly streams: Streams,
    private readonly ledger: Ledger,
  ) {}

  async execute({ caller, proofId, body }: DescribeEvidence) {
    const proof = await this.ledger.one(caller, proofId);
    if (!proof) throw new NotFound('evidence');
    const person = caller.principal?.person;
    const own = proof.uses.some(({ task }) => task.personId === person);
    const units = proof.uses.flatMap(({ task }) => unitsOf(task));
    const root = caller.principal ? [caller.principal.root] : [];
    const acting = own ? permit(caller, 'task.read') : permit(caller, 'task.work', ...units, ...root);
    const command = { is: 'describe', proofId, ...body, found: false } as const;
    return this.streams.execute(evidenceAggregate, evidenceStream(caller.tenant, proofId), command, acting);
  }
}
