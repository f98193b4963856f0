import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { pdf, set } from './pdf';
import { docx, paragraph, zip, zipOf } from './zip';

const mega = 2 ** 20;
const contentTypes =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet with this XML inside, as small as readers accept it. */
export const workbook = (sheet: string, strings = ''): Record<string, string> => ({
  '[Content_Types].xml': contentTypes,
  '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet xmlns="${main}">${sheet}</worksheet>`,
  'xl/sharedStrings.xml': `<?xml version="1.0"?><sst xmlns="${main}">${strings}</sst>`,
});

/** Deflated zeros without having them: the same block again and again. `times` megabytes when inflated. */
export function bomb(times: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(mega, 0x20), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array<Buffer>(times).fill(block), deflateRawSync(Buffer.alloc(0))]);
}

const sentence = '（一）清洗道路护栏，修复破损花箱、树池和隔离设施。（责任单位：市政科；完成时限：6月底前）\n';
const rows = (count: number, cells: string) => `<sheetData>${`<row>${cells}</row>`.repeat(count)}</sheetData>`;
const text = (length: number, part: string) => Buffer.from(part.repeat(Math.ceil(length / Buffer.byteLength(part))));

/** What somebody may send to do harm, or by mistake: name → file. Made one at a time, they are large. */
export const nasty: Readonly<Record<string, () => Buffer>> = {
  '10 MB of text.txt': () => text(10 * mega, `桐泽市园林局关于做好迎检工作的通知\n${sentence.repeat(400)}`),
  '10 MB in one line.txt': () => text(10 * mega, sentence.trim()),
  '10 MB of one character.txt': () => text(10 * mega, '（'),
  '10 MB of bars.txt': () => text(10 * mega, '| 序号 | 工作任务 | 责任单位 |\n'),
  '10 MB of line ends.txt': () => Buffer.alloc(10 * mega, 0x0a),
  '10^4 deep.json': () => Buffer.from(`${'{"甲":['.repeat(10_000)}${']}'.repeat(10_000)}`),
  '10^5 deep.html': () => Buffer.from(`<html><body>${'<div>'.repeat(100_000)}通知${'</div>'.repeat(100_000)}`),
  '10^4 deep tables.html': () => Buffer.from(`<html><body>${'<table><tr><td>'.repeat(10_000)}通知`),
  '10 MB of tags.html': () => text(10 * mega, '<p><b><i>通知</i></b></p>'),
  '10 MB of one open tag.html': () => Buffer.concat([Buffer.from('<html><body><p '), Buffer.alloc(10 * mega, 0x61)]),
  '10^4 deep.docx': () => docx(`${'<w:tbl><w:tr><w:tc>'.repeat(10_000)}${'</w:tc></w:tr></w:tbl>'.repeat(10_000)}`),
  '10^5 deep unclosed.docx': () => docx('<w:p>'.repeat(100_000)),
  '30 MB inflated.docx': () => docx(paragraph('清洗护栏。').repeat(Math.floor((30 * mega) / 72))),
  '22 MB inflated.docx': () => docx(paragraph('清洗护栏。').repeat(Math.floor((22 * mega) / 72))),
  '4 GB inflated.docx': () =>
    zipOf([
      { name: '[Content_Types].xml', packed: deflateRawSync(contentTypes), size: 0 },
      { name: 'word/document.xml', packed: bomb(4096), size: 0xffffffff },
    ]),
  'entities.docx': () =>
    docx('', {
      'word/document.xml': `<?xml version="1.0"?><!DOCTYPE a [${Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${i === 0 ? '笑'.repeat(99) : `&e${i};`.repeat(10)}">`).join('')}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e12;</w:t></w:r></w:p></w:body></w:document>`,
    }),
  '22 MB of slides.pptx': () =>
    zip({
      '[Content_Types].xml': '<x/>',
      'ppt/presentation.xml': '<x/>',
      'ppt/slides/slide1.xml': '<a:p><a:r><a:t>不得泄露国家秘密、机密</a:t></a:r></a:p>'.repeat((22 * mega) / 72),
    }),
  '22 MB of one open tag.pptx': () =>
    zip({
      '[Content_Types].xml': '<x/>',
      'ppt/presentation.xml': '<x/>',
      'ppt/slides/slide1.xml': Buffer.from('<a:p 密'.repeat((22 * mega) / 8)),
    }),
  '300 documents.zip': () =>
    zip(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i}.docx`, docx(paragraph('清洗护栏。'))]))),
  '1,900 texts.zip': () =>
    zip(Object.fromEntries(Array.from({ length: 1_900 }, (_, i) => [`${i}.txt`, '机密文件按规定管理。'.repeat(300)]))),
  '20 MB of noise.zip': () => zip({ 'a.jpg': Buffer.from('89504e47'.repeat(5 * mega), 'hex') }),
  '4 GB inflated.zip': () => zipOf([{ name: 'a.txt', packed: bomb(4096), size: 100 }]),
  'an archive of bombs.zip': () => {
    const inner = zip({ 'a.txt': Buffer.alloc(20 * mega, 0x20) });
    return zip(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}.zip`, inner])));
  },
  '100 texts of 100 MB.zip': () => {
    const packed = bomb(100);
    return zipOf(Array.from({ length: 100 }, (_, i) => ({ name: `${i}.txt`, packed, size: 100 })));
  },
  'hidden runs.docx': () =>
    docx('<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>清洗护栏。</w:t></w:r></w:p>'.repeat((10 * mega) / 80)),
  'hidden runs never closed.docx': () => docx('<w:p><w:r><w:rPr><w:vanish/>'.repeat(100_000)),
  '10^5 deep hidden.html': () => Buffer.from(`<html><body>${'<div hidden>机'.repeat(100_000)}`),
  'hidden rows.xlsx': () =>
    zip(workbook(`<sheetData>${'<row hidden="1"><c><v>12345</v></c></row>'.repeat(45_000)}</sheetData>`)),
  'names that climb.docx': () => docx(paragraph('甲'), { '../../../../tmp/chuangwen-climbed': '甲' }),
  '10^6 rows.xlsx': () => zip(workbook(rows(1_000_000, ''))),
  '10^6 rows with a cell.xlsx': () => zip(workbook(rows(1_000_000, '<c><v>1</v></c>'))),
  '45,000 rows of ten cells.xlsx': () => zip(workbook(rows(45_000, '<c><v>12345</v></c>'.repeat(10)))),
  '7 × 10^5 rows with a cell.xlsx': () => zip(workbook(rows(700_000, '<c><v>1</v></c>'))),
  'row 1048576.xlsx': () =>
    zip(workbook('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')),
  'all merged.xlsx': () =>
    zip(
      workbook(
        `<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${'甲'.repeat(30_000)}</t></is></c></row></sheetData><mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(1000)}</mergeCells>`,
      ),
    ),
  'one text in 10^5 cells.xlsx': () =>
    zip(workbook(rows(10_000, '<c t="s"><v>0</v></c>'.repeat(10)), `<si><t>${'甲'.repeat(30_000)}</t></si>`)),
  '4 GB inflated.xlsx': () =>
    zipOf([
      ...Object.entries(workbook(''))
        .filter(([name]) => !name.includes('sheet1'))
        .map(([name, content]) => ({ name, packed: deflateRawSync(content), size: Buffer.byteLength(content) })),
      { name: 'xl/worksheets/sheet1.xml', packed: bomb(4096), size: 1000 },
    ]),
  '10^4 deep.xlsx': () => zip(workbook(`${'<sheetData>'.repeat(10_000)}${'</sheetData>'.repeat(10_000)}`)),
  '10^6 cells.csv': () => text(4 * mega, '甲,乙,丙,丁\n'),
  '10 MB of quotes.csv': () => Buffer.alloc(10 * mega, 0x22),
  '10 MB of commas.csv': () => Buffer.alloc(10 * mega, 0x2c),
  '10^5 deep.pdf': () =>
    Buffer.from(`%PDF-1.7\n1 0 obj\n${'['.repeat(100_000)}\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF`),
  'pages in a circle.pdf': () =>
    Buffer.from(
      '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 100000 /Kids [2 0 R 2 0 R] >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF',
    ),
  '400 pages.pdf': () =>
    pdf(set(Array.from({ length: 3_000 }, () => ({ text: sentence.repeat(2).replace(/\n/g, '') })))),
  '1 GB inflated.pdf': () => inflating(1024),
  '10^5 lines.pdf': () =>
    pdf([
      {
        texts: [{ x: 90, y: 700, size: 16, text: '通知' }],
        lines: Array.from({ length: 100_000 }, (_, i): [number, number, number, number] => [0, i / 200, 500, i / 200]),
      },
    ]),
  '10^5 texts on a page.pdf': () =>
    pdf([
      {
        texts: Array.from({ length: 100_000 }, (_, i) => ({
          x: (i * 7) % 500,
          y: (i * 13) % 800,
          size: 8,
          text: '护',
        })),
        lines: [],
      },
    ]),
};

/** A page whose content is a bomb. */
function inflating(times: number): Buffer {
  const packed = deflateSync(Buffer.alloc(mega, 0x20), { finishFlush: constants.Z_FULL_FLUSH });
  const more = bomb(times - 1);
  const head =
    '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\nendobj\n';
  const body = Buffer.concat([packed, more]);
  return Buffer.concat([
    Buffer.from(`${head}4 0 obj\n<< /Length ${body.length} /Filter /FlateDecode >>\nstream\n`),
    body,
    Buffer.from('\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF'),
  ]);
}
