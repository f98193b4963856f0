import type { Understood, Warning } from '../notice';
import { parseDate } from '../dates/dates';
import { organEnd } from '../lines/lexicon';
import { part, trim, type Span } from '../source/mapped';
import { inferred, literal } from '../source/understood';
import type { Tail } from './tail';
import type { Titles } from './titles';
import type { Sheet } from './furniture';

const organ = new RegExp(`${organEnd}$`);

/** Who issued it: the sign-off, the red head, the words before 关于 in the title, last the line of the printer. */
export function readIssuer(titles: Titles, tail: Tail, heads: readonly Span[] = []): Understood<string> | null {
  if (tail.signer) return literal(tail.signer, [], joint(tail.signer));
  if (titles.redHead) return literal(titles.redHead);
  const named = titles.title && /^([^《》,。\n]{3,60}?)\n?关于/.exec(titles.title.fold);
  if (titles.title && named && organ.test(named[1]!)) return literal(part(titles.title, 0, named[1]!.length));
  const leading = tail.signedOn && /通知(?:$|\()/.test(titles.title?.fold ?? '') ? leadingName(heads) : null;
  if (leading) return literal(leading);
  if (!tail.printer) return null;
  const warning: Warning = { code: 'issuer.from-print-line' };
  const office =
    /^(.{3,40}(?:局|委|院|校|站|厅|部|公司|中心|政府|镇|乡|街道办事处|大学|学院|医院|委员会|会|社|所|队|处))(?:党政)?办公室$/.exec(
      tail.printer.fold,
    );
  const body = office ? part(tail.printer, 0, office[1]!.length) : tail.printer;
  return inferred(body.text, body, [warning]);
}

const leads = new RegExp(
  `^(?:关于印发《)?([\u4e00-\u9fff]{3,24}?${organEnd})(?=创建|争创|开展|(?:19|20)\\d\\d ?年|文明)`,
);

/** Signed by nobody but a date: whose plan it is stands at the beginning of a title. */
function leadingName(heads: readonly Span[]): Span | null {
  for (const head of heads.slice(0, 4)) {
    const found = head.text.length < 100 ? leads.exec(head.fold) : null;
    if (found) return part(head, found[0].length - found[1]!.length, found[0].length);
  }
  return null;
}

/** Several who sign together stand one a line. */
const joint = (signer: Span): string =>
  signer.text
    .split(/\n|[ \u3000]{2,}(?=[\u4e00-\u9fff]{4})/)
    .map((line) => line.trim().replace(/[（(](?:盖章|公章|印章|章|代章)[）)]$/, ''))
    .filter((line) => line !== '')
    .join('、');

/** When it was issued: the sign-off, the line of the printer, a date in brackets under the title. Never the time of the web page. */
export function readIssuedOn(
  sheet: Sheet,
  titles: Titles,
  tail: Tail,
  webTime: string | null,
): Understood<string> | null {
  const found =
    tail.signedOn ?? tail.printedOn ?? checkedOn(sheet) ?? underTitle(sheet, titles.bodyAt) ?? registered(sheet);
  if (found && webTime && found.value.length === 10 && webTime !== found.value)
    found.warnings.push({ code: 'date.web-time', params: { date: webTime } });
  return found;
}

function underTitle(sheet: Sheet, from: number): Understood<string> | null {
  for (let i = from; i < Math.min(from + 3, sheet.list.length); i++) {
    const line = sheet.list[i]!;
    const date = line.text.length < 60 ? parseDate(line.fold) : null;
    if (
      !date ||
      !/^(?:\(?|(?:制表|填报|编制|制定|发布|印发)(?:单位|部门|机关|时间|日期) ?:.{0,40}|[\u4e00-\u9fff]{4,40}(?:主办|编印|编发|编| ) *)$/.test(
        line.fold.slice(0, date.from),
      ) ||
      !/^ ?(?:制|印|修订|制定|编制)?(?:表)? ?\)?$/.test(line.fold.slice(date.to))
    )
      continue;
    sheet.claimed[i] = 1;
    return literal(part(line, date.from, date.to), [], date.value);
  }
  return null;
}

/** "审核:柴进 制表:史进 日期:2025年9月8日" at the foot of a list. */
function checkedOn(sheet: Sheet): Understood<string> | null {
  for (let i = Math.max(0, sheet.list.length - 5); i < sheet.list.length; i++) {
    const line = sheet.list[i]!;
    const found = checked.exec(line.fold.slice(0, 120));
    const date = found && parseDate(line.fold.slice(0, 160), found.index);
    if (!found || !date || date.from - found.index - found[0].length > 1 || date.value.length < 10) continue;
    sheet.claimed[i] = 1;
    return literal(part(line, date.from, date.to), [], date.value);
  }
  return null;
}

const checked =
  /(?:(?:制表|填表|填报|编制|签发|审核|审批)(?:人|日期|时间) ?:|(?:制表|填表|填报|编制|签发|审核|审批) ?:.{1,40}(?:日期|时间) ?:) ?/;

/** The register box of a government page: 成文日期. */
function registered(sheet: Sheet): Understood<string> | null {
  for (const line of sheet.list.slice(0, 30)) {
    const found = /(?:成文日期|发文日期|印发日期) ?:? ?/.exec(line.fold.slice(0, 200));
    const date = found && parseDate(line.fold.slice(0, 260), found.index);
    if (found && date && date.from - found.index - found[0].length < 2)
      return literal(trim(part(line, date.from, date.to)), [], date.value);
  }
  return null;
}
