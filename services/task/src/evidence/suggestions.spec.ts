import { initialDocument } from '../projections/task-document.sample';
import type { Evidence, TaskDocument } from '../projections/task-document';
import type { ProofInSight } from '../queries/ledger';
import { plainOf, reasonsFor } from './suggestions';

const use = {
  taskId: 'old',
  evidenceId: 'e1',
  name: '劝导照片.jpg',
  mediaType: 'image/jpeg',
  attachedBy: 'chen',
  attachedAt: '2025-05-01T00:00:00.000Z',
};
const old: TaskDocument = {
  ...initialDocument,
  taskId: 'old',
  campaignId: 'c0',
  title: '别的事',
  measure: { itemId: 'm0', number: null, title: '别的措施' },
};
const proof = (
  change: Partial<TaskDocument> = {},
  more: Partial<ProofInSight> = {},
  removed: Evidence['removed'] = null,
): ProofInSight => ({
  entry: { proofId: 'p1', kind: 'file', sha256: 'x', size: 1, url: null, description: null, uses: [use] },
  looks: 'picture',
  uses: [{ use, task: { ...old, ...change }, removed }],
  elsewhere: 0,
  ...more,
});
const task = (change: Partial<TaskDocument> = {}): TaskDocument => ({ ...initialDocument, ...change });
const reasons = (asking: TaskDocument, found: ProofInSight) => reasonsFor(asking, found).map(({ reason }) => reason);

describe('what the tenant has already', () => {
  it('is suggested with the reason why', () => {
    expect(reasons(task(), proof({ title: '（二）开展文明交通劝导' }))).toEqual(['same-title']);
    expect(reasons(task(), proof({ measure: { itemId: 'm9', number: '3.', title: '文明交通' } }))).toEqual([
      'same-measure',
    ]);
    const indicator = { ...initialDocument.details, indicator: 'Ⅱ-8 公共交通秩序' };
    expect(reasons(task({ details: indicator }), proof({ details: indicator }))).toEqual(['same-indicator']);
    const wanted = task({ evidenceWanted: '志愿者劝导照片三张、签到表一份' });
    expect(reasons(wanted, proof({ evidenceWanted: '劝导签到表、照片若干' }))).toContain('same-wanted');
    expect(reasons(wanted, proof())).toEqual(['named-as-wanted']);
    expect(reasonsFor(task(), proof({ title: '开展文明交通劝导' }))[0]).toMatchObject({
      taskId: 'old',
      zh: '同名任务“开展文明交通劝导”用过',
    });
  });

  it('is not suggested without a reason', () => {
    expect(reasons(task(), proof())).toEqual([]);
    expect(
      reasons(task({ evidenceWanted: '相关佐证材料一份' }), proof({ evidenceWanted: '有关佐证材料若干' })),
    ).toEqual([]);
  });

  const same = { title: '开展文明交通劝导' };
  it('is not what the task has, nor what was removed', () => {
    const has = { proofId: 'p1', removed: null } as Evidence;
    expect(reasons(task({ evidence: [has] }), proof(same))).toEqual([]);
    expect(reasons(task(), proof(same, {}, { reason: '重复', by: 'chen', at: '' }))).toEqual([]);
  });

  it('is of a kind and time that are asked for', () => {
    const requirement = {
      kinds: ['document' as const],
      minCount: 1,
      from: null,
      to: null,
      docNumber: false,
      minReport: 0,
    };
    expect(reasons(task({ requirement }), proof(same))).toEqual([]);
    const dated = (date: string) => ({
      entry: { ...proof().entry, description: { docNumber: null, date, found: false } },
    });
    const spring = task({ requirement: { ...requirement, kinds: [], from: '2026-01-01', to: '2026-06-30' } });
    expect(reasons(spring, proof(same, dated('2025-05-01')))).toEqual([]);
    expect(reasons(spring, proof(same, dated('2026-05-01')))).toEqual(['same-title']);
  });

  it('titles are compared without numbering, blanks and marks', () => {
    expect(plainOf('（十二） 开展“文明交通”劝导。')).toBe('开展文明交通劝导');
    expect(plainOf('3.开展文明交通劝导')).toBe('开展文明交通劝导');
  });
});
