import { bomb } from '../../spec-support/nasty';
import { docx, paragraph, zip, zipOf } from '../../spec-support/zip';
import { lookForMarks } from '..';
import { usualLimits } from './limits';
import { unseenIn } from './look';

const look = (bytes: Uint8Array, name: string) => unseenIn({ name, bytes }, usualLimits);
const slide = (...lines: string[]) =>
  `<?xml version="1.0"?><p:sld xmlns:p="p" xmlns:a="a">${lines.map((line) => `<a:p><a:r><a:t>${line.slice(0, 1)}</a:t></a:r><a:r><a:rPr b="1"/><a:t>${line.slice(1)}</a:t></a:r></a:p>`).join('')}</p:sld>`;
const slides = (xml: string, part = 'ppt/slides/slide1.xml') => zip({ 'ppt/presentation.xml': '<x/>', [part]: xml });
const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
const marked = docx(paragraph('机密★1年') + paragraph('关于检查的函'));
const plain = docx(paragraph('关于检查的函'));

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
    ['an ODF', 'a.odt', () => zip({ 'content.xml': '<text:p>绝密★长期</text:p><text:p>关于检查的函</text:p>' })],
    ['a document in an archive', 'a.zip', () => zip({ 'x/1.txt': '函', 'x/2.docx': marked })],
    ['an archive in an archive', 'a.zip', () => zip({ 'inner.zip': zip({ '2.docx': marked }) })],
    ['a text in an archive', 'a.zip', () => zip({ 'a.txt': '密级：秘密\n关于检查的函' })],
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

  it('in its thread, within its limits', async () => {
    expect(await lookForMarks(zip({ 'a.docx': plain }), 'a.zip')).toEqual([]);
    await expect(lookForMarks(zip({ 'a.docx': marked }), 'a.zip')).rejects.toMatchObject({ code: 'notice.classified' });
    const large = zipOf([{ name: 'a.txt', packed: bomb(4096), size: 100 }]);
    await expect(lookForMarks(large, 'a.zip')).rejects.toMatchObject({ code: 'notice.too-large' });
  });
});
