import { keptOf, whole } from './kept-task';
import type { TaskDocument } from './task-document';
import { initialDocument } from './task-document.sample';

const full: TaskDocument = {
  ...initialDocument,
  ...{
    text: '每天两次',
    joint: ['团市委'],
    deadline: '2026-05-01',
    percent: 40,
    note: '已开展',
    evidenceWanted: '照片',
  },
  ...{ leadUnit: 'u1', jointUnits: ['u2'], personId: 'chen', leaderId: 'lu', responsible: '交警大队' },
  phase: { phaseId: 'p1', name: '推进阶段', start: null, end: null, text: null },
  details: { ...initialDocument.details, remark: '急' },
  waived: [{ check: 'count', reason: '无需', by: 'lu' }],
  withdrawn: { cause: 'plan', by: null, reason: '有误', on: '2026-04-02' },
  situation: 'withdrawn',
  review: { round: 1, returned: [], attached: [], removed: [], reported: false },
};
const text = JSON.stringify;

describe('a task as it is kept', () => {
  it('reads as it was, to the byte, field after field, also when it went through a file', () => {
    for (const task of [initialDocument, full, { ...full, withdrawn: null, situation: full.standing }]) {
      const read = whole(JSON.parse(text(keptOf(task))) as ReturnType<typeof keptOf>);
      expect(text(read)).toBe(text({ ...whole(keptOf(initialDocument)), ...task }));
    }
  });

  it('takes no room for what it has nothing of', () => {
    expect(Object.keys(keptOf(initialDocument))).toEqual([
      ...['taskId', 'version', 'day', 'source', 'campaignId', 'planId', 'organisationId', 'itemId', 'number', 'title'],
      ...['measure', 'standing'],
    ]);
  });

  it('says its measure only where that is another than its own item', () => {
    const { itemId, number, title } = initialDocument;
    const own = { ...initialDocument, measure: { itemId, number, title } };
    expect(keptOf(own).measure).toBeUndefined();
    expect(whole(keptOf(own)).measure).toEqual(own.measure);
    expect(keptOf({ ...own, title: '改写' }).measure).toEqual(own.measure);
  });
});
