import { content, field, node } from '../testing/content';
import { correct } from './correction';
import { issuerKey, suggestionsFor } from './suggestions';

const earlier = (path: string, from: string | null, value: string | null, at = '2026-03-01') => ({
  path,
  from,
  value,
  by: 'p-lin',
  at,
});
const notice = content({
  issuer: field('桐泽市文明办'),
  measures: [
    node('整治市容', { responsible: field('牵头单位：市城管局') }),
    node('志愿服务', { responsible: field('牵头单位：团市委') }),
  ],
});
const offered = (...corrections: ReturnType<typeof earlier>[]) =>
  suggestionsFor(notice, corrections).map(({ path, from, to, times }) => [path, from, to, times]);

it('offers the same for the same text in the same kind of field', () => {
  expect(offered(earlier('measures.7.title', '整治市容', '整治市容市貌'))).toEqual([
    ['measures.0.title', '整治市容', '整治市容市貌', 1],
  ]);
});

it('offers to cut off others what was cut off one', () => {
  expect(offered(earlier('measures.3.responsible', '牵头单位：市教育局', '市教育局'))).toEqual([
    ['measures.0.responsible', '牵头单位：市城管局', '市城管局', 1],
    ['measures.1.responsible', '牵头单位：团市委', '团市委', 1],
  ]);
});

it('offers what was done last, and counts how often', () => {
  expect(
    offered(
      earlier('measures.0.title', '志愿服务', '志愿'),
      earlier('measures.0.title', '志愿服务', '志愿服务活动'),
      earlier('measures.2.title', '志愿服务', '志愿服务活动'),
    ),
  ).toEqual([['measures.1.title', '志愿服务', '志愿服务活动', 2]]);
});

it('offers to take out an entry that was taken out', () => {
  expect(offered(earlier('measures.4', '志愿服务', null))).toEqual([['measures.1', '志愿服务', null, 1]]);
});

it('stays quiet of other kinds, of what was added, of one sign, and of what a person has set right here', () => {
  expect(offered(earlier('goals', '整治市容', '整治'))).toEqual([]);
  expect(offered(earlier('measures.0.title', null, '整治市容'))).toEqual([]);
  expect(offered(earlier('measures.0.responsible', '各科室', '科室'))).toEqual([]);
  const settled = correct(notice, 'measures.0.responsible', '牵头单位：市城管局（待定）');
  const cut = earlier('measures.3.responsible', '牵头单位：市教育局', '市教育局');
  expect(suggestionsFor(settled, [cut]).map(({ path }) => path)).toEqual(['measures.1.responsible']);
});

it('knows an issuer however it is spaced, by a key that tells no name', () => {
  expect(issuerKey('桐泽市 文明办')).toBe(issuerKey('桐泽市文明办'));
  expect(issuerKey('桐泽市文明办')).toMatch(/^[0-9a-f]{32}$/);
});
