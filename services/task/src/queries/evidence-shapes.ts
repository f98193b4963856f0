import { proofKind, taskCheck } from '@chuangwen/contracts';
import { z } from 'zod';
import type { Names } from './names';
import type { ProofInSight } from './ledger';
import { named } from './shapes';

/** Where a proof is used, by whom it was attached and when; `removed`: it was taken back there. */
const use = z.object({
  taskId: z.string(),
  title: z.string(),
  campaignId: z.string(),
  evidenceId: z.string(),
  name: z.string(),
  attachedBy: named,
  attachedAt: z.string(),
  removed: z.object({ reason: z.string(), by: named, at: z.string() }).nullable(),
});

export const proofShape = z
  .object({
    proofId: z.string(),
    name: z.string(),
    kind: z.enum(['file', 'link']),
    looks: proofKind,
    sha256: z.string().nullable(),
    size: z.number().int().nullable(),
    url: z.string().nullable(),
    docNumber: z.string().nullable(),
    date: z.string().nullable(),
    /** Number and day were read in its text by the program. */
    found: z.boolean(),
    uses: z.array(use),
    /** Further tasks of the tenant that use it and are not in the caller's sight. */
    elsewhere: z.number().int(),
  })
  .meta({ id: 'Proof' });
export type ProofShape = z.infer<typeof proofShape>;

export const evidenceList = z
  .object({ proofs: z.array(proofShape), /** Ask again with `after` this id. */ next: z.string().nullable() })
  .meta({ id: 'Evidence' });
export type EvidenceList = z.infer<typeof evidenceList>;

/**
 * What attaching answers; `known`: the tenant has this very proof already, and it was used again; `notLookedAt`: nobody could
 * look whether it bears a classification mark.
 */
export const attached = z
  .object({
    id: z.string(),
    proofId: z.string(),
    known: z.object({ 'zh-CN': z.string(), en: z.string(), proof: proofShape.nullable() }).nullable(),
    notLookedAt: z.object({ 'zh-CN': z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'Attached' });
export type Attached = z.infer<typeof attached>;

export const checksShape = z
  .object({
    checks: z.array(
      z.object({ check: taskCheck, met: z.boolean(), waived: z.boolean(), 'zh-CN': z.string(), en: z.string() }),
    ),
    /** Nothing that is asked for is missing. */
    ready: z.boolean(),
  })
  .meta({ id: 'TaskChecks' });
export type ChecksShape = z.infer<typeof checksShape>;

/** Why a proof may be what the task asks for. */
export const SUGGESTION_REASONS = [
  'same-title',
  'same-measure',
  'same-indicator',
  'same-wanted',
  'named-as-wanted',
] as const;

export const suggestionList = z
  .object({
    proofs: z.array(
      z.object({
        proof: proofShape,
        reasons: z.array(
          z.object({ reason: z.enum(SUGGESTION_REASONS), taskId: z.string(), 'zh-CN': z.string(), en: z.string() }),
        ),
      }),
    ),
  })
  .meta({ id: 'SuggestedEvidence' });
export type SuggestionList = z.infer<typeof suggestionList>;

export function proofRow({ entry, looks, uses, elsewhere }: ProofInSight, names: Names): ProofShape {
  const { proofId, kind, sha256, size, url, description } = entry;
  const latest = [...uses].sort((a, b) => (a.use.attachedAt < b.use.attachedAt ? -1 : 1)).at(-1);
  return {
    proofId,
    name: latest?.use.name ?? '',
    kind,
    looks,
    sha256,
    size,
    url,
    docNumber: description?.docNumber ?? null,
    date: description?.date ?? null,
    found: description?.found ?? false,
    uses: uses.map(({ use: { taskId, evidenceId, name, attachedBy, attachedAt }, task, removed }) => ({
      taskId,
      title: task.title,
      campaignId: task.campaignId,
      evidenceId,
      name,
      attachedBy: names.person(attachedBy),
      attachedAt,
      removed: removed && { ...removed, by: names.person(removed.by) },
    })),
    elsewhere,
  };
}
