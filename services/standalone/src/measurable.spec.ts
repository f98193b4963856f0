import { mayMeasure } from './measurable';

it.each([
  ['here', '127.0.0.1', {}, true],
  ['here', '127.8.8.8', {}, true],
  ['here', '::1', {}, true],
  ['here', '10.0.0.5', {}, false],
  ['here', '127.0.0.1.evil', {}, false],
  ['here', '127.0.0.1', { 'x-forwarded-for': '10.0.0.5' }, false],
  ['here', '127.0.0.1', { via: '1.1 proxy' }, false],
  ['here', '127.0.0.1', { forwarded: 'for=10.0.0.5' }, false],
  ['everyone', '10.0.0.5', { 'x-forwarded-for': '10.0.0.6' }, true],
  ['nobody', '127.0.0.1', {}, false],
] as const)('metrics for %s, asked from %s with %j: %s', (who, peer, headers, may) => {
  expect(mayMeasure(who, peer, headers)).toBe(may);
});
