import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read } from '@e965/xlsx';
import type { RuleViolation } from '@chuangwen/kernel';
import { zip } from '../../spec-support/zip';
import { documentMessages, fill, readTables, writeCsv, writeWorkbook, type SheetOut } from '..';

const sheet: SheetOut = {
  name: '任务分解表',
  title: '桐泽市创建文明城市任务分解表',
  columns: [
    { title: '任务', width: 40 },
    { title: '完成时限', kind: 'day' },
    { title: '分值', kind: 'number' },
    { title: '联系电话' },
  ],
  rows: [
    ['清洗护栏，\n补植绿篱', '2024-02-29', 3.5, '05590000123'],
    ['长期坚持', '长期', null, null],
    [null, '2024-02-30', -2, '0'],
  ],
};
/** What a spreadsheet would run: at the beginning, and behind a quote, a separator or a line end. */
const formulas = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '"=1+1"',
  '甲,=1+1',
  '甲;=1+1',
  '甲\t=1+1',
  '甲\n=1+1',
  '＝1+1',
  "=cmd|' /C calc'!A0",
];
const dangerous: SheetOut = { name: '公式', columns: [{ title: '=内容' }], rows: formulas.map((text) => [text]) };

describe('a workbook that is written', () => {
  it('opens with its text as text, its days as days, its numbers as numbers', async () => {
    const book = read(await writeWorkbook([sheet, { ...sheet, name: '任务分解表' }]), { dense: true, cellNF: true });
    expect(book.SheetNames).toEqual(['任务分解表', '任务分解表 2']);
    const rows = (book.Sheets['任务分解表']!['!data'] ?? []).map((row) => row.map((cell) => [cell.t, cell.v]));
    expect(rows.slice(0, 4)).toEqual([
      [['s', '桐泽市创建文明城市任务分解表']],
      [
        ['s', '任务'],
        ['s', '完成时限'],
        ['s', '分值'],
        ['s', '联系电话'],
      ],
      [
        ['s', '清洗护栏，\n补植绿篱'],
        ['n', 45351],
        ['n', 3.5],
        ['s', '05590000123'],
      ],
      [
        ['s', '长期坚持'],
        ['s', '长期'],
      ],
    ]);
    expect(rows[4]![1]).toEqual(['s', '2024-02-30']);
    expect(book.Sheets['任务分解表']!['!data']![2]![1]!.z).toBe('yyyy-mm-dd');
  });

  it('comes back through readTables as it was, the title over its columns', async () => {
    const [table, ...none] = await readTables(await writeWorkbook([sheet]), '任务.xlsx');
    expect(none).toEqual([]);
    expect(table).toEqual({
      name: '任务分解表',
      rows: [
        Array(4).fill('桐泽市创建文明城市任务分解表'),
        ['任务', '完成时限', '分值', '联系电话'],
        ['清洗护栏，\n补植绿篱', '2024-02-29', '3.5', '05590000123'],
        ['长期坚持', '长期', '', ''],
        ['', '2024-02-30', '-2', '0'],
      ],
    });
  });

  it('holds what looks like a formula as text, also control characters, escapes, half pairs and far too long text', async () => {
    const book = read(await writeWorkbook([dangerous]), { dense: true, cellFormula: true });
    const cells = (book.Sheets['公式']!['!data'] ?? []).map((row) => row[0]!);
    expect(cells.map(({ t, f }) => [t, f])).toEqual(cells.map(() => ['s', undefined]));
    expect(cells.map(({ v }) => v)).toEqual(['=内容', ...formulas.map((text) => text.replace('\r', '\n'))]);
    const odd = ['a\u0000b\u001fc\ufffe', '_x0041_', '\ud800x', '<&>"\'', '长'.repeat(40_000)];
    const [table] = await readTables(
      await writeWorkbook([{ name: '[a]:*?/\\', columns: [{ title: '甲' }], rows: odd.map((text) => [text]) }]),
      'a.xlsx',
    );
    expect(table?.rows.flat().slice(0, 5)).toEqual(['甲', 'abc', '_x0041_', 'x', '<&>"\'']);
    expect(table?.rows.at(-1)?.[0]).toMatch(/^长{30000,32760}……（单元格放不下，以下略）$/);
    expect(table?.rows.at(-1)?.[0]).toHaveLength(32_767);
  });

  const soffice = spawnSync('soffice', ['--version'], { encoding: 'utf8' }).status === 0;
  (soffice ? it : it.skip)(`opens in LibreOffice${soffice ? '' : ' [no soffice on the PATH]'}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chuangwen-sheets-'));
    try {
      writeFileSync(
        join(folder, 'out.xlsx'),
        await writeWorkbook([{ ...sheet, rows: [...sheet.rows, ['=1+1', null, 7, null]] }]),
      );
      const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
      const args = [
        profile,
        '--headless',
        '--convert-to',
        'csv:Text - txt - csv (StarCalc):44,34,76',
        '--outdir',
        folder,
      ];
      const run = spawnSync('soffice', [...args, join(folder, 'out.xlsx')], { encoding: 'utf8', timeout: 100_000 });
      expect(run.status).toBe(0);
      expect(readFileSync(join(folder, 'out.csv'), 'utf8').replace(/^\ufeff/, '')).toBe(
        [
          '桐泽市创建文明城市任务分解表,,,',
          '任务,完成时限,分值,联系电话',
          '"清洗护栏，',
          '补植绿篱",2024-02-29,3.5,05590000123',
          '长期坚持,长期,,',
          ',2024-02-30,-2,0',
          '=1+1,,7,',
          '',
        ].join('\n'),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('CSV that is written', () => {
  it('has a byte order mark, quotes what must be quoted and keeps numbers', () => {
    expect(writeCsv(sheet)).toBe(
      '\ufeff任务,完成时限,分值,联系电话\r\n"清洗护栏，\n补植绿篱",2024-02-29,3.5,05590000123\r\n长期坚持,长期,,\r\n,2024-02-30,-2,0\r\n',
    );
  });

  it('neutralises formulas, also behind a quote or a separator', () => {
    expect(writeCsv(dangerous)).toBe(readFileSync(join(__dirname, '../../samples/formulas.csv'), 'utf8'));
  });

  it('lets no cell begin with a formula, whatever separator the reader takes', () => {
    const text = writeCsv(dangerous).slice(1);
    for (const divider of [',', ';', '\t', '|'])
      for (const cell of text.split(/[\r\n]+/).flatMap((line) => line.split(divider)))
        expect(cell.replace(/^"+/, '')).not.toMatch(/^[=+\-@＝＋－＠]/);
  });
});

describe('CSV that is read', () => {
  const rows = [
    ['单位', '电话'],
    ['桐泽市"园林"局，\n办公室', '0559'],
  ];
  const csv = '单位,电话\r\n"桐泽市""园林""局，\n办公室",0559\r\n';
  it.each([
    ['UTF-8', Buffer.from(csv)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${csv}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['tabs', Buffer.from(csv.replaceAll(',', '\t'))],
    ['semicolons', Buffer.from(csv.replaceAll(',', ';'))],
    ['GB18030', Buffer.concat([hex('b5a5ceBB2cb5e7bbb00a'), hex('cda9d4f3cad02c303535390a')])],
  ])('%s', async (name, bytes) => {
    const [table] = await readTables(bytes, 'D:\\通讯录\\单位.csv');
    expect(table).toEqual({ name: '单位', rows: name === 'GB18030' ? [rows[0], ['桐泽市', '0559']] : rows });
  });

  it.each([
    [
      'a page',
      `<html><body><table><tr><th>单位</th><th>电话</th></tr><tr><td rowspan="2">园林局</td><td>0559</td></tr><tr><td>0560</td></tr></table></body></html>`,
    ],
    ['cells between tabs', '单位\t电话\n园林局\t0559\n园林局\t0560\n'],
  ])('%s that calls itself a workbook too', async (_, text) => {
    const tables = await readTables(Buffer.from(text), 'export.xls');
    expect(tables.map((one) => one.rows)).toEqual([
      [
        ['单位', '电话'],
        ['园林局', '0559'],
        ['园林局', '0560'],
      ],
    ]);
  });

  it.each([
    ['text', Buffer.from('牛奶'), 'a.txt', 'document.file-type'],
    ['an archive', zip({ 'a.txt': '牛奶' }), 'a.zip', 'document.file-type'],
    ['nothing', Buffer.alloc(0), 'a.csv', 'document.file-empty'],
    ['a broken workbook', Buffer.from('PK\u0003\u0004 xl/workbook.xml'), 'a.xlsx', 'document.broken-file'],
    ['a million cells a row', Buffer.from(','.repeat(1_000_000)), 'a.csv', 'document.too-large'],
    ['a million rows', Buffer.from('甲\n'.repeat(1_000_000)), 'a.csv', 'document.too-large'],
  ])('%s is refused', async (_, bytes, name, code) => {
    await expect(readTables(bytes, name)).rejects.toMatchObject({ name: 'RuleViolation', code });
  });
});

it('a document instead of a spreadsheet is called what it is, in both languages', async () => {
  const word = zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' });
  const { code, params } = (await readTables(word, '通知.docx').catch((error: unknown) => error)) as RuleViolation;
  const { zh, en } = documentMessages[code]!;
  expect(fill(zh, params)).toContain('“通知.docx”不是能读取的表格（这是Word 文档）');
  expect(fill(en, params)).toContain('no spreadsheet that can be read (it is a Word document)');
});

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
