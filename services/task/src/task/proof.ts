import type { ProofKind, TaskEvidenceAttached } from '@chuangwen/contracts';
import { uuidFrom } from '@chuangwen/platform/projections';

export type Proof = TaskEvidenceAttached['data']['proof'];

/** The same bytes or the same address are the same proof. */
export const contentOf = (proof: Proof): string => (proof.kind === 'file' ? proof.sha256 : proof.url);

/** One id for a proof wherever the tenant uses it. */
export const proofIdOf = (tenant: string, proof: Proof): string => proofIdFor(tenant, proof.kind, contentOf(proof));

/** The same, of a proof as a task's state keeps it. */
export const proofIdFor = (tenant: string, kind: ProofKind | 'file', content: string): string =>
  uuidFrom(tenant, 'proof', kind === 'link' ? 'link' : 'file', content);

const BEGINNINGS: readonly (readonly [RegExp, ProofKind])[] = [
  [/^image\//, 'picture'],
  [/^audio\//, 'audio'],
  [/^video\//, 'video'],
  [/spreadsheet|ms-excel|^text\/csv$/, 'table'],
  [/^application\/zip$/, 'other'],
  [/^application\/|^text\/plain$/, 'document'],
];

export function kindOf(proof: Proof): ProofKind {
  if (proof.kind === 'link') return 'link';
  return BEGINNINGS.find(([begins]) => begins.test(proof.mediaType))?.[1] ?? 'other';
}
