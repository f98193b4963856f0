import type { TaskDocument } from '../projections/task-document';
import type { SUGGESTION_REASONS } from '../queries/evidence-shapes';
import type { ProofInSight } from '../queries/ledger';

export type Reason = Readonly<{
  reason: (typeof SUGGESTION_REASONS)[number];
  /** The task whose use of the proof is the reason. */
  taskId: string;
  weight: number;
  zh: string;
  en: string;
}>;

/** Words that stand in any description of a proof and tell nothing apart. */
const COMMON =
  /佐证|材料|证明|相关|有关|资料|一份|若干|以上|不少于|提供|上传|附|每月|每周|[\d一二三四五六七八九十两]{1,6}[张份次个]/gu;

/**
 * Why a proof may be what a task asks for; none for what the task has, what its requirement rules out, and what was removed
 * wherever it was used. Every reason names the task that it comes from: nothing is suggested without one.
 */
export function reasonsFor(task: TaskDocument, proof: ProofInSight): Reason[] {
  if (task.evidence.some((one) => one.proofId === proof.entry.proofId && one.removed === null)) return [];
  if (ruledOut(task, proof)) return [];
  const found = new Map<Reason['reason'], Reason>();
  const add = (reason: Reason['reason'], taskId: string, weight: number, zh: string, en: string) => {
    if (!found.has(reason)) found.set(reason, { reason, taskId, weight, zh, en });
  };
  for (const { use, task: other, removed } of proof.uses) {
    if (removed !== null || other.taskId === task.taskId) continue;
    const { taskId, title } = other;
    if (same(title, task.title))
      add('same-title', taskId, 8, `同名任务“${title}”用过`, `used for the task of the same name, “${title}”`);
    if (same(other.measure.title, task.measure.title))
      add('same-measure', taskId, 4, `同一措施下的“${title}”用过`, `used under the same measure, for “${title}”`);
    const { indicator } = task.details;
    if (indicator !== null && same(other.details.indicator, indicator))
      add('same-indicator', taskId, 6, `测评指标相同的“${title}”用过`, `used for “${title}”, of the same indicator`);
    if (alike(other.evidenceWanted, task.evidenceWanted))
      add('same-wanted', taskId, 3, `“${title}”要求的材料相近`, `“${title}” asks for similar evidence`);
    if (task.evidenceWanted !== null && names(use.name, task.evidenceWanted))
      add(
        'named-as-wanted',
        taskId,
        2,
        `名称与要求的材料相合：${use.name}`,
        `its name fits what is wanted: ${use.name}`,
      );
  }
  return [...found.values()];
}

/** Of another kind, or known to be of another time, than is asked for. */
function ruledOut({ requirement }: TaskDocument, { looks, entry }: ProofInSight): boolean {
  if (!requirement) return false;
  const { kinds, from, to } = requirement;
  if (kinds.length > 0 && !kinds.includes(looks)) return true;
  const date = entry.description?.date ?? null;
  return date !== null && (date < (from ?? '') || date > (to ?? '9999'));
}

/** Without numbering, blanks and marks. */
export const plainOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/^\s*[(（]?[\d一二三四五六七八九十]+[)）]?[、.．]?\s*/u, '')
    .replace(/[\s\p{P}\p{S}]/gu, '')
    .toLowerCase();

const same = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && plainOf(a) !== '' && plainOf(a) === plainOf(b);

const pairsOf = (text: string): Set<string> => {
  const letters = [...plainOf(text.replace(COMMON, ' '))];
  return new Set(letters.slice(1).map((letter, i) => `${letters[i]}${letter}`));
};

/** More than half of what the shorter one says, in pairs of characters, and not just a word. */
function alike(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  const [x, y] = [pairsOf(a), pairsOf(b)];
  const common = [...x].filter((pair) => y.has(pair)).length;
  return common >= 2 && common * 2 > Math.min(x.size, y.size);
}

/** At least two pairs of characters of the name stand in what is wanted. */
function names(name: string, wanted: string): boolean {
  const asked = pairsOf(wanted);
  return [...pairsOf(name.replace(/\.[a-z0-9]{1,5}$/i, ''))].filter((pair) => asked.has(pair)).length >= 2;
}
