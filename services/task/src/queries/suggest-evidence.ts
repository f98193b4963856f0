import { NotFound } from '@chuangwen/kernel';
import { freshnessOf, permit, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { reasonsFor } from '../evidence/suggestions';
import { proofRow, type SuggestionList } from './evidence-shapes';
import { Ledger } from './ledger';
import { NameFinder } from './names';

const SHOWN = 20;

export class SuggestEvidence extends Query<Answer<SuggestionList>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

/** “You already have this”: proofs of the tenant that may be what the task asks for, with why; the best reasons first. */
@QueryHandler(SuggestEvidence)
export class SuggestEvidenceHandler implements IQueryHandler<SuggestEvidence> {
  constructor(
    private readonly ledger: Ledger,
    private readonly names: NameFinder,
  ) {}

  async execute({ caller, taskId, tokens }: SuggestEvidence): Promise<Answer<SuggestionList>> {
    const acting = permit(caller, 'task.read');
    const freshness = await freshnessOf([this.ledger.entries, this.ledger.tasks], tokens, [caller.tenant]);
    const [task] = await this.ledger.tasksInSight(acting, [taskId]);
    if (!task) throw new NotFound('task');
    const found = (await this.ledger.all(acting))
      .map((proof) => ({ proof, reasons: reasonsFor(task, proof) }))
      .filter(({ reasons }) => reasons.length > 0)
      .sort((a, b) => score(b) - score(a) || (a.proof.entry.proofId < b.proof.entry.proofId ? -1 : 1))
      .slice(0, SHOWN);
    const people = found.flatMap(({ proof }) =>
      proof.uses.flatMap(({ use, removed }) => [use.attachedBy, removed?.by ?? '']),
    );
    const names = await this.names.of(caller.tenant, [], people);
    const proofs = found.map(({ proof, reasons }) => ({
      proof: proofRow(proof, names),
      reasons: reasons.map(({ zh, en, weight: _weight, ...reason }) => ({ ...reason, 'zh-CN': zh, en })),
    }));
    return { data: { proofs }, freshness };
  }
}

const score = ({ reasons }: { reasons: ReturnType<typeof reasonsFor> }): number =>
  reasons.reduce((sum, { weight }) => sum + weight, 0);
