import { part, trim, type Span } from '../source/mapped';

/** Family names, the single and the double ones. */
export const family =
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
export const hasPost = new RegExp(`${post}$`);
export const collective = /各|有关|相关|全体|所有|负责人|负责同志|成员单位|及|和|等/;
const notName = new RegExp(
  `(?:局|科|办|委|室|部|处|站|院|校|镇|乡|村|级|组|队|股|班|区|县|市|任|长|员|单位|部门|人员|班子)$`,
);

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
  const letters = bare.fold.replace(/ /g, '');
  if (
    /^[\u4e00-\u9fff] {1,4}[\u4e00-\u9fff]{1,2}$/.test(bare.fold) &&
    !hasPost.test(letters) &&
    (letters.length === 2 || looksLikeName(letters))
  )
    return bare;
  // "栗 子强(办公室副主任)": as wide as the names of two letters beside it.
  const apart = /^[\u4e00-\u9fff](?: {1,4}[\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff] {1,4}[\u4e00-\u9fff])(?= ?\()/.exec(
    bare.fold,
  );
  if (apart && (apart[0].replace(/ /g, '').length === 2 || looksLikeName(apart[0].replace(/ /g, ''))))
    return part(bare, 0, apart[0].length);
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
  `^([\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff] {1,6}[\u4e00-\u9fff](?: {0,6}[\u4e00-\u9fff])?) {1,20}[^ ].{0,40}${post}$`,
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
