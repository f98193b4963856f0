import { part, trim, type Span } from '../source/mapped';
import { personOnly } from './annotations';
import { isOwner } from './owner-words';
import { isTime } from './time-words';

/** "村内道路的保洁由冉小梅同志负责,4月20日前完成。": the work, who does it, who joins in, by when. `rest`: sentences behind it. */
export type LedWork = { work: Span; who: Span; joint: Span | null; due: Span | null; rest: Span | null };

const does =
  '(?:具体|全面|总|共同|分别|统一)?(?:牵头负责|负责牵头|牵头|负责|承办|主办|主抓|组织实施|组织落实|实施|落实)(?:组织实施|具体落实|抓好落实|落实|实施|组织|抓好|推进|办理)?(?:完成)?';
const ledBy = new RegExp(`^由 ?([^由]{2,40}?) ?${does}(?!人|制|单位|部门|科室|领导|的)`);
const joins = /^(?:由 ?)?(.{2,40}?)(?:积极|共同|全力)?(?:协助配合|配合|协助|参与|协办|协同)(?:实施|落实|完成)?$/;
const mustBe = /^(?:并|须|要|应|务必|必须|力争|确保|原则上){0,2}(?:于|在|到)?/;
const purpose = /^(?:确保|力争|做到|务求|要求|要)/;
const small = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})';
const date = `(?:(?:(?:19|20)\\d\\d|二[〇零一二三四五六七八九]{3}|[今本当明]) ?年 ?)?(?:${small} ?月(?: ?${small} ?[日号]|[底末初]|[上中下]旬)?|年|${small} ?季度)(?:底|末)?`;
const dueBehind = new RegExp(
  `(?:于|在)?${date} ?(?:(?:之前|以前|前|内)(?:全部|全面)?(?:完成|到位|落实)?|(?:全部|全面)?(?:完成|到位))$`,
);
const dueBefore = new RegExp(`^(?:于|在)?${date} ?(?:之前|以前|前)(?:全部|全面)?(?:完成)?`);

type Clause = { from: number; to: number; end: string };

function clausesOf(text: string): Clause[] {
  const out: Clause[] = [];
  let from = 0;
  for (const found of text.matchAll(/[,;。:]|$/g)) {
    if (found.index > from) out.push({ from, to: found.index, end: found[0] });
    from = found.index + 1;
  }
  return out;
}

/** The words say who leads the work, in one sentence that holds nothing else; null otherwise. */
export function ledWork(line: Span): LedWork | null {
  if (!/由|同志/.test(line.fold.slice(0, 200))) return null;
  const text = line.fold.slice(0, 300).replace(/[⦅⦆]/g, ',');
  const clauses = clausesOf(text);
  let out: Pick<LedWork, 'who' | 'work'> | null = null;
  let joint: Span | null = null;
  let due: Span | null = null;
  let work: Span | null = null;
  for (const [i, { from, to }] of clauses.entries()) {
    const clause = trim(part(line, from, to));
    const words = text.slice(clause.from - line.from, clause.from - line.from + clause.text.length);
    const ended = i > 0 && /[。;]/.test(clauses[i - 1]!.end);
    const time = mustBe.exec(words)![0].length;
    if (isTime(words.slice(time))) due ??= part(clause, time);
    else if (ended && out) return { ...out, joint, due, rest: part(line, from) };
    else if (ended) return null;
    else if (out) {
      const partner = joins.exec(words);
      if (partner && isOwner(partner[1]!, false)) {
        const at = words.indexOf(partner[1]!);
        joint ??= part(clause, at, at + partner[1]!.length);
      } else if (!purpose.test(words)) return null;
    } else {
      const led = leadIn(clause, words);
      // "道路的保洁:由冉小梅同志负责": nothing but the owner behind the colon.
      if (clauses[i - 1]?.end === ':' && (!led || led.before || led.behind)) return null;
      if (led) {
        const own = led.behind ?? (led.before && (work ? stretch(line, work, led.before) : led.before)) ?? work;
        const [bare, day] = own ? withoutDue(own) : [null, null];
        if (!bare || bare.text.length < 4 || bare.text.length > 120 || (led.behind && work)) return null;
        due ??= day ?? (led.behind && led.before);
        out = { who: led.who, work: bare };
      } else work = work ? stretch(line, work, clause) : clause;
    }
  }
  return out && { ...out, joint, due, rest: null };
}

const stretch = (line: Span, first: Span, last: Span): Span =>
  part(line, first.from - line.from, last.from - line.from + last.text.length);

/** Of "…的修缮由步云飞同志负责" the one named, and what stands before or behind. */
function leadIn(clause: Span, words: string): { who: Span; before: Span | null; behind: Span | null } | null {
  for (let at = words.lastIndexOf('由'); at >= 0; at = at > 0 ? words.lastIndexOf('由', at - 1) : -1) {
    const found = ledBy.exec(words.slice(at));
    if (!found || !canLead(found[1]!)) continue;
    const begin = at + found[0].indexOf(found[1]!, 1);
    const who = personOnly(part(clause, begin, begin + found[1]!.length));
    const before = at > 0 ? trim(part(clause, 0, at)) : null;
    const behind = at + found[0].length < words.length ? trim(part(clause, at + found[0].length)) : null;
    if (behind && (behind.text.length < 4 || (before && !isTime(before.fold)))) return null;
    return { who, before, behind };
  }
  const comrade = comradeFirst.exec(words);
  const length = comrade?.[0].length ?? 0;
  if (!comrade || words.length - length < 4) return null;
  return { who: part(clause, 0, comrade[1]!.length), before: null, behind: part(clause, length) };
}

/** Between 由 and 负责 stands who does it, whatever the name: it is told by its place. */
const canLead = (words: string): boolean =>
  isOwner(words, true) ||
  (words.length <= 14 && !/[把将被让使的了是要应须不对与,]|专人|自[己行]|^(?:此|其|该)/.test(words));
const comradeFirst = new RegExp(`^((?:[\u4e00-\u9fff]{2,4}、){0,3}[\u4e00-\u9fff]{2,4}同志) ?${does}(?!人|制|的)`);

/** "修缮广场5月31日前完成", "5月31日前完成广场的修缮": the day is no part of the work. */
function withoutDue(work: Span): [Span, Span | null] {
  const behind = dueBehind.exec(work.fold);
  if (behind && behind.index >= 4) return [trim(part(work, 0, behind.index), ','), part(work, behind.index)];
  const before = dueBefore.exec(work.fold)?.[0].length ?? 0;
  return before > 0 && work.text.length - before >= 4
    ? [trim(part(work, before), ','), part(work, 0, before)]
    : [work, null];
}
