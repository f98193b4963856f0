import { packageOf } from './package';

const types = '[Content_Types].xml';

it.each([
  ['word', [types, 'word/document.xml']],
  ['sheet', [types, 'xl/workbook.xml']],
  ['sheet', [`/${types}`, '/xl/workbook.bin']],
  ['slides', ['docProps/app.xml', 'ppt/presentation.xml', types]],
  ['odf', ['mimetype', 'content.xml']],
  ['ofd', ['OFD.xml', 'Doc_0/Document.xml']],
  [null, []],
  [null, [types]],
  [null, ['word/document.xml', '密件.docx']],
  [null, ['xl/workbook.xml']],
  [null, ['ppt/presentation.xml']],
  [null, ['content.xml', '密件.docx']],
  [null, ['mimetype', '材料/content.xml']],
  [null, ['材料/OFD.xml']],
])('%s has its own structure: %j', (kind, names) => {
  expect(packageOf(names)).toBe(kind);
});
