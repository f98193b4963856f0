import type { EvidenceRequirement, ProofKind, TaskCheck } from '@chuangwen/contracts';

/** A proof as the checks see it; number and day as they were entered or found in its text. */
export type CheckedProof = Readonly<{
  name: string;
  kind: ProofKind;
  docNumber: string | null;
  date: string | null;
}>;

/** What one check asks, whether it is met, and if not, what is missing, in both languages. */
export type Check = Readonly<{ check: TaskCheck; met: boolean; waived: boolean; zh: string; en: string }>;

const KINDS: Readonly<Record<ProofKind, readonly [zh: string, en: string]>> = {
  document: ['文档', 'document'],
  picture: ['图片', 'picture'],
  audio: ['音频', 'audio'],
  video: ['视频', 'video'],
  table: ['表格', 'spreadsheet'],
  link: ['链接', 'link'],
  other: ['其他文件', 'other file'],
};

/** Characters that say something: blanks count for nothing. */
export const lengthOf = (note: string): number => [...note.replace(/\s/gu, '')].length;

/** Every check that the requirement asks for, in a fixed order; none for no requirement. */
export function checksOf(
  requirement: EvidenceRequirement | null,
  proofs: readonly CheckedProof[],
  reportLength: number,
  waived: readonly TaskCheck[] = [],
): Check[] {
  if (!requirement) return [];
  const { kinds, minCount, from, to, docNumber, minReport } = requirement;
  const counted = proofs.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  const checks: (Omit<Check, 'waived'> | null)[] = [
    kinds.length > 0 ? ofKind(kinds, counted.length) : null,
    minCount > 0 ? ofCount(minCount, counted.length) : null,
    from !== null || to !== null ? ofDate(from, to, counted) : null,
    docNumber ? ofNumber(counted) : null,
    minReport > 0 ? ofReport(minReport, reportLength) : null,
  ];
  return checks.filter((check) => check !== null).map((check) => ({ ...check, waived: waived.includes(check.check) }));
}

export const unmet = (checks: readonly Check[]): Check[] => checks.filter(({ met, waived }) => !met && !waived);

function ofKind(kinds: readonly ProofKind[], count: number) {
  const [zh, en] = [0, 1].map((at) => kinds.map((kind) => KINDS[kind][at]).join(at === 0 ? '、' : ', '));
  return {
    check: 'kind' as const,
    met: count > 0,
    zh: `需要有下列种类的材料：${zh}`,
    en: `evidence of one of these kinds is needed: ${en}`,
  };
}

const ofCount = (least: number, count: number) => ({
  check: 'count' as const,
  met: count >= least,
  zh: `合乎要求的材料至少 ${least} 份，现有 ${count} 份`,
  en: `at least ${least} fitting proofs are needed, there are ${count}`,
});

function spanOf(from: string | null, to: string | null) {
  if (from === null) return { zh: `${to} 以前`, en: `${to} or before` };
  if (to === null) return { zh: `${from} 以后`, en: `${from} or after` };
  return { zh: `${from} 至 ${to} 之内`, en: `from ${from} to ${to}` };
}

function ofDate(from: string | null, to: string | null, counted: readonly CheckedProof[]) {
  const outside = counted.filter(({ date }) => date === null || date < (from ?? '') || date > (to ?? '9999'));
  const { zh, en } = spanOf(from, to);
  const named = outside.map(({ name, date }) => `${name}（${date ?? '未注明'}）`).join('、');
  return {
    check: 'date' as const,
    met: outside.length === 0,
    zh: `材料日期应在 ${zh}${named && `，不合的有：${named}`}`,
    en: `proofs must be dated ${en}${named && `; these are not: ${named}`}`,
  };
}

/** A picture bears no number; somewhere there must be a document that does. */
function ofNumber(counted: readonly CheckedProof[]) {
  const documents = counted.filter(({ kind }) => kind === 'document');
  const without = documents.filter(({ docNumber }) => docNumber === null).map(({ name }) => name);
  return {
    check: 'doc-number' as const,
    met: documents.length > 0 && without.length === 0,
    zh:
      documents.length === 0
        ? '需要有一份带文号的文件'
        : `文件应注明文号${without.length > 0 ? `，没有的：${without.join('、')}` : ''}`,
    en:
      documents.length === 0
        ? 'a document with its number is needed'
        : `documents must bear their number${without.length > 0 ? `; these do not: ${without.join(', ')}` : ''}`,
  };
}

const ofReport = (least: number, length: number) => ({
  check: 'report' as const,
  met: length >= least,
  zh: `进展说明至少 ${least} 字，现有 ${length} 字`,
  en: `the progress report needs at least ${least} characters, it has ${length}`,
});
