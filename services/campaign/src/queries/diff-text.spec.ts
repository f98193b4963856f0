import { diffText } from './diff-text';

const shown = (from: string, to: string) =>
  diffText(from, to)
    .map(({ is, text }) => (is === 'same' ? text : `${is === 'added' ? '+' : '-'}{${text}}`))
    .join('');

it('marks what came and what went', () => {
  expect(shown('每月清理一次', '每周清理两次')).toBe('每-{月}+{周}清理-{一}+{两}次');
  expect(shown('清理占道经营', '清理占道经营，规范停车')).toBe('清理占道经营+{，规范停车}');
  expect(shown('', '新增')).toBe('+{新增}');
  expect(shown('去掉', '')).toBe('-{去掉}');
});

it('marks nothing in equal texts', () => {
  expect(diffText('一样', '一样')).toEqual([{ is: 'same', text: '一样' }]);
  expect(diffText('', '')).toEqual([]);
});

it('gives back both texts, whatever they are', () => {
  let seed = 7;
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 300; round += 1) {
    const [from, to] = [0, 1].map(() =>
      Array.from({ length: random(30) }, () => '文明创建𠮷'.charAt(random(5))).join(''),
    );
    const marks = diffText(from!, to!);
    const side = (not: string) =>
      marks
        .filter(({ is }) => is !== not)
        .map(({ text }) => text)
        .join('');
    expect([side('added'), side('removed')]).toEqual([from, to]);
  }
});

it('tells two long, wholly different texts as one gone and one come, in no time', () => {
  const started = performance.now();
  const marks = diffText('甲'.repeat(50_000), '乙'.repeat(50_000));
  expect(marks.map(({ is, text }) => [is, text.length])).toEqual([
    ['removed', 50_000],
    ['added', 50_000],
  ]);
  expect(performance.now() - started).toBeLessThan(2000);
});
