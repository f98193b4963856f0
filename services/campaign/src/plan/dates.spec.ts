import { contradiction, isBefore, isRealDate, phaseContradiction } from './dates';
import { item, phases } from '../testing/plan';

it.each([
  ['2026-04-30', '2026-05-01', true],
  ['2026-05-01', '2026-05-01', false],
  ['2026-04', '2026-05', true],
  ['2026-04', '2026-05-01', true],
  // Somewhere in April may well be after the 10th.
  ['2026-04', '2026-04-10', false],
  ['2026-04-30', '2026-04', false],
  ['2026-04-30', '2026-05', true],
  ['2025-12-31', '2026-01', true],
  // Whose year nobody knows can't be compared.
  ['--04-30', '2026-05', false],
  ['2026-04-30', '--05', false],
  ['--04', '--05', false],
])('%s before %s: %s', (date, other, before) => {
  expect(isBefore(date, other)).toBe(before);
});

it('names both dates', () => {
  const refusal = contradiction(item('a', { phaseId: 'p2', deadline: '2026-05-09' }), phases);
  expect(refusal).toMatchObject({
    code: 'plan.deadline-before-phase',
    params: { item: '措施a', deadline: '2026-05-09', phase: '全面实施', start: '2026-05-10' },
  });
});

it('says nothing where there is nothing to compare', () => {
  expect(contradiction(item('a', { deadline: '2020-01-01' }), phases)).toBeNull();
  expect(contradiction(item('a', { phaseId: 'p2' }), phases)).toBeNull();
  expect(contradiction(item('a', { phaseId: 'p2', deadline: '2026-05' }), phases)).toBeNull();
});

it.each(['2026-04-28', '2026-04', '--04-28', '--04', '2028-02-29', '--02-29'])('%s is a date', (date) => {
  expect(isRealDate(date)).toBe(true);
});
it.each([
  '2026',
  '2026-13',
  '2026-00',
  '2026-02-30',
  '2026-02-29',
  '2026-04-31',
  '2026-04-00',
  '--13',
  '-04',
  '四月',
  '',
])('“%s” is none', (date) => {
  expect(isRealDate(date)).toBe(false);
});

it('knows a phase that can’t be', () => {
  const of = (start: string | null, end: string | null) =>
    phaseContradiction({ name: '攻坚', start, end })?.code ?? null;
  expect(of('2026-05', '2026-04-30')).toBe('plan.phase-ends-before-start');
  expect(of('2026-02-30', null)).toBe('plan.impossible-date');
  expect(of(null, '--13')).toBe('plan.impossible-date');
  expect(of('2026-05', '2026-05-01')).toBeNull();
  // November to March: no year is known.
  expect(of('--11', '--03')).toBeNull();
  expect(of(null, null)).toBeNull();
});

it('knows a deadline that no calendar has', () => {
  const item = { title: '清理', phaseId: null, deadline: '2026-04-31' };
  expect(contradiction(item, [])?.code).toBe('plan.impossible-date');
});
