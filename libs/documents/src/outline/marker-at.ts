import { knownHeading } from '../lines/lexicon';
import { markerOf, type Marker } from '../lines/numbering';
import type { Span } from '../source/mapped';
import { isBare } from './node';
import type { Level } from './open-lists';

const heading = new RegExp(`^${knownHeading} ?:?$`);
const small = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})';
/** 7月份: · 10-11月 · 2013年第三季度, with nothing else on the line. */
export const monthAlone = new RegExp(
  `^(?:(?:19|20)\\d{2}年)?(?:${small}月?(?: ?[-至、] ?${small})? ?月(?:份|[上中下]旬)?|${small}月(?:份|[上中下]旬|底|初)?|第?[一二三四]季度) ?:?$`,
);

/** "时间:…", "地点:…": what a short notice has for sections. */
const labelled = /^(?:活动|服务|集合|参加|会议|工作)?(?:时间|地点|内容|要求|主题|对象|人员) ?: ?(?=[^ ])/;

/** "值守要求:" alone on its line, in a document whose parts have no numbers. */
const partAlone = /^[\u4e00-\u9fff]{2,6}(?:要求|事项|措施|任务|步骤|原则|目标|内容) ?:$/;
/** "【活动时间】" alone on its line. */
const boxed = /^【(?![^】]{0,10}(?:通知|公告|通告|启事|倡议书?)】)[\u4e00-\u9fff]{2,12}】 ?:?$/;
const numbered = /^(?:cn|part)$/;

/** What a line begins with: a number, or a heading that needs none. null of any other line. */
export function markerAt(line: Span, stack: readonly Level[]): Marker | null {
  const marker = markerOf(line.fold);
  if (marker) return marker;
  if (line.text.length <= 14 && heading.test(line.fold)) return { style: 'heading', n: 0, length: 0 };
  if (line.text.length <= 16 && boxed.test(line.fold)) return { style: 'heading', n: 0, length: 1 };
  const alone = line.text.length <= 12 && partAlone.test(line.fold) && !stack.some(({ style }) => numbered.test(style));
  if (alone || labelled.test(line.fold)) return { style: 'heading', n: 0, length: 0 };
  // Below "活动时间" a month is that time, and no part of a plan by months.
  const top = stack.at(-1)?.node;
  if (top && isBare(top) && /(?:时间|期限|时限|日期) ?:?】?$/.test(top.head.fold)) return null;
  return line.text.length <= 16 && monthAlone.test(line.fold) ? { style: 'month', n: 1, length: 0 } : null;
}
