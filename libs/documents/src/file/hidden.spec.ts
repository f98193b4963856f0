import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workbook } from '../../spec-support/nasty';
import { docx, paragraph, zip } from '../../spec-support/zip';
import { readNotice, readNoticeFile, readNoticeFiles, readTables, toInterchange } from '..';
import { usualLimits } from './limits';
import { readBytes } from './read-bytes';

const body = [
  '桐泽市园林局关于做好迎检工作的通知',
  '各科室：',
  '现将有关事项通知如下。',
  '一、工作任务',
  '（一）补植绿篱。',
  '桐泽市园林局',
  '2026年4月6日',
];
const facts = toInterchange(readNotice(body.join('\n')));
const read = (bytes: Uint8Array, name: string) => readBytes(bytes, name, usualLimits);
const refused = { code: 'notice.classified', params: { mark: '机密' } };
const leftOut = (count: number) => ({ code: 'text.hidden-left-out', params: { count } });

const run = (text: string, properties: string) =>
  `<w:p><w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r></w:p>`;
const styles = (inner: string) => ({
  '[Content_Types].xml':
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>',
  'word/styles.xml': `<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${inner}</w:styles>`,
});
const whole = body.map(paragraph).join('');
const hiding: [string, (text: string) => Buffer][] = [
  ['a hidden run', (text) => docx(whole + run(text, '<w:b/><w:vanish/>'))],
  ['letters of half a point', (text) => docx(whole + run(text, '<w:sz w:val="1"/>'))],
  [
    'a hidden style',
    (text) =>
      docx(
        whole + run(text, '<w:rStyle w:val="b"/>'),
        styles(
          '<w:style w:type="character" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="b"><w:basedOn w:val="a"/></w:style>',
        ),
      ),
  ],
  [
    'a hidden row of a table',
    (text) => docx(`${whole}<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>${paragraph(text)}</w:tc></w:tr></w:tbl>`),
  ],
];

describe('hidden text of a Word document', () => {
  it.each(hiding)(
    'in %s is no part of the notice, with a warning, and a mark in it refuses the whole',
    async (_, make) => {
      const notice = await read(make('（二）暗藏任务。'), 'a.docx');
      expect(toInterchange(notice)).toEqual(facts);
      expect(notice.text).not.toContain('暗藏');
      expect(notice.warnings).toContainEqual(leftOut(5));
      await expect(read(make('机密'), 'a.docx')).rejects.toMatchObject(refused);
    },
  );

  it.each([
    ['whose run says that it is not hidden', run('（二）清洗护栏。', '<w:vanish w:val="0"/>')],
    [
      'before which only a paragraph’s end is hidden',
      `<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>（二）清洗护栏。</w:t></w:r></w:p>`,
    ],
    [
      'that was hidden before a tracked change',
      run('（二）清洗护栏。', '<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>'),
    ],
  ])('%s stays', async (_, text) => {
    const notice = await read(docx(whole + text), 'a.docx');
    expect(notice.text).toContain('清洗护栏');
    expect(notice.warnings.map(({ code }) => code)).not.toContain('text.hidden-left-out');
  });
});

it('hidden text of an old Word document is no part of the notice, and a mark in it refuses the whole', async () => {
  const sample = (name: string) => readFileSync(join(__dirname, '../../samples', name));
  const notice = await read(sample('hidden.doc'), 'a.doc');
  expect(notice.text).toContain('（二）清洗护栏。');
  expect(notice.text).not.toContain('暗藏');
  expect(notice.warnings).toContainEqual(leftOut(4));
  await expect(read(sample('hidden-mark.doc'), 'a.doc')).rejects.toMatchObject(refused);
});

describe('hidden text of a page', () => {
  const page = (more: string) =>
    Buffer.from(`<!doctype html><html><body>${body.map((line) => `<p>${line}</p>`).join('')}${more}</body></html>`);
  it.each([
    ['display:none', (text: string) => `<div style="color:red; display: none"><p>${text}</p></div>`],
    ['hidden', (text: string) => `<p hidden><b>${text}</b></p>`],
    ['visibility', (text: string) => `<p style="visibility:hidden">${text}</p>`],
    ['opacity', (text: string) => `<p style="opacity:0">${text}</p>`],
    ['font-size:0', (text: string) => `<p style="font-size:0px">${text}</p>`],
    ['white on white', (text: string) => `<p style="background:#fff;color:#FFFFFF">${text}</p>`],
  ])('by %s is no part of the notice, and a mark in it refuses the whole', async (_, make) => {
    const notice = await read(page(make('（二）暗藏任务。')), 'a.html');
    expect(toInterchange(notice)).toEqual(facts);
    expect(notice.text).not.toContain('暗藏');
    expect(notice.warnings).toContainEqual(leftOut(5));
    await expect(read(page(make('机<i>密</i>')), 'a.html')).rejects.toMatchObject(refused);
  });

  it.each([
    '<div style="font-size:0"><p style="font-size:16px">（二）清洗护栏。</p></div>',
    '<p style="opacity:0.5">（二）清洗护栏。</p>',
    '<p style="background-color:#fff">（二）清洗护栏。</p>',
    '<p style="color:#fff;background:#c00">（二）清洗护栏。</p>',
  ])('%s is seen', async (more) => {
    expect((await read(page(more), 'a.html')).text).toContain('清洗护栏');
  });
});

describe('hidden rows, columns and sheets', () => {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const rows = (list: readonly (readonly string[])[], hidden: (r: number) => boolean) =>
    `<sheetData>${list.map((row, r) => `<row${hidden(r) ? ' hidden="1"' : ''}>${row.map(cell).join('')}</row>`).join('')}</sheetData>`;
  const table = [
    ['序号', '工作任务', '责任单位', '完成时限', '备注'],
    ['1', '补植绿篱', '绿化科', '6月底前', ''],
    ['2', '清洗护栏', '市政科', '7月底前', ''],
  ];
  const twoSheets = (second: string) => {
    const parts = workbook(rows(table, () => false));
    const put = (name: string, from: string, to: string) => (parts[name] = parts[name]!.replace(from, to));
    put(
      '[Content_Types].xml',
      '</Types>',
      '<Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    );
    put('xl/workbook.xml', '</sheets>', '<sheet name="暗" sheetId="2" state="veryHidden" r:id="r3"/></sheets>');
    const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet';
    put(
      'xl/_rels/workbook.xml.rels',
      '</Relationships>',
      `<Relationship Id="r3" Type="${type}" Target="worksheets/sheet2.xml"/></Relationships>`,
    );
    parts['xl/worksheets/sheet2.xml'] = parts['xl/worksheets/sheet1.xml']!.replace(
      /<sheetData>.*<\/sheetData>/,
      second,
    );
    return zip(parts);
  };
  const last = (text: string) => table.map((row, r) => (r === 2 ? [...row.slice(0, 4), text] : row));
  const made: [string, (text: string) => Buffer][] = [
    ['a row', (text) => zip(workbook(rows([...table, ['', text, '', '', '']], (r) => r === 3)))],
    [
      'a column',
      (text) => zip(workbook(`<cols><col min="5" max="5" hidden="1"/></cols>${rows(last(text), () => false)}`)),
    ],
    ['a sheet', (text) => twoSheets(rows([[text]], () => false))],
  ];

  it.each(made)(
    '%s is no part of the notice, with a warning, and a mark in it refuses the whole',
    async (where, make) => {
      const notice = await readNoticeFile(make('暗藏任务'), 'a.xlsx');
      expect(notice.tasks.map(({ text }) => text.value)).toEqual(['补植绿篱', '清洗护栏']);
      expect(notice.text).not.toContain('暗藏');
      expect(notice.warnings).toContainEqual({
        code: 'text.hidden-left-out',
        params: { count: where === 'a column' ? 6 : 4 },
      });
      const mark = where === 'a column' ? '机密★1年' : '机密';
      await expect(readNoticeFile(make(mark), 'a.xlsx')).rejects.toMatchObject(refused);
      await expect(readTables(make(mark), 'a.xlsx')).rejects.toMatchObject({ code: 'document.classified' });
    },
  );

  it('of an old workbook are no part of the notice either', async () => {
    const notice = await readNoticeFile(readFileSync(join(__dirname, '../../samples/hidden.xls')), 'a.xls');
    expect(notice.tasks.map(({ text }) => text.value)).toEqual(['补植绿篱', '清洗护栏']);
    expect(notice.text).not.toContain('暗');
    expect(notice.warnings).toContainEqual(leftOut(13));
  });

  it('a table keeps its hidden rows, because nothing could tell that they were left out', async () => {
    const [, make] = made[0]!;
    expect((await readTables(make('暗藏任务'), 'a.xlsx'))[0]?.rows.at(-1)).toContain('暗藏任务');
  });

  it('a hidden list of levels to choose from is no mark', async () => {
    const list = twoSheets(rows([['公开'], ['秘密'], ['机密']], () => false));
    expect((await readTables(list, 'a.xlsx')).map(({ name }) => name)).toEqual(['表']);
  });
});

describe('of several files', () => {
  const main = {
    name: '通知.txt',
    bytes: Buffer.from([...body.slice(0, 5), '附件：1.点位表', ...body.slice(5)].join('\n')),
  };
  const locked = Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(504),
    Buffer.from('EncryptedPackage\0', 'utf16le'),
  ]);
  it.each([
    ['附件1点位表.zip', zip({ 'a.txt': '东湖公园' }), 'notice.file-type'],
    ['附件1点位表.pptx', zip({ '[Content_Types].xml': '<x/>', 'ppt/presentation.xml': '<x/>' }), 'notice.file-type'],
    ['附件1点位表.xlsx', locked, 'notice.password'],
  ])('%s, which nobody would read, refuses the whole', async (name, bytes, code) => {
    await expect(readNoticeFiles([main, { name, bytes }])).rejects.toMatchObject({
      code,
      params: { file: name },
    });
  });
});
