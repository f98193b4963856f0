import { mustBePlain } from './plain';

const nested = (levels: number): unknown => (levels === 0 ? 'x' : { a: nested(levels - 1) });

describe('What a client sends', () => {
  it.each([
    ['text of any language', { name: '周建安', note: 'Ünïcödé 💥' }],
    ['tabs and line ends', 'a\tb\r\nc\nd'],
    ['line breaks as word processors paste them', 'a\u000bb\u000cc\u0085d\u2028e'],
    ['forty levels', nested(40)],
    ['nothing', undefined],
    ['empty, or white space, which each field judges itself', ['', ' \u3000\n']],
    ['joined with zero-width characters', '👨\u200d👩\u200d👧'],
    ['numbers, truth values and lists', [1, true, null, ['x']]],
  ])('may be %s', (_, content) => expect(() => mustBePlain(content)).not.toThrow());

  it.each([
    ['NUL', 'a\u0000b'],
    ['an escape', '\u001b[31m'],
    ['an escape in one character', 'a\u009b31m'],
    ['delete', 'a\u007f'],
    ['half a pair', 'a\ud83d'],
    ['the other half', '\udca5a'],
    ['text of which nothing is seen', ' \u200b\u2060'],
    ['NUL deep inside', { a: [{ b: ['x', '\u0000'] }] }],
    ['NUL in a name', { 'a\u0000': 1 }],
  ])('must not hold %s', (_, content) =>
    expect(() => mustBePlain(content)).toThrow(expect.objectContaining({ code: 'request.characters' })),
  );

  it.each([
    ['objects', nested(41)],
    ['lists', Array.from({ length: 41 }).reduce<unknown>((inner) => [inner], 'x')],
  ])('must not be %s in more than forty levels', (_, content) =>
    expect(() => mustBePlain(content)).toThrow(expect.objectContaining({ code: 'request.too-deep' })),
  );
});
