import type { EvidenceDescribed, TaskEvidenceAttached } from '@chuangwen/contracts';
import { defineView } from '@chuangwen/platform/projections';
import type { Description } from '../evidence/evidence';
import { proofIdOf } from '../task/proof';

/** One time that a proof was attached; whether it was removed since, its task knows. */
export type Use = Readonly<{
  taskId: string;
  evidenceId: string;
  name: string;
  mediaType: string | null;
  attachedBy: string;
  /** ISO instant. */
  attachedAt: string;
}>;

/** A proof of the tenant, wherever it is used: the same file, or the same address, is one. */
export type LedgerEntry = Readonly<{
  proofId: string;
  kind: 'file' | 'link';
  /** Of files. */
  sha256: string | null;
  size: number | null;
  /** Of links. */
  url: string | null;
  description: Description | null;
  /** By evidence id, so that it does not matter whose news came first. Empty: it was only described so far. */
  uses: readonly Use[];
}>;

export const ledgerView = defineView<LedgerEntry, TaskEvidenceAttached | EvidenceDescribed>({
  name: 'ledger',
  topics: ['task'],
  route: {
    'task.evidence-attached': ({ data, meta }) => proofIdOf(meta.tenant, data.proof),
    'evidence.described': ({ data }) => data.proofId,
  },
  evolve(entry, event, proofId) {
    const known = entry ?? { proofId, kind: 'file', sha256: null, size: null, url: null, description: null, uses: [] };
    if (event.type === 'evidence.described') {
      const { docNumber, date, found } = event.data;
      return { ...known, description: { docNumber, date, found } };
    }
    const { taskId, evidenceId, name, proof } = event.data;
    const { actor, recordedAt } = event.meta;
    const mediaType = proof.kind === 'file' ? proof.mediaType : null;
    const use = { taskId, evidenceId, name, mediaType, attachedBy: actor.id, attachedAt: recordedAt };
    const uses = [...known.uses, use].sort((a, b) => (a.evidenceId < b.evidenceId ? -1 : 1));
    const { sha256, size } = proof.kind === 'file' ? proof : { sha256: null, size: null };
    return { ...known, kind: proof.kind, sha256, size, url: proof.kind === 'link' ? proof.url : null, uses };
  },
  index: ({ uses }) => (uses.length > 0 ? { used: 'yes' } : {}),
});
