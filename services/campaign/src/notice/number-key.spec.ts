import { numberKey } from './number-key';

it.each([
  '桐文明办[2026]3号',
  '桐文明办（2026）3号',
  '桐文明办(2026)3号',
  '桐文明办〔２０２６〕 3 号',
  '桐文明办【2026】3号\u200b',
])('%s is 桐文明办〔2026〕3号', (number) => expect(numberKey(number)).toBe(numberKey('桐文明办〔2026〕3号')));
it.each(['桐文明办〔2026〕13号', '桐文明〔2026〕3号', '桐文明办〔2025〕3号'])('%s is another', (number) =>
  expect(numberKey(number)).not.toBe(numberKey('桐文明办〔2026〕3号')),
);
it('of nothing there is none', () => expect(numberKey(' 　\u200b')).toBeNull());
