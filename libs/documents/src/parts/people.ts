import type { Understood } from '../notice';
import { cut } from '../source/lists';
import { cover, part, trim, type Span } from '../source/mapped';
import { literal } from '../source/understood';

/** Family names, the single and the double ones. */
const family =
  '(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|鲜于|公羊|闻人|申屠|太史|呼延|宇文|长孙|钟离|淳于|澹台|公冶|濮阳|仲孙|轩辕|司空|亓官|司寇|巫马|公西|漆雕|乐正|拓跋|谷梁|段干|东郭|独孤|南宫|梁丘|左丘|万俟|赫连|闾丘|羊舌|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦牧隗山谷车侯宓蓬全郗班仰秋伊宫宁仇栾暴甘斜厉戎祖武符刘景詹龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥苍双闻莘翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易廖庾终暨居耿满匡文寇广禄阙东欧殳沃利蔚夔隆师巩厍聂晁勾敖冷訾辛阚简饶空曾毋沙鞠须丰巢关蒯查荆红游竺权逯盖桓仉督晋楚闫汝鄢涂钦岳帅缑亢麦揭谌冼粟仵亓邸迟隋綦矫禤旷尧练况郈有琴商牟佘佴伯赏墨哈谯笪爱阳佟都步肖付代覃覔税苟仝苑])';
const given = '[\u4e00-\u9fff·]';
export const personName = `${family} {0,4}${given}(?: {0,2}${given})?`;
const whole = new RegExp(`^${family} {0,4}${given}{1,2}$|^${family} {0,4}${given} {0,4}${given}$`);
const post =
  '(?:书记|局长|主任|主席|院长|校长|站长|科长|处长|部长|镇长|乡长|县长|区长|市长|州长|经理|董事长|队长|所长|厅长|行长|馆长|台长|社长|段长|园长|厂长|股长|组长|委员|常委|调研员|专员|秘书长|检察长|教导员|政委|总监|会长|工程师|总工|院士|干事|参谋|主管|负责人|同志|巡视员|组员|成员|理事长|书长|股级干部|级干部)';
const postThenName = new RegExp(
  `^.{0,40}(?:${post}|[\u4e00-\u9fff]长) {0,20}(${family} {0,4}${given}(?: {0,4}${given})?)$`,
);
const nameThenPost = new RegExp(
  `^(${family}(?: ${given} ${given}(?= {1,20}[^ ]{2}|\\()| {0,4}${given}{1,2}| {0,4}${given} {0,4}${given}))(?: {1,20}|(?=[(（]))(?=.{0,60})`,
);
const nameGluedPost = new RegExp(`^(${family}${given}{1,2}?)(?:同志|(?:党[委组]|副?)?${post}.{0,20})$`);
/** Before a post in brackets stands a name, also of a family that no list has. */
const nameInFront = new RegExp(`^([\u4e00-\u9fff·]{2,4}) ?\\([^()]{0,40}${post}[^()]{0,10}\\)$`);
const hasPost = new RegExp(`${post}$`);
const collective = /各|有关|相关|全体|所有|负责人|负责同志|成员单位|及|和|等/;
const notName = new RegExp(
  `(?:局|科|办|委|室|部|处|站|院|校|镇|乡|村|级|组|队|股|班|区|县|市|任|长|员|单位|部门|人员|班子)$`,
);

/** Names of people, and the collectives that stand beside them, in the order of the source. Posts beside a name fall away. */
export function people(span: Span): Understood<string>[] {
  const pieces = shared(cut(span, '、,;').flatMap(byBrackets).flatMap(bySpaces)).filter(
    ({ fold }) => !placeholder.test(fold),
  );
  const known = pieces.map((piece) => nameIn(piece));
  const anyName = known.some((name) => name !== null);
  // Between names stands a name, of whatever family.
  const named = known.map((name, i) => name ?? (anyName && looksLikeName(pieces[i]!.fold) ? pieces[i]! : null));
  let together = false;
  return pieces.flatMap((piece, i) => {
    const name = named[i];
    const beside = together;
    together = !name && (beside || collective.test(piece.fold));
    if (name) return [literal(name, [], name.text.replace(/[ \t\u3000\u00a0]/g, ''))];
    // A post among names belongs to a name; only collectives stand for themselves, and what is listed behind them.
    if (anyName && !beside && !collective.test(piece.fold)) return [];
    return [literal(piece, [{ code: 'group.post-without-name', params: { post: piece.text.slice(0, 40) } }])];
  });
}

/** XXX, ***, 某某, ……: a form that nobody filled in. */
const placeholder = /^(?:[XxＸ×*＊〇○某z_.…]{1,12}|[\u4e00-\u9fff][*×Xx]{1,3})(?:同志)?$/;

/** "办公室、人事科、工程科负责人": the post stands once, behind the last. */
function shared(pieces: readonly Span[]): Span[] {
  const out: Span[] = [];
  let open = false;
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last && open) out[out.length - 1] = cover(last, piece);
    else out.push(piece);
    open =
      sectionName.test(piece.fold) &&
      pieces.some((later) => later.from > piece.from && /负责人|负责同志/.test(later.fold));
  }
  return out;
}

const sectionName = /(?:局|科|办|室|部|部门|单位|处|站|院|校|镇|乡|中心|街道|股|队|所|行|公司)$/;

/** "罗 成(总经理) 秦 琼(党委副书记)": a post in brackets ends a person. */
function byBrackets(piece: Span): Span[] {
  const ends = [...piece.fold.matchAll(/\([^()]{2,40}\) +(?=[\u4e00-\u9fff])/g)].map(
    ({ index, 0: all }) => index + all.length,
  );
  return [...ends, piece.text.length].map((to, i) => trim(part(piece, ends[i - 1] ?? 0, to)));
}

/** "张三 李四 王五" is a list too; "张三 局长" is not, nor is "张 澹". */
function bySpaces(piece: Span): Span[] {
  const tokens: Span[] = [];
  for (const found of piece.fold.matchAll(/[^ \n]{1,80}/g))
    tokens.push(part(piece, found.index, found.index + found[0].length));
  if (tokens.length < 2) return [piece];
  const pairs = pairedLetters(piece, tokens) ?? mixedLetters(tokens);
  if (pairs) return pairs;
  if (tokens.every((token) => token.text.length >= 2 && (isName(token.fold) || looksLikeName(token.fold))))
    if (tokens.filter((token) => isName(token.fold)).length * 2 >= tokens.length) return tokens;
  const names = tokens.filter(
    ({ fold }, i) => isName(fold) || (looksLikeName(fold) && hasPost.test(tokens[i + 1]?.fold ?? '')),
  );
  // Rows of "name post" in one paragraph: every name begins a new one.
  if (names.length > 1) return tokens.filter((token) => names.includes(token) || sectionName.test(token.fold));
  return [piece];
}

const familyOnly = new RegExp(`^${family}$`);

/** "黄  河  江  山": letters set apart, two to a name, when every other one is a family name. */
function pairedLetters(piece: Span, letters: readonly Span[]): Span[] | null {
  if (letters.length < 4 || letters.length % 2 === 1 || letters.some(({ text }) => text.length !== 1)) return null;
  const known = letters.filter(({ fold }, i) => i % 2 === 0 && familyOnly.test(fold)).length;
  if (known * 4 < letters.length) return null;
  return letters.flatMap((letter, i) => (i % 2 === 0 ? [cover(letter, letters[i + 1] ?? piece)] : []));
}

/** "赵  海  孙莉莉  周  正": names of two letters are set as wide as those of three. */
function mixedLetters(tokens: readonly Span[]): Span[] | null {
  const out: Span[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const [one, next] = [tokens[i]!, tokens[i + 1]];
    const pair = one.text.length === 1 && next?.text.length === 1;
    out.push(pair ? cover(one, next) : one);
    if (pair) i++;
  }
  const known = out.filter(({ fold }) => isName(fold)).length;
  const alike = out.filter(({ fold }) => isName(fold) || looksLikeName(fold)).length;
  // What stands among them is a post, or a collective; the list decides about those.
  return out.length < tokens.length && known > 1 && alike * 2 >= out.length && known * 2 >= alike ? out : null;
}

/** Two or three letters that are no post, no office and no word that such lists have: where names are listed, a name. */
export function looksLikeName(text: string): boolean {
  const bare = text.replace(/ /g, '');
  if (/^[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}$/.test(bare)) return true;
  return (
    /^[\u4e00-\u9fff](?: {0,6}[\u4e00-\u9fff]){1,2}$/.test(text) &&
    !hasPost.test(bare) &&
    !notName.test(bare) &&
    !collective.test(bare) &&
    !noFamily.test(bare)
  );
}
const noFamily =
  /^(?:[总副兼市县区省镇乡村校院局厂矿]|常务|常委|党[委组员政]|主管|分管|相关|宣传|组织|统战|纪检|政[法府协]|人大|农业|农村|商务|水利|卫[生健]|安[全监]|公安|教[育务]|住建|城[管建]|交[通警]|财[政务]|民政|司法|人社|环保|文[旅化]|工[信会]|发改|总务|德育|后勤|保卫|[党校院]办|团委|妇联|武装|监察|信访|综治|市场|税务|供[电水]|电[信力]|移动|联通|邮政|机关|基层|社区|街道|护理|门诊|药剂|检验|其[他它余]|若干|以及|兼任|暂缺|待定|另行|第[一二三]|全[体部]|本[局院校]|所[属有]|下设|具体)|(?:政府|支部|集团|学校|企业|代表|助理|医师|教师|领导|负责|担任|牵头|兼任|参加|组成|街道|社区|中心|机关|医院|学院|公司|银行|工会|妇联)$/;

export const isName = (text: string): boolean =>
  whole.test(text) &&
  !notName.test(text) &&
  !hasPost.test(text) &&
  !/^(?:常务|常委|党委|党组|党员|主管|分管|相关|有关|宣传|组织|统战|纪检|政法|农业|农村|商务|水利|卫生|安全)/.test(
    text,
  );

const unitFirst =
  /^(?:[市省区县局院校州旗站镇乡]|党[委组工]|常委|纪委|政[府协法]|人大|宣传|组织|统战|办公室|公司|集团|副|中共|街道|社区|村|[\u4e00-\u9fff]{2,3}[省市县区])/;

/** "徐国强市委常委、宣传部长": a name of three letters, or of two, glued to the post behind it; its length, 0 for none. */
function nameThenUnit(text: string): number {
  if (!hasPost.test(text) || text.length < 6 || collective.test(text)) return 0;
  return [3, 2].find((n) => isName(text.slice(0, n)) && unitFirst.test(text.slice(n))) ?? 0;
}

/** The name within a piece such as 局长张三, 张三(局长), 张三 局长, 张三同志, 张 澹. */
export function nameIn(piece: Span): Span | null {
  const bare = trim(piece, '。:');
  if (isName(bare.fold)) return bare;
  // Letters set apart are a name, of whatever family.
  if (/^[\u4e00-\u9fff] {1,4}[\u4e00-\u9fff]$/.test(bare.fold) && !hasPost.test(bare.fold.replace(/ /g, '')))
    return bare;
  const apart = /^[\u4e00-\u9fff] {1,4}[\u4e00-\u9fff](?= ?\()/.exec(bare.fold);
  if (apart) return part(bare, 0, apart[0].length);
  const before = nameThenPost.exec(bare.fold);
  if (before && isName(before[1]!)) return part(bare, 0, before[1]!.length);
  const titled = nameInFront.exec(bare.fold);
  if (titled && !notName.test(titled[1]!) && !collective.test(titled[1]!)) return part(bare, 0, titled[1]!.length);
  const behind = postThenName.exec(bare.fold);
  if (behind) return part(bare, bare.text.length - behind[1]!.length);
  const post = nameThenUnit(bare.fold);
  if (post > 0) return part(bare, 0, post);
  const glued = nameGluedPost.exec(bare.fold);
  if (glued && isName(glued[1]!) && !collective.test(bare.fold)) return part(bare, 0, glued[1]!.length);
  return byForm(bare);
}

const formThenPost = new RegExp(
  `^([\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff] {1,6}[\u4e00-\u9fff](?: {1,6}[\u4e00-\u9fff])?) {1,20}[^ ].{0,40}${post}$`,
);
const postThenForm = new RegExp(`${post} {0,6}([\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff] {1,6}[\u4e00-\u9fff])$`);

/** "禚建华  服务中心主任", "局长 乜文": beside a post stands a name, of whatever family. */
function byForm(bare: Span): Span | null {
  if (collective.test(bare.fold)) return null;
  const first = formThenPost.exec(bare.fold)?.[1];
  if (first && looksLikeName(first)) return part(bare, 0, first.length);
  const last = postThenForm.exec(bare.fold)?.[1];
  return last && looksLikeName(last) ? part(bare, bare.text.length - last.length) : null;
}
