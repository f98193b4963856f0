import { InvalidRequest, fieldErrors } from './http/invalid';
import { isBlank, nameField } from './unseen';

describe('A name', () => {
  const name = nameField(10);
  it.each(['周建安', '阿依古丽·买买提', 'J. O’Neill', '第 2 路段', '👨‍👩‍👧'])('may be %j', (text) =>
    expect(name.parse(` ${text} `)).toBe(text),
  );

  it.each([
    ['zero-width spaces', '\u200b\u200b'],
    ['joiners', '\u200d\u2060'],
    ['a soft hyphen', '\u00ad'],
    ['a Hangul filler', '\u3164'],
    ['a Braille blank', '\u2800'],
    ['an override', '周\u202e安建'],
    ['an isolate', '\u2067周建安\u2069'],
    ['a control character', '周\u0007'],
    ['a line end', '周\n建安'],
  ])('is refused with words of its own: %s', (_, text) => {
    const { error } = name.safeParse(text);
    const [line] = fieldErrors(new InvalidRequest(error?.issues ?? [], ''));
    expect(line?.['zh-CN']).toContain('看不见');
  });
});

it('a text is blank when nothing of it is seen', () => {
  expect(['', ' ', '\u200b', ' \ufeff\u200b\n'].map(isBlank)).toEqual([true, true, true, true]);
  expect(['字', '\u200b字', '.'].map(isBlank)).toEqual([false, false, false]);
});
