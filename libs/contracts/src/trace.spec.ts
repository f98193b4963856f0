import { spanIdOf, traceIdOf, traceparentOf } from './trace';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';

it('is read off the ids of an event', () => {
  expect(traceIdOf(id)).toBe('01890a5dac96774bbcceb302099a8057');
  expect(spanIdOf(id)).toBe('bcceb302099a8057');
  const event = { correlationId: '11111111-2222-7333-8444-555555555555', id };
  expect(traceparentOf(event)).toBe('00-11111111222273338444555555555555-bcceb302099a8057-01');
});

it.each(['command-7', '', id.toUpperCase(), '00000000-0000-0000-0000-00000000000'])(
  'is made of %j, which is no such id',
  (odd) => {
    expect(traceIdOf(odd)).toMatch(/^[0-9a-f]{32}$/);
    expect(spanIdOf(odd)).toMatch(/^[0-9a-f]{16}$/);
    expect(traceIdOf(odd)).toBe(traceIdOf(odd));
  },
);
