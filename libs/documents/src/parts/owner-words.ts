import { organEnd } from '../lines/lexicon';
import { isName } from './names';
import { isTime } from './time-words';

/** What is said behind an item without any label: who leads, who joins in, by when. Offsets are of the words searched. */
export type Stretch = { from: number; to: number };
/** `said`: more than bare names speaks for it; `verb`: by a verb; `leads`: by one such as 牵头. */
export type OwnerWords = {
  lead: Stretch;
  joint: Stretch | null;
  due: Stretch | null;
  said: boolean;
  leads: boolean;
  verb: boolean;
};

const organ = new RegExp(
  `^(?!${notOwner()})[\u4e00-\u9fffA-Za-z0-9·"]{0,16}?(?<![一两几多每这此到])(?:${organEnd}|单位|企业|物业|班组?|年级|车间|网点|所|队|院|行|校|园|园林|电视台|环卫|残联|科协|文联|侨联|工商联)(?:\\([^()]{1,12}\\))?(?:主要)?(?:负责人|负责同志)?$`,
);
/** "各支行", "全体党员": whoever they are, it is all of a kind. */
const everybody =
  /^(?:市直|县直|区直|局属|机关|镇直|驻地)?(?:各|全体|相关|有关)[\u4e00-\u9fff]{1,10}(?:\([^()]{1,12}\))?$/;

/** What a bracket that explains begins with, and what is done with an office rather than by it. */
function notOwner(): string {
  return '(?:含|包括|如(?!皋|东)|见|即(?!墨)|以|对(?!外|口)|向(?!阳)|与|和(?!平|谐|睦|县)|不含|原|以下|下称|下同|简称|详见|参照|按|共(?!青)|约|另|除|指(?!挥|导)|其中|例如|比如|主要|为(?!民)|把|将|在(?!线)|送|报(?!社|刊)|交(?![通警管运投发])|到|从|经(?![开信发济贸营管])|给|并|使|让|创建(?!办|科|专班|工作|指挥|领导)|建立|建设(?!局|办|科|处|部|管理|服务|银行|集团|公司|路|街|社区)|建成|设立|成立|开展|加强|组织(?!部|科|处|人事|委员|股|室)|完善|走进|深入|参加)';
}

const post = '(?:书记|局长|主任|主席|院长|校长|站长|科长|处长|部长|镇长|乡长|经理|队长|所长|行长|馆长|厂长|股长|委员)';
const besidePost = new RegExp(
  `^(?:[\u4e00-\u9fff]{0,10}${post}(?=[\u4e00-\u9fff]{2,3}$))?(.{2,5}?)(?:副?${post}|同志|老师)?$`,
);
const isPerson = (words: string): boolean => isName(besidePost.exec(words)?.[1] ?? '');

/** One or several who can be asked, by the form of their names. `persons`: names of people will do. */
export function isOwner(words: string, persons: boolean): boolean {
  if (/[由把将被让使的了是要应须]/.test(words.replace(/^[由请]/, ''))) return false;
  const names = words
    .split(/、|及|和|与|\/| {1,4}/)
    .map((name) => name.replace(/^(?:由|请)/, '').replace(/等(?=(?:相关|有关)?(?:部门|单位|科室)$)|等$/, ''))
    .filter((name) => name !== '');
  if (names.length === 0 || names.length > 24 || names.some((name) => name.length > 20)) return false;
  if (persons && names.every(isPerson)) return true;
  // "教育、卫生、住建部门": the last says what they all are.
  const shared = /(?:部门|单位|行业|系统|企业)$/.test(names.at(-1)!);
  return names.every((name) => organ.test(name) || everybody.test(name) || (shared && beside.test(name)));
}
const beside = /^(?![一二三四五六七八九十]?[是要])[\u4e00-\u9fff]{2,5}$/;

const answers =
  /(?:具体|总|共同|全面|分别)?(?:牵头负责|牵头落实|牵头实施|牵头|负责落实|负责实施|负责|主办|承办|主抓|落实)(?:实施|完成)?$/;
const joins = /(?:协助|配合|参与|协办|协同|参加)(?:落实|实施|完成)?$/;
const leadLabel =
  /^(?:牵头|责任|负责|主办|承办|落实)(?:(?:单位|部门|科室|股室|处室|部室|站所|班组)(?!负责)[为是]? ?[: ]? ?|人?[为是]? ?[: ] ?)/;
const jointLabel =
  /^(?:配合|协办|协助|参与)(?:(?:单位|部门|科室|股室|处室|部室|站所|班组)[为是]? ?[: ]? ?|[为是]? ?[: ] ?)/;
const dueLabel = /^(?:完成|整改|办结|落实)?(?:时限|时间|期限)[为是]? ?[: ]? ?/;
const isDue = (words: string): boolean => isTime(words.slice(dueLabelLength(words)));
const dueLabelLength = (part: string): number => dueLabel.exec(part)?.[0].length ?? 0;

/** Words that can stand in such a list: who, who else, or by when. */
export const isOwnerPart = (words: string): boolean =>
  isDue(words) ||
  isOwner(words.replace(leadLabel, '').replace(jointLabel, '').replace(joins, '').replace(answers, ''), true);

/** Reads such words whole: each part must be one of the three. null when one is not. */
export function ownerWords(words: string): OwnerWords | null {
  if (words.length < 2 || words.length > 160) return null;
  let lead: Stretch | null = null;
  let joint: Stretch | null = null;
  let due: Stretch | null = null;
  let said = false;
  let leads = false;
  let verb = false;
  const parts = partsOf(words);
  const dated = parts.some(({ from, to }) => isDue(words.slice(from, to)));
  for (const { from, to } of parts) {
    const part = words.slice(from, to);
    if (isDue(part)) {
      if (due) return null;
      due = { from: from + dueLabelLength(part), to };
    } else if (jointLabel.test(part) || joins.test(part)) {
      const begin = from + (jointLabel.exec(part)?.[0].length ?? 0);
      const end = jointLabel.test(part) ? to : from + joins.exec(part)!.index;
      if (!lead || !isOwner(words.slice(begin, end), false)) return null;
      joint = joint ? { from: joint.from, to: end } : { from: begin, to: end };
      said = true;
    } else {
      const label = (leadLabel.exec(part)?.[0] ?? /^(?:由|请)/.exec(part)?.[0] ?? '').length;
      const behind = answers.exec(part);
      const [begin, end] = [from + label, behind ? from + behind.index : to];
      if (joint || (due && lead) || !isOwner(words.slice(begin, end), dated || behind !== null || label > 1))
        return null;
      // A second name behind a comma is one of the same list; behind "甲牵头" it stands for who joins in.
      if (lead && verb) joint = { from: begin, to: end };
      else lead = lead ? { from: lead.from, to: end } : { from: begin, to: end };
      said ||= behind !== null || label > 1;
      verb ||= behind !== null;
      leads ||= /牵头|主办|承办|主抓/.test(part);
    }
  }
  return lead && { lead, joint, due, said: said || due !== null, leads, verb };
}

/** Divided by commas, and by a blank before a date. */
function partsOf(words: string): Stretch[] {
  const out: Stretch[] = [];
  let from = 0;
  for (const found of words.matchAll(/ ?[,;] ?|、(?=\d{1,2} ?月)| {1,4}(?=\d|[一二三四五六七八九十]{1,3}月|完成)|$/g)) {
    if (found.index > from) out.push({ from, to: found.index });
    from = found.index + found[0].length;
  }
  return out;
}
