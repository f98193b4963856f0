import type { Span } from '../source/mapped';

const unit = '(?:单位|部门|科室|股室|处室|部室|站所|班组|领导|主体|人)';
/** A label directly behind the words before it: "…卫生死角责任单位:城管办完成时限:4月底". What is said of it is none. */
const label = new RegExp(
  `(?<=[\u4e00-\u9fff"”%)\\d])(?<!(?:各|的|由|请|为|及|和|与|向|报|明确|落实|督促|相关|有关))(?:(?:牵头|责任|主责|主办|承办|配合|协办)${unit}|(?:完成|整改|办结)(?:时限|时间|期限)|(?:主要|工作)职责) ?:`,
  'g',
);

/** Where labels begin that nothing divides from what stands before them; three and more of them, one is a slip of the pen. */
export function labelsIn({ fold }: Span): number[] {
  const found = [...fold.matchAll(label)].filter(
    ({ index }) => !/\([^()]{0,80}$/.test(fold.slice(Math.max(0, index - 81), index)),
  );
  return found.length < 3 ? [] : found.map(({ index }) => index);
}

const post = '(?:书记|局长|主任|主席|[\u4e00-\u9fff]长|委员|经理|[副总]?[\u4e00-\u9fff]{1,4}员)';
const person = new RegExp(
  `\\)(?=[\u4e00-\u9fff](?: {0,2}[\u4e00-\u9fff]){1,2} {0,2}\\([^()]{0,20}${post}[^()]{0,6}\\))`,
  'g',
);

/** "成家栋(纪检组长)谈芬(副局长)": one person behind another, each with a post in brackets. */
export function peopleIn({ fold }: Span): number[] {
  const found = [...fold.matchAll(person)];
  return found.length < 2 ? [] : found.map(({ index }) => index + 1);
}

const item = /\( ?([一二三四五六七八九十]{1,3}) ?\)(?! ?[,。;、)])/g;
const order = '一二三四五六七八九十';
const noun =
  '(?:整治|行动|工程|提升|升级|建设|管理|完善|治理|宣传|服务|保障|清理|规范|改造|活动|全覆盖|专项|创建|宣讲|教育|达标|优化|排查)';
const verb =
  '(?:对|以|在|从|把|将|按|由|通过|利用|组织|围绕|结合|针对|深入|深化|扎实|全面|积极|大力|认真|取缔|拆除|更新|清理|清除|查处|整治|规范|组建|完善|建立|建好|加强|加大|加快|开展|落实|设置|培育|推进|推行|实施|持续|坚持|严格|强化|举办|制定|修补|补齐|开通|依托|每[周月季日]|引导|督促|动员|邀请|评选|选树|打造|营造|发放|悬挂|张贴|检修|增设|公示)';
const headed = new RegExp(`^(["“”\u4e00-\u9fff]{1,10}?${noun})(?=${verb})`);

/**
 * Where the text begins behind headings that nothing divides from it: "(一)占道经营整治取缔流动摊贩。(二)…". What stands in front says how an
 * item of this list is called, and a verb goes on; nearly all items of the list must be such.
 */
export function headingsIn({ fold }: Span): number[] {
  const out: number[] = [];
  let list: { at: number; heading: number }[] = [];
  const nearlyAll = (of: typeof list) => {
    const those = of.filter(({ heading }) => heading > 0);
    return those.length >= 2 && those.length * 4 >= of.length * 3 ? those : [];
  };
  const close = () => {
    const named = nearlyAll(list);
    const those = named.length > 0 ? named : nearlyAll(alike(fold, list));
    out.push(...those.map(({ at, heading }) => at + heading));
    list = [];
  };
  for (const found of fold.matchAll(item)) {
    const n = order.indexOf(found[1]!) + 1;
    if (n !== list.length + 1) close();
    if (n !== list.length + 1) continue;
    const at = found.index + found[0].length;
    list.push({ at, heading: headed.exec(fold.slice(at, at + 24))?.[1]!.length ?? 0 });
  }
  close();
  return out;
}

const verbAt = new RegExp(`^${verb}`);

/** "优化阅读环境增设…", "规范讲解服务开展…": headings of a list are made alike; three and more are of one length. */
function alike(fold: string, list: readonly { at: number }[]): { at: number; heading: number }[] {
  const goesOn = ({ at }: { at: number }, length: number) =>
    /^[\u4e00-\u9fff]+$/.test(fold.slice(at, at + length)) &&
    !/^.{0,4}[。:;,]/.test(fold.slice(at + length, at + length + 5)) &&
    verbAt.test(fold.slice(at + length, at + length + 3));
  const lengths = [4, 5, 6, 7, 8, 9, 10];
  const count = (length: number) => list.filter((one) => goesOn(one, length)).length;
  const best = lengths.reduce((most, length) => (count(length) > count(most) ? length : most), 4);
  const whole = count(best) >= 3 && count(best) === list.length;
  return list.map((one) => ({ at: one.at, heading: whole ? best : 0 }));
}
