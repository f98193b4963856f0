import type { EvidenceRequirement } from '@chuangwen/contracts';
import { checksOf, lengthOf, unmet, type CheckedProof } from './checks';

const nothing: EvidenceRequirement = { kinds: [], minCount: 0, from: null, to: null, docNumber: false, minReport: 0 };
const proof = (change: Partial<CheckedProof> = {}): CheckedProof => ({
  name: '通知.pdf',
  kind: 'document',
  docNumber: null,
  date: null,
  ...change,
});
const missing = (asked: Partial<EvidenceRequirement>, proofs: CheckedProof[] = [], length = 0) =>
  unmet(checksOf({ ...nothing, ...asked }, proofs, length)).map(({ check }) => check);

describe('checks before a submission', () => {
  it('are none where nothing is asked', () => {
    expect(checksOf(null, [], 0)).toEqual([]);
    expect(checksOf(nothing, [], 0)).toEqual([]);
  });

  it('count proofs of the kinds that are asked for only', () => {
    const photos = { kinds: ['picture' as const], minCount: 2 };
    expect(missing(photos, [proof(), proof({ kind: 'picture' })])).toEqual(['count']);
    expect(missing(photos, [proof()])).toEqual(['kind', 'count']);
    expect(missing(photos, [proof({ kind: 'picture' }), proof({ kind: 'picture' })])).toEqual([]);
  });

  it.each([
    ['2026-04-01', []],
    ['2026-06-30', []],
    ['2026-03-31', ['date']],
    ['2026-07-01', ['date']],
    [null, ['date']],
  ])('a proof of %s', (date, codes) =>
    expect(missing({ from: '2026-04-01', to: '2026-06-30' }, [proof({ date })])).toEqual(codes),
  );

  it('a window open on one side asks for the other', () => {
    expect(missing({ from: '2026-04-01' }, [proof({ date: '2030-01-01' })])).toEqual([]);
    expect(missing({ to: '2026-04-01' }, [proof({ date: '2026-04-02' })])).toEqual(['date']);
  });

  it.each([
    [{ from: '2026-04-01', to: '2026-06-30' }, '2026-04-01 至 2026-06-30 之内', 'from 2026-04-01 to 2026-06-30'],
    [{ from: '2026-04-01' }, '应在 2026-04-01 以后', 'dated 2026-04-01 or after'],
    [{ to: '2026-04-01' }, '应在 2026-04-01 以前', 'dated 2026-04-01 or before'],
  ])('a window %j is told in words', (window, zh, en) => {
    const [check] = checksOf({ ...nothing, ...window }, [], 0);
    expect([check?.zh, check?.en]).toEqual([expect.stringContaining(zh), expect.stringContaining(en)]);
  });

  it('a number is asked of documents, not of pictures, and there must be one', () => {
    expect(
      missing({ docNumber: true }, [proof({ docNumber: '桐交〔2026〕18号' }), proof({ kind: 'picture' })]),
    ).toEqual([]);
    expect(missing({ docNumber: true }, [proof()])).toEqual(['doc-number']);
    expect(missing({ docNumber: true }, [proof({ kind: 'picture' })])).toEqual(['doc-number']);
  });

  it('a report is as long as what it says', () => {
    expect(lengthOf(' 已 上岗\n26 人次 ')).toBe(7);
    expect(missing({ minReport: 7 }, [], 6)).toEqual(['report']);
    expect(missing({ minReport: 7 }, [], 7)).toEqual([]);
  });

  it('say what is missing, by name', () => {
    const [check] = checksOf({ ...nothing, from: '2026-04-01' }, [proof({ name: '签到表.pdf' })], 0);
    expect(check!.zh).toContain('签到表.pdf（未注明）');
    expect(check!.zh).toContain('2026-04-01');
  });

  it('are met once they are waived, and still shown', () => {
    const checks = checksOf({ ...nothing, minReport: 10, minCount: 1 }, [], 0, ['report']);
    expect(unmet(checks).map(({ check }) => check)).toEqual(['count']);
    expect(checks.map(({ check, waived }) => [check, waived])).toEqual([
      ['count', false],
      ['report', true],
    ]);
  });
});
