import { NotFound } from '@chuangwen/kernel';
import { freshnessOf, permit, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { proofRow, type ProofShape } from './evidence-shapes';
import { Ledger } from './ledger';
import { NameFinder } from './names';

export class GetProof extends Query<Answer<ProofShape>> {
  constructor(
    readonly caller: Caller,
    readonly proofId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(GetProof)
export class GetProofHandler implements IQueryHandler<GetProof> {
  constructor(
    private readonly ledger: Ledger,
    private readonly names: NameFinder,
  ) {}

  async execute({ caller, proofId, tokens }: GetProof): Promise<Answer<ProofShape>> {
    const acting = permit(caller, 'task.read');
    const freshness = await freshnessOf([this.ledger.entries, this.ledger.tasks], tokens, [caller.tenant]);
    const proof = await this.ledger.one(acting, proofId);
    if (!proof) throw new NotFound('evidence');
    const people = proof.uses.flatMap(({ use, removed }) => [use.attachedBy, removed?.by ?? '']);
    return { data: proofRow(proof, await this.names.of(caller.tenant, [], people)), freshness };
  }
}
