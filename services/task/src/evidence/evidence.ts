import type { EvidenceAttached, EvidenceDescribed } from '@chuangwen/contracts';
import type { Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';

/** Number (文号) and day of a proof; `found`: read in its text, otherwise entered by a person. null: nobody has said. */
export type Description = Omit<EvidenceDescribed['data'], 'proofId'>;
type Use = Omit<EvidenceAttached['data'], 'proofId'>;
export type ProofState = Readonly<{ description: Description | null; uses: readonly Use[] }>;
export type ProofCommand =
  Readonly<{ is: 'describe' } & EvidenceDescribed['data']> | Readonly<{ is: 'attach' } & EvidenceAttached['data']>;
export type ProofEvent = EvidenceDescribed | EvidenceAttached;

function evolve(proof: ProofState, event: ProofEvent): ProofState {
  if (event.type === 'evidence.described') {
    const { docNumber, date, found } = event.data;
    return { ...proof, description: { docNumber, date, found } };
  }
  const { taskId, evidenceId } = event.data;
  return { ...proof, uses: [...proof.uses, { taskId, evidenceId }] };
}

/** What a person entered stands; what the program found is only taken where nobody has said anything. */
function decide({ description: known, uses }: ProofState, command: ProofCommand): ProofEvent[] {
  if (command.is === 'attach') {
    const { proofId, taskId, evidenceId } = command;
    if (uses.some((use) => use.evidenceId === evidenceId)) return [];
    return [{ type: 'evidence.attached', data: { proofId, taskId, evidenceId } }];
  }
  const { docNumber, date, found } = command;
  if (found && (known !== null || (docNumber === null && date === null))) return [];
  if (known && !known.found && known.docNumber === docNumber && known.date === date) return [];
  if (!known && docNumber === null && date === null) return [];
  return [{ type: 'evidence.described', data: { proofId: command.proofId, docNumber, date, found } }];
}

export const evidenceDecider: Decider<ProofState, ProofCommand, ProofEvent> = {
  initialState: () => ({ description: null, uses: [] }),
  evolve,
  decide,
};

/** The state holds a number that was sealed. */
export const evidenceAggregate: Aggregate<ProofState, ProofCommand, ProofEvent> = {
  kind: 'evidence@2',
  decider: evidenceDecider,
  texts: true,
};

export const evidenceStream = (tenant: string, proofId: string) => ({ tenant, stream: `evidence-${proofId}` });
