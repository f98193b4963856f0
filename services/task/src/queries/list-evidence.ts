import { day, proofKind } from '@chuangwen/contracts';
import { dayOf, freshnessOf, permit, tokenQuery, tokensOf, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idText } from '../commands/bounds';
import { proofRow, type EvidenceList } from './evidence-shapes';
import { Ledger, type ProofInSight } from './ledger';
import { NameFinder } from './names';

export const listEvidenceQuery = z.strictObject({
  ...tokenQuery,
  /** Part of one of its names, or of its document number. */
  name: z.string().trim().min(1).max(100).optional(),
  kind: proofKind.optional(),
  /** By the day of the document where it is known, otherwise the recorded day it was first attached. */
  from: day.optional(),
  to: day.optional(),
  campaign: idText.optional(),
  /** Hex: is this very file here? */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  after: idText.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  format: z.enum(['json', 'xlsx', 'csv']).default('json'),
});
type Filter = z.infer<typeof listEvidenceQuery>;

export class ListEvidence extends Query<Answer<EvidenceList>> {
  constructor(
    readonly caller: Caller,
    readonly filter: Filter,
  ) {
    super();
  }
}

/** Newest first. A spreadsheet holds all of it, not a page. */
@QueryHandler(ListEvidence)
export class ListEvidenceHandler implements IQueryHandler<ListEvidence> {
  constructor(
    private readonly ledger: Ledger,
    private readonly names: NameFinder,
  ) {}

  async execute({ caller, filter }: ListEvidence): Promise<Answer<EvidenceList>> {
    const acting = permit(caller, 'task.read');
    const views = [this.ledger.entries, this.ledger.tasks];
    const freshness = await freshnessOf(views, tokensOf(filter), [caller.tenant]);
    const found = (await this.ledger.all(acting)).filter((proof) => fits(proof, filter)).sort(newestFirst);
    const start = filter.after === undefined ? 0 : found.findIndex(({ entry }) => entry.proofId === filter.after) + 1;
    const page = filter.format === 'json' ? found.slice(start, start + filter.limit) : found;
    const more = filter.format === 'json' && found.length > start + filter.limit;
    const people = page.flatMap(({ uses }) => uses.flatMap(({ use, removed }) => [use.attachedBy, removed?.by ?? '']));
    const names = await this.names.of(caller.tenant, [], people);
    const next = more ? (page.at(-1)?.entry.proofId ?? null) : null;
    return { data: { proofs: page.map((proof) => proofRow(proof, names)), next }, freshness };
  }
}

/** The day by which a proof is looked for. */
export const dayOfProof = ({ entry, uses }: ProofInSight): string =>
  entry.description?.date ?? dayOf(uses.map(({ use }) => use.attachedAt).sort()[0]!);

const lastAttached = ({ uses }: ProofInSight) =>
  uses
    .map(({ use }) => use.attachedAt)
    .sort()
    .at(-1)!;

const newestFirst = (a: ProofInSight, b: ProofInSight): number => {
  const [x, y] = [lastAttached(a), lastAttached(b)];
  return x === y ? (a.entry.proofId < b.entry.proofId ? -1 : 1) : x < y ? 1 : -1;
};

function fits(proof: ProofInSight, { name, kind, from, to, campaign, sha256 }: Filter): boolean {
  const { entry, looks, uses } = proof;
  const words = [...uses.map(({ use }) => use.name), entry.description?.docNumber ?? ''];
  const on = dayOfProof(proof);
  return (
    (name === undefined || words.some((text) => text.toLowerCase().includes(name.toLowerCase()))) &&
    (kind === undefined || looks === kind) &&
    (from === undefined || on >= from) &&
    (to === undefined || on <= to) &&
    (sha256 === undefined || entry.sha256 === sha256) &&
    (campaign === undefined || uses.some(({ task }) => task.campaignId === campaign))
  );
}
