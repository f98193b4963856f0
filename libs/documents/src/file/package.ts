import { ARCHIVE, named, type KindName } from './kind';

/** What a zip is that is one document. */
export type Package = 'word' | 'sheet' | 'slides' | 'odf' | 'ofd';

const types = /^\/?\[Content_Types\]\.xml$/i;
/** What every file of the kind has in it: a name alone anybody may give to anything. */
const shapes: readonly (readonly [kind: Package, signs: readonly RegExp[], name: KindName])[] = [
  ['word', [types, /^word\/document\.xml$/], named('Word 文档', 'a Word document')],
  ['sheet', [types, /^\/?xl\/workbook\.(?:xml|bin)$/i], named('Excel 表格', 'an Excel sheet')],
  ['slides', [types, /^\/?ppt\/presentation\.xml$/i], named('幻灯片', 'slides')],
  ['odf', [/^mimetype$/, /^content\.xml$/], named('ODF 文件', 'an ODF file')],
  ['ofd', [/^OFD\.xml$/i], named('OFD 文件', 'an OFD file')],
];

/** By the names in it; null: an archive. */
export const packageOf = (names: readonly string[]): Package | null =>
  shapes.find(([, signs]) => signs.every((sign) => names.some((name) => sign.test(name))))?.[0] ?? null;

export const nameOfPackage = (kind: Package | null): KindName => shapes.find(([one]) => one === kind)?.[2] ?? ARCHIVE;
