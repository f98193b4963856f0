import { cell, csv } from './csv';

describe('a cell of CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+86 139', "'+86 139"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['市局,"创文办"', '"市局,""创文办"""'],
    ['第一行\n=2', '"第一行\n=2"'],
    ['教育局', '教育局'],
  ])('%j is written as %j', (value, written) => expect(cell(value)).toBe(written));

  it('keeps a number a number', () => expect(cell(-3)).toBe('-3'));
  it('leaves nothing empty', () => expect(cell(null)).toBe(''));
});

it('is UTF-8 with a mark that Excel needs, lines ending as RFC 4180 says', () =>
  expect(
    Buffer.from(
      csv([
        ['单位', '任务数'],
        ['甲', 1],
      ]),
    ).toString('hex'),
  ).toBe(Buffer.from('\ufeff单位,任务数\r\n甲,1\r\n').toString('hex')));
