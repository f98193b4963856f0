import type { EvidenceDescribed } from '@chuangwen/contracts';
import type { Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';

/** Number (文号) and day of a proof; `found`: read in its text, otherwise entered by a person. null: nobody has said. */
export type Description = Omit<EvidenceDescribed['data'], 'proofId'>;
type State = Readonly<{ description: Description | null }>;
export type DescribeProof = EvidenceDescribed['data'];

/** What a person entered stands; what the program found is only taken where nobody has said anything. */
const decider: Decider<State, DescribeProof, EvidenceDescribed> = {
  initialState: () => ({ description: null }),
  evolve: (_, { data: { docNumber, date, found } }) => ({ description: { docNumber, date, found } }),
  decide: ({ description: known }, described) => {
    const { docNumber, date, found } = described;
    if (found && (known !== null || (docNumber === null && date === null))) return [];
    if (known && !known.found && known.docNumber === docNumber && known.date === date) return [];
    if (!known && docNumber === null && date === null) return [];
    return [{ type: 'evidence.described', data: described }];
  },
};

/** The state holds a number that was sealed. */
export const evidenceAggregate: Aggregate<State, DescribeProof, EvidenceDescribed> = {
  kind: 'evidence@1',
  decider,
  texts: true,
};
export const evidenceDecider = decider;

export const evidenceStream = (tenant: string, proofId: string) => ({ tenant, stream: `evidence-${proofId}` });
