import type { Understood } from '../notice';
import { organisations } from '../source/lists';
import { cover, part, trim, type Span } from '../source/mapped';
import { literal } from '../source/understood';
import { markerOf } from '../lines/numbering';
import { claim, type Sheet } from './furniture';

const someone = /各|单位|部门|科室|机关|局|委|办|镇|乡|街道|院|校|处|公司|支部|中心|同志|成员|全体|社区|村|站|所|队/;
const sentence = /如下|现将|为了|根据|按照|通知|决定|方案|包括|要求|以下|下列|内容|是$/;

/** The line behind the title that ends with a colon. It may run over three lines. */
export function readAddressees(sheet: Sheet, from: number): Understood<string>[] {
  for (let i = from; i < Math.min(sheet.list.length, from + 8); i++) {
    if (sheet.claimed[i]) continue;
    const found = colonLine(sheet, i);
    if (found) {
      claim(sheet, i, found.last);
      return organisations(found.span).map((one) => literal(one));
    }
    if (markerOf(sheet.list[i]!.fold) || /[。;]/.test(sheet.list[i]!.fold.slice(0, 400))) return [];
  }
  return [];
}

function colonLine(sheet: Sheet, i: number): { span: Span; last: number } | null {
  const first = sheet.list[i]!;
  // Glued to the body: "各单位:为做好…".
  const at = first.fold.slice(0, 300).indexOf(':');
  if (at >= 0) {
    const head = trim(part(first, 0, at), ':');
    // "制表单位:望湖街道": a label and its value, no address and its letter.
    const behind = first.fold.slice(at + 1).trim();
    if (behind !== '' && !/[,。;]/.test(behind.slice(0, 400))) return null;
    // "校长某某:全面负责…": who does what.
    if (/^(?:全面|具体|主要|协助)?(?:负责|分管|主管|统筹|协助|牵头)/.test(behind)) return null;
    return isAddress(head.fold) && !markerOf(head.fold) ? { span: withoutLabel(head), last: i } : null;
  }
  for (let last = i + 1; last < Math.min(sheet.list.length, i + 3); last++) {
    const line = sheet.list[last]!;
    const above = sheet.list[last - 1]!.fold;
    if (!(/[,、]$/.test(above) || breaksOff(above)) || line.text.length > 200) return null;
    if (line.fold.endsWith(':')) {
      const span = trim(cover(first, line), ':');
      return isAddress(span.fold) ? { span, last } : null;
    }
  }
  return null;
}

/** "各卫生院,市直各医疗卫生" above "单位,局机关各科室:": a list of addressees whose line is full. */
const breaksOff = (line: string): boolean =>
  line.length >= 12 &&
  line.length <= 60 &&
  /^[^。;:《》]*各[^。;:《》]*$/.test(line) &&
  /[,、]/.test(line) &&
  !sentence.test(line);

const isAddress = (text: string): boolean =>
  text.length >= 2 &&
  text.length <= 280 &&
  someone.test(text) &&
  !sentence.test(text) &&
  !/[。;!?《]/.test(text) &&
  !/^(?:尊敬的|亲爱的)?(?:同志们?|各位|大家|老师们|同学们|朋友们|女士们|先生们)(?:$|[,、])|[、,](?:同志|朋友|女士|先生)们$/.test(
    text,
  ) &&
  !/^附|^抄|^(?:时间|地点|组长|责任|完成|来源|联系)/.test(text);

function withoutLabel(span: Span): Span {
  const label = /^(?:主送(?:单位|机关)?|发) ?[: ] ?/.exec(span.fold);
  return label ? part(span, label[0].length) : span;
}
