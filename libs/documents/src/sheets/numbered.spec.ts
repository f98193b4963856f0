import { numbered } from './numbered';

it('keeps a number apart from the words behind it', () => {
  expect(numbered('1', '清洗护栏')).toBe('1.清洗护栏');
  expect(numbered('2.1', '15分钟便民圈')).toBe('2.1.15分钟便民圈');
});

it('leaves a number that ends by itself, or none, as it is', () => {
  expect(numbered('（一）', '治理')).toBe('（一）治理');
  expect(numbered('一、', '治理')).toBe('一、治理');
  expect(numbered(null, '治理')).toBe('治理');
});
