import { initialDocument } from '../projections/task-document.sample';
import type { TaskDocument } from '../projections/task-document';
import { inOrder, merged } from './order';

describe('lists as one', () => {
  it('keep the order of the first, and put among it what others have between', () => {
    expect(
      merged([
        ['a', 'c', 'x'],
        ['a', 'b', 'c', 'own'],
      ]),
    ).toEqual(['a', 'b', 'c', 'x', 'own']);
    expect(merged([['b'], ['a', 'b']])).toEqual(['a', 'b']);
  });
  it('hold each once, also where they contradict one another', () => {
    expect(
      merged([
        ['a', 'b'],
        ['b', 'a', 'c', 'a'],
      ]),
    ).toEqual(['a', 'b', 'c']);
    expect(merged([])).toEqual([]);
  });
});

describe('the order of tasks', () => {
  const places = new Map(['m2', 'i3', 'i1', 'm1', 'i2'].map((itemId, at) => [itemId, at]));
  const task = (taskId: string, measure: string, itemId: string, more: Partial<TaskDocument> = {}): TaskDocument => ({
    ...initialDocument,
    taskId,
    itemId,
    number: null,
    title: taskId,
    measure: { itemId: measure, number: null, title: measure },
    ...more,
  });
  const sorted = (...tasks: TaskDocument[]) => tasks.sort(inOrder('c1', places)).map(({ taskId }) => taskId);

  it('is that of the measures, and within one of its items; what a table added comes after them', () => {
    const all = [task('d', 'm1', 'i2'), task('a', 'm2', 'added'), task('b', 'm2', 'i1'), task('c', 'm2', 'i3')];
    expect(sorted(...all)).toEqual(['c', 'b', 'a', 'd']);
  });
  it('is that of the campaign where it counts', () => {
    const measure = { itemId: 'm2', number: null, title: 'm2' };
    const share = { campaignId: 'c1', measure, until: null } as unknown as TaskDocument['shares'][number];
    const shared = task('s', 'elsewhere', 'elsewhere', { campaignId: 'c9', shares: [share] });
    expect(sorted(task('d', 'm1', 'i2'), shared)).toEqual(['s', 'd']);
  });
  it('is by number, as people count, where no plan places them', () => {
    const old = (taskId: string, number: string | null) => task(taskId, 'gone', taskId, { number });
    expect(sorted(old('x', '（十一）'), old('y', '（二）'), old('z', null))).toEqual(['z', 'y', 'x']);
  });
});
