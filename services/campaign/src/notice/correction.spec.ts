import { content, field, node, phase } from '../testing/content';
import { correct, corrected } from './correction';

const notice = content({
  docNumber: field('1号', { inferred: true, warnings: [{ code: 'title.guessed' }] }),
  phases: [phase('宣传发动', '2026-03'), phase('全面实施', '2026-05')],
  measures: [node('整治市容', { phase: '全面实施', children: [node('清理', { phase: '宣传发动' })] })],
});

it('keeps the place, and takes away 推定 and doubts', () => {
  expect(correct(notice, 'docNumber', '2号').docNumber).toEqual({
    value: '2号',
    place: { start: 0, end: 2 },
    inferred: false,
    warnings: [],
    corrected: true,
  });
  expect(notice.docNumber?.value).toBe('1号');
});

it('names an entry by its first field, and makes one where the list ends', () => {
  expect(correct(notice, 'measures.0', '整治环境').measures[0]?.title).toMatchObject({ value: '整治环境' });
  const added = correct(notice, 'measures.0.children.1', '规范停车').measures[0]?.children[1];
  expect(added).toMatchObject({
    number: null,
    title: { value: '规范停车', place: null, corrected: true },
    children: [],
  });
  expect(correct(notice, 'tasks.0', '报送总结').tasks[0]).toMatchObject({
    text: { value: '报送总结' },
    rawDeadline: null,
  });
  expect(correct(notice, 'leadingGroup.members.0', '邓晓岚').leadingGroup).toMatchObject({
    leader: null,
    members: [{ value: '邓晓岚' }],
  });
});

it('lets items follow their phase', () => {
  const renamed = correct(notice, 'phases.1.name', '集中攻坚');
  expect(renamed.measures[0]).toMatchObject({ phase: '集中攻坚', children: [{ phase: '宣传发动' }] });
  const removed = correct(notice, 'phases.0', null);
  expect(removed.measures[0]).toMatchObject({ phase: '全面实施', children: [{ phase: null }] });
});

it.each([
  'toString',
  'constructor.name',
  '__proto__.x',
  'phases.-1',
  'phases.00x',
  'measures.0.children',
  'docNumber.value',
  'warnings.0',
  '',
])('knows no field “%s”', (path) => {
  expect(() => correct(notice, path, 'x')).toThrow('notice.unknown-field');
  expect(corrected(notice, path, 'x')).toBe(notice);
});

it.each([
  ['phases.0.start', '2026-02-30', 'notice.not-a-date'],
  ['measures.0.title', null, 'notice.field-required'],
  ['measures.0.phase', '没有', 'notice.unknown-phase'],
])('refuses “%s” “%s” now, and leaves the content as it is where that is history', (path, value, code) => {
  expect(() => correct(notice, path, value)).toThrow(code);
  expect(corrected(notice, path, value)).toBe(notice);
  expect(corrected(notice, 'docNumber', '2号')).toEqual(correct(notice, 'docNumber', '2号'));
});
