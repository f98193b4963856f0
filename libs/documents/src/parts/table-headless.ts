import { markerOf } from '../lines/numbering';
import { isOwner } from './owner-words';
import type { Row } from './table-cells';
import { isRegistered } from './table-register';
import type { Column } from './table-columns';
import { isTime } from './time-words';

/** Words and nothing that a register holds beside a name: telephone numbers, codes, addresses of mail and of houses. */
export const saysWork = (text: string): boolean =>
  /\p{Script=Han}{4}/u.test(text) && !/\d{7}|[\dA-Za-z]{3}-[\dA-Za-z]{3}|@|[路街巷弄道村]\d{1,5}号/.test(text);

/** What is to be done, or how it has to be when it is done. */
const toDo =
  /[推改]进|推行|改善|组织|组建|开展|举[办行]|召开|加[强大快]|强化|完善|健全|建[立好设成]|落实|整[治改顿理]|清[理除洗运扫]|取缔|拆除|查处|规范|更[新换]|设[置立]|增设|配[备齐]|培[育训]|实施|持续|坚持|严格|制[定作]|修[订补缮剪复]|维[修护]|补[齐种]|引导|督[促查]|检查|巡[查逻]|排查|动员|邀请|评选|选树|打造|营造|发放|悬挂|张贴|检修|公[示布]|宣传|宣讲|研究|学习|签订|编[印制]|报送|上报|收集|[做抓]好|治理|管理|消除|疏导|劝导|绿化|亮化|美化|粉刷|施划|安[装排]|创建|迎接|提[升高供]|优化|确保|保[持障洁]|禁止|不得|不少于|无[\u4e00-\u9fff]|有序|整洁|齐全|完好|到位|达标/;
/** Without a heading to name the work, half of what is taken for it must sound like work: posts, places and goods do not. */
export const soundsLikeWork = (cells: readonly string[]): boolean =>
  cells.filter((one) => toDo.test(one)).length * 2 >= cells.length;

/**
 * What the columns of a table without a heading hold, by what stands in them: names of who can answer, times, numbers, and
 * the longest the work. null unless nearly all rows are alike and there is work, somebody, and a day.
 */
export function columnsByContent(rows: readonly Row[]): Column[] | null {
  const n = rows[0]?.cells.length ?? 0;
  // A heading that names nothing but what a register has.
  if ((rows[0]?.cells.filter(({ fold }) => fold.length <= 10 && isRegistered(fold)).length ?? 0) > 1) return null;
  const whole = rows.filter(({ cells }) => cells.length === n).slice(0, 200);
  if (n < 2 || n > 8 || whole.length < 2 || whole.length * 5 < rows.length * 4) return null;
  const kinds = [...Array(n).keys()].map((c): Column => {
    const words = whole
      .map(({ cells }) => cells[c]!.fold.replace(/(?<=[、,])\n| /g, '').replace(/\n/g, '、'))
      .filter((one) => one !== '');
    const all = (is: (one: string) => boolean) => words.length > 1 && words.filter(is).length * 5 >= words.length * 4;
    if (all((one) => /^\d{1,3}[.、]?$/.test(one))) return 'number';
    if (all((one) => isTime(one))) return 'deadline';
    return all((one) => isOwner(one.slice(markerOf(one)?.length ?? 0), true)) ? 'responsible' : 'other';
  });
  const first = kinds.indexOf('responsible');
  const length = (c: number) => whole.reduce((sum, { cells }) => sum + cells[c]!.text.length, 0) / whole.length;
  const [work = -1] = kinds.flatMap((kind, c) => (kind === 'other' ? [c] : [])).sort((a, b) => length(b) - length(a));
  // A list of people has their posts, no days; offices beside what is to be done need none.
  const offices =
    whole.length > 2 &&
    whole.every(({ cells }) => isOwner(cells[Math.max(0, first)]!.fold.replace(/\n/g, '、'), false));
  if (first < 0 || work < 0 || length(work) < 5) return null;
  if (whole.filter(({ cells }) => saysWork(cells[work]!.fold)).length * 5 < whole.length * 4) return null;
  if (!soundsLikeWork(whole.map(({ cells }) => cells[work]!.fold))) return null;
  if (!kinds.includes('deadline') && !(offices && length(work) >= 8)) return null;
  return kinds.map((kind, c) => (c === work ? 'task' : kind === 'responsible' && c !== first ? 'joint' : kind));
}
