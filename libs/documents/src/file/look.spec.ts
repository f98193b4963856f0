import { deflateRawSync } from 'node:zlib';
import { bomb, workbook } from '../../spec-support/nasty';
import { docx, paragraph, zip, zipOf } from '../../spec-support/zip';
import { lookForMarks } from '..';
import { usualLimits } from './limits';
import { unseenIn } from './look';

const look = (bytes: Uint8Array, name: string) => unseenIn({ name, bytes }, usualLimits);
const slide = (...lines: string[]) =>
  `<?xml version="1.0"?><p:sld xmlns:p="p" xmlns:a="a">${lines.map((line) => `<a:p><a:r><a:t>${line.slice(0, 1)}</a:t></a:r><a:r><a:rPr b="1"/><a:t>${line.slice(1)}</a:t></a:r></a:p>`).join('')}</p:sld>`;
const slides = (xml: string, part = 'ppt/slides/slide1.xml', more: Readonly<Record<string, string | Buffer>> = {}) =>
  zip({ '[Content_Types].xml': '<x/>', 'ppt/presentation.xml': '<x/>', [part]: xml, ...more });
const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
const marked = docx(paragraph('机密★1年') + paragraph('关于检查的函'));
const plain = docx(paragraph('关于检查的函'));
const long = () => zip(workbook(`<sheetData>${'<row><c><v>1</v></c></row>'.repeat(60_000)}</sheetData>`));

describe('looking for marks in what is no notice', () => {
  it.each<[string, string, () => Buffer]>([
    ['slides', 'a.pptx', () => slides(slide('工作汇报', '机密'))],
    ['the master of slides', 'a.pptx', () => slides(slide('机密★5年'), 'ppt/slideMasters/slideMaster1.xml')],
    ['their notes', 'a.pptx', () => slides(slide('秘密★5年'), 'ppt/notesSlides/notesSlide1.xml')],
    [
      'an OFD',
      'a.ofd',
      () =>
        zip({
          'OFD.xml': '<x/>',
          'Doc_0/Pages/Page_0/Content.xml':
            '<ofd:Page><ofd:TextObject><ofd:TextCode X="1">机</ofd:TextCode><ofd:TextCode>密</ofd:TextCode></ofd:TextObject></ofd:Page>',
        }),
    ],
    [
      'an ODF',
      'a.odt',
      () => zip({ mimetype: 'x', 'content.xml': '<text:p>绝密★长期</text:p><text:p>关于检查的函</text:p>' }),
    ],
    ['a document in an archive', 'a.zip', () => zip({ 'x/1.txt': '函', 'x/2.docx': marked })],
    ['an archive in an archive', 'a.zip', () => zip({ 'inner.zip': zip({ '2.docx': marked }) })],
    ['a text in an archive', 'a.zip', () => zip({ 'a.txt': '密级：秘密\n关于检查的函' })],
    ['a diagram on a slide', 'a.pptx', () => slides(slide('机密★1年'), 'ppt/diagrams/data1.xml')],
    [
      'a document embedded in slides',
      'a.pptx',
      () => slides(slide('工作汇报'), 'ppt/slides/slide1.xml', { 'ppt/embeddings/1.docx': marked }),
    ],
    [
      'slides embedded in a document',
      'a.docx',
      () => docx(paragraph('函'), { 'word/embeddings/1.pptx': slides(slide('机密★1年')) }),
    ],
    ['a document embedded in a workbook', 'a.xlsx', () => zip({ ...workbook(''), 'xl/embeddings/1.docx': marked })],
    [
      'a document beside what only looks like an ODF',
      'a.zip',
      () => zip({ 'content.xml': '<x/>', '密件.docx': marked }),
    ],
    ['a document in an ODF', 'a.odt', () => zip({ mimetype: 'x', 'content.xml': '<x/>', '密件.docx': marked })],
    ['a document beside an OFD', 'a.zip', () => zip({ '材料/OFD.xml': '<x/>', '密件.docx': marked })],
    [
      'a text in an archive that has the name of a part in it',
      'a.zip',
      () => zip({ 'word/document.xml': '<x/>', 'word/密件.xml': '机密★1年\n函' }),
    ],
    ['what is attached to an OFD', 'a.ofd', () => zip({ 'OFD.xml': '<x/>', 'Doc_0/Attachs/密件.docx': marked })],
    [
      'a document beside what only looks like one',
      'a.zip',
      () => zip({ 'word/document.xml': '<x/>', '[Content_Types].xml': '<x/>', '密件.docx': marked }),
    ],
    ['a text behind a table of too many rows', 'a.zip', () => zip({ '台账.xlsx': long(), '密件.txt': '机密★1年\n函' })],
    [
      'a text behind what is too large',
      'a.zip',
      () =>
        zipOf([
          { name: 'a.txt', packed: bomb(100), size: 100 },
          { name: '密件.txt', packed: deflateRawSync('机密★1年\n函'), size: 18 },
        ]),
    ],
    ['a document by itself', 'a.docx', () => marked],
    [
      'hidden text of a document',
      'a.docx',
      () => docx(`${paragraph('函')}<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>机密</w:t></w:r></w:p>`),
    ],
  ])('%s is refused', async (_, name, make) => {
    await expect(look(make(), name)).rejects.toMatchObject({ code: 'notice.classified' });
  });

  it('names what it could not look into, and only that', async () => {
    expect(await look(slides(slide('工作汇报', '成效')), 'a.pptx')).toEqual([]);
    const files = { '说明.docx': plain, '现场/照片.png': picture, '坏.docx': plain.subarray(0, 200), '空.txt': '' };
    expect(await look(zip(files), '材料.zip')).toEqual(['照片.png', '坏.docx']);
    const deep = zip({ '一.zip': zip({ '二.zip': zip({ 'a.txt': '函' }) }) });
    expect(await look(deep, '材料.zip')).toEqual(['二.zip']);
    expect(await look(picture, '照片.png')).toEqual(['照片.png']);
  });

  it('names the pictures of documents and slides, and what is embedded in them', async () => {
    const scanned = slides(slide(''), 'ppt/slides/slide1.xml', {
      'ppt/media/image1.jpeg': picture,
      'ppt/embeddings/oleObject1.bin': Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
      'ppt/embeddings/说明.docx': docx(paragraph('函'), { 'word/media/image1.png': picture }),
      'docProps/thumbnail.jpeg': picture,
    });
    expect(await look(scanned, '汇报.pptx')).toEqual([
      '汇报.pptx/image1.jpeg',
      '汇报.pptx/oleObject1.bin',
      '汇报.pptx/说明.docx/image1.png',
    ]);
    expect(await look(zip({ '汇报.pptx': scanned }), '材料.zip')).toContain('汇报.pptx/image1.jpeg');
    expect(await look(docx(paragraph('函'), { 'word/media/image1.png': picture }), '函.docx')).toEqual([
      '函.docx/image1.png',
    ]);
    expect(await look(zip({ ...workbook(''), 'xl/media/1.png': picture }), '表.xlsx')).toEqual(['表.xlsx/1.png']);
    const odt = { mimetype: 'x', 'content.xml': '<x/>', 'META-INF/manifest.xml': '<x/>', 'Pictures/1.png': picture };
    expect(await look(zip(odt), '函.odt')).toEqual(['函.odt/1.png']);
    const locked = { mimetype: 'x', 'content.xml': Buffer.from([7, 9, 200]), 'META-INF/manifest.xml': '<x/>' };
    expect(await look(zip(locked), '函.odt')).toEqual(['函.odt/content.xml']);
    const ofd = { 'OFD.xml': '<x/>', 'Doc_0/Pages/Page_0/Content.xml': '<x/>', 'Doc_0/Res/1.png': picture };
    expect(await look(zip(ofd), '函.ofd')).toEqual(['函.ofd/1.png']);
  });

  it('names what a limit kept it from', async () => {
    expect(await look(zip({ '台账.xlsx': long(), '说明.txt': '函' }), '材料.zip')).toEqual(['台账.xlsx']);
  });

  it('in its thread, within its limits', async () => {
    expect(await lookForMarks(zip({ 'a.docx': plain }), 'a.zip')).toEqual([]);
    await expect(lookForMarks(zip({ 'a.docx': marked }), 'a.zip')).rejects.toMatchObject({ code: 'notice.classified' });
    const large = zipOf([{ name: 'a.txt', packed: bomb(4096), size: 100 }]);
    expect(await lookForMarks(large, 'a.zip')).toEqual(['a.txt']);
  });
});
