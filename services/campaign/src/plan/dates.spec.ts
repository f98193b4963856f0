import { contradiction, isBefore } from './dates';
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
