/** What a column of an address book may hold. */
export const MEANINGS = [
  'name',
  'shortName',
  'parent',
  'category',
  'level',
  'code',
  'contact',
  'telephone',
  'number',
] as const;
export type Meaning = (typeof MEANINGS)[number];

/** Headers as offices write them, without spaces and brackets; the longer and plainer first. */
const headers: readonly (readonly [Meaning, RegExp])[] = [
  ['number', /^(序号|编号|序)$/],
  ['telephone', /(电话|手机|联系方式|号码)/],
  ['contact', /^(联系人|联络员|联络人|经办人|负责人)?(姓名|名字)$|^(联系人|联络员|联络人|经办人|信息员)$/],
  ['code', /^(统一社会)?(社会)?信用代码|^(单位|机构|组织机构)(代码|编码)$|^代码$/],
  ['shortName', /简称/],
  [
    'parent',
    /^(上级|主管|隶属|归口|所属)(管理)?(主管)?(单位|部门|机关|关系)?(名称|全称)?$|^(上级|主管)(单位|部门|机关)/,
  ],
  ['level', /^(单位)?(级别|层级|行政级别)$/],
  ['category', /^(单位|机构)?(类别|性质|类型|分类|系统)$/],
  ['name', /^(参创|成员|责任|创建|牵头|局属|下属)?(单位|部门|机构|科室|机关)?(名称|全称)$/],
  ['name', /^(参创|成员|责任|创建)?(单位|部门|机构)$/],
];

/** What nobody sees (a zero-width space that came along with copied text) is not there. */
const plain = (text: string): string =>
  text.normalize('NFKC').replace(/[\s\p{Cf}()（）[\]【】:：、,，.。/\\*＊]/gu, '');

/** What a header says; null: nothing that is known here. */
export function meaningOf(header: string): Meaning | null {
  const text = plain(header);
  return headers.find(([, words]) => words.test(text))?.[0] ?? null;
}

/** Names that are always shortened the same way. The longer stands for both. */
const SHORT: readonly (readonly [string, string])[] = [
  ['发改委', '发展和改革委员会'],
  ['人社局', '人力资源和社会保障局'],
  ['住建局', '住房和城乡建设局'],
  ['城管局', '城市管理局'],
  ['文旅局', '文化和旅游局'],
  ['卫健委', '卫生健康委员会'],
  ['卫健局', '卫生健康局'],
  ['市场监管局', '市场监督管理局'],
  ['工信局', '工业和信息化局'],
  ['交通局', '交通运输局'],
  ['文明办', '精神文明建设指导委员会办公室'],
  ['退役军人局', '退役军人事务局'],
];

/** Width, spaces, brackets and dots make no other name. */
export const nameKey = (name: string): string =>
  plain(name)
    .replace(/[·・.\-—_'"“”‘’]/gu, '')
    .toLowerCase();

/**
 * Width, spaces, the city's own name before it (桐泽市教育局, 市教育局, 教育局) and the usual abbreviations make no other name.
 * `place`: 桐泽市.
 */
export function looseKey(name: string, place: string): string {
  let key = nameKey(name).replace(/^中共/, '');
  if (place && key.startsWith(place)) key = key.slice(place.length);
  else if (place && key.startsWith(place.slice(-1)) && key.length > 3) key = key.slice(1);
  for (const [short, long] of SHORT) if (key.endsWith(short)) key = key.slice(0, -short.length) + long;
  return key;
}

/** 桐泽市 of 桐泽市文明办; empty where the name says none. */
export const placeOf = (office: string): string => /^.{2,6}?[省市县区]/u.exec(nameKey(office))?.[0] ?? '';

const numberIn = (key: string): string => key.replace(/[^\d〇零一二三四五六七八九十百]/gu, '');

/** 社治部 may stand for 社会治理部: every character in order, the same first and last; 第一小学 not for 第十一小学. Only a hint. */
export function couldAbbreviate(short: string, long: string): boolean {
  if (short.length < 3 || short.length >= long.length || short[0] !== long[0] || short.at(-1) !== long.at(-1))
    return false;
  if (numberIn(short) !== numberIn(long)) return false;
  let at = 0;
  for (const character of long) if (character === short[at]) at += 1;
  return at === short.length;
}
