import { part, type Span } from '../source/mapped';
import { dateSource, parseDate } from '../dates/dates';
import { organEnd, titleEnd } from './lexicon';
import { markerOf } from './numbering';

/** A document number: the organisation's short name, the year in any bracket, the number, which may be lost. Group 1 is the short name. */
export const docNumber =
  /([\u4e00-\u9fff]{1,12}) ?[[("“<〈【] ?((?:19|20)\d{2}|[二][零〇一二三四五六七八九]{3}) ?[\])"”>〉】] ?(?:第 ?)?(\d{1,5}|[xX×*]{0,3}) ?号/;
const docNumbers = new RegExp(docNumber.source, 'g');
const boundary = new RegExp(`^.*(?:${titleEnd}|文件|:|密级|编号|字号|文号)(?=[\u4e00-\u9fff]{2,10}$)`);

/** Where the number really begins: the short name has no title before it. */
export function docNumberStart(prefix: string): number {
  return boundary.exec(prefix)?.[0].length ?? 0;
}

const date = new RegExp(dateSource, 'g');
const about = new RegExp(
  `关于[^。;!?\\n]{2,80}?的(?:通知|通报|(?:实施|指导|若干)?意见|(?:实施|工作)?方案|决定|函|报告|公告|通告|批复|请示)(?:\\([^()]{1,20}\\))?`,
  'g',
);
const begun = new RegExp(
  `^[^,。;:!?《》]{4,60}?${titleEnd}(?:\\([^()]{2,30}\\))?(?= {0,12}(?:为|根据|按照|今年|近年|自|按|依据|(?:19|20)\\d\\d-\\d|遵照|20\\d\\d ?年|[局院校站县市区镇]?[机直]?[关属]?各[\u4e00-\u9fff、,]{2,30}:|深入|关于|各|一、))`,
);
/** What a text without line ends goes on with behind its title, where the title is all that can stand before it. */
const opened = new RegExp(
  `^[^,。;:!?《》]{4,60}?${titleEnd}(?:\\([^()]{2,30}\\))?(?= {0,8}(?:序号|[一二三四五六七八九十]{1,3}[、月]|\\d{1,2} ?月|第[一二]|[IVX]{1,2}[ 、.]|按照|对照|结合|经|现将|我[局院校市县区镇]|本[局院校]|(?:发布|发表|更新)?(?:时间|日期|人|者) ?:|(?:信息|文章)?来源 ?:|作者 ?:|浏览|点击|访问量|阅读|签发人|索引号|(?:19|20)\\d\\d[-/.年]|今年|全国|全市|[\u4e00-\u9fff]{2,40}:))`,
);
const madeOn = /\([^()]{0,10}\d{4} ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?[^()]{0,6}\)$/;
const annexFirst = new RegExp(`^附 ?件 ?\\d{0,2} ?:?(?=[^,。;:《》]{4,60}${titleEnd})`);
const signedFor = /^.{0,90}?签发人 ?: ?[\u4e00-\u9fff]{2,4}(?=关于|[\u4e00-\u9fff]{3,30}关于)/;
const printed = /印发(?: ?\(?共印 ?\d{1,5} ?份\)?)?(?: ?校对[:：][\u4e00-\u9fff]{2,4})?/g;

/** "…落实责任。桐泽市某校2023年5月4日": the sign-off glued to the last sentence. */
const beforeDate = /[。;!)] {0,4}([^。;!,: ]{4,44})( {0,4})$/;
const signature = new RegExp(`[。;!)]([^。;!,:]{4,44}?) ?(?:${dateSource})$`);

const pageLabel = '(?:来源|作者|编辑|浏览[量数]|次数|点击[量数]?|字号|字体) ?:?';
const said = '(?:发布|更新|发表|录入|添加|上传|发稿|编辑)';
/** What a page says above a document: when it was put there, how often it was read, how large it is shown. */
const pageWords = new RegExp(
  `(?:${said}(?:时间|日期|于)?|(?:^|[ 】\\])]|${titleEnd})(?:时间|日期)) ?: ?${dateSource}(?: {0,3}\\d{1,2}:\\d\\d(?::\\d\\d)?)?|(?:浏览|点击|阅读|访问|查看)(?:次数|人数|量|数|率)? ?: ?(?:\\[?\\d{1,7}\\]? ?次?|次)|(?<=${titleEnd} ?)(?:19|20)\\d\\d[-/.]\\d{1,2}[-/.]\\d{1,2} {1,3}\\d{1,2}:\\d\\d(?::\\d\\d)?|(?<=${titleEnd} ?)(?:文章|信息)?来源 ?: ?|[【[]? ?(?:字体|字号)(?:大小)? ?: ?[[【(]?(?:[大中小特][ |/、\\]】[【)(]{0,3}){2,4}`,
  'g',
);

/** Cuts in paragraphs where the head or the tail of a document runs into the next thing. Only long paragraphs are that. */
export function ungluedHead(paragraph: Span): Span[] {
  const text = paragraph.fold;
  if (text.length < (text.startsWith('附件') ? 16 : 36)) return [paragraph];
  const cuts = new Set<number>();
  for (const found of text.slice(0, 4000).matchAll(docNumbers)) {
    const at = found.index + docNumberStart(found[1]!);
    const end = found.index + found[0].length;
    const boxed =
      text[at - 1] === '(' && text[end] === ')' && new RegExp(`^[^。;]{4,120}${titleEnd}\\($`).test(text.slice(0, at));
    if (boxed) cuts.add(at - 1).add(end + 1);
    // A number that a sentence quotes stays in its sentence.
    if (/[《(〔"]/.test(text[at - 1] ?? '') || /^(?:文件|的|文|[)》,、])/.test(text.slice(end))) continue;
    if (
      at > 0 &&
      !new RegExp(`(?:${titleEnd}|文件|[ 。】]|: ?\\d{1,7} ?次?|${pageLabel})$`).test(
        text.slice(Math.max(0, at - 16), at),
      )
    )
      continue;
    cuts.add(at).add(end);
  }
  for (const found of text.slice(0, 4000).matchAll(about)) {
    const end = found.index + found[0].length;
    const behind = !/[》)的,、要”"等中]/.test(text[end] ?? '》');
    // Addressees follow, or it is what the whole document begins with: "某医院关于…的实施意见多年来,…".
    if (
      behind &&
      (/^[^。;]{2,200}?:/.test(text.slice(end, end + 200)) || /^[^,。;:]{0,30}$/.test(text.slice(0, found.index)))
    )
      cuts.add(end);
  }
  for (const found of text.slice(0, 800).matchAll(pageWords)) {
    const title = new RegExp(`^${titleEnd}(?=时间|日期)`).exec(found[0])?.[0].length ?? 0;
    cuts.add(found.index + title).add(found.index + found[0].length);
  }
  const signedBy = signedFor.exec(text.slice(0, 160));
  if (signedBy) cuts.add(signedBy[0].length);
  if (paragraph.from < 4) {
    const annex = annexFirst.exec(text.slice(0, 120))?.[0].length ?? 0;
    const title = opened.exec(text.slice(annex, annex + 120));
    cuts.add(annex);
    if (title) cuts.add(annex + title[0].length);
  }
  const speech = spoken.exec(text.slice(0, 160));
  if (speech && parseDate(speech[2]!))
    cuts
      .add(speech[1]!.length)
      .add(speech[0].length)
      .add(speech[0].length - speech[2]!.length);
  for (const found of text.matchAll(printed))
    if (isPrinted(text, found.index) && text[found.index + found[0].length] !== ')')
      cuts.add(found.index + found[0].length);
  for (const found of text.matchAll(date)) {
    const end = found.index + found[0].length;
    if (
      /^ ?(?:主题词|抄送|抄报|附件|$|印发|[【(\[]|上一[篇条]|下一[篇条]|打印|关闭|来源|(?:责任)?编辑|扫一扫|分享|版权|主办|返回|相关|浏览|收藏|发布)/.test(
        text.slice(end),
      ) &&
      !/[于在从自至到,、(]/.test(text[found.index - 1] ?? '')
    ) {
      cuts.add(text.startsWith('印发', end) ? found.index : end);
      cuts.add(found.index);
      const signer = beforeDate.exec(text.slice(Math.max(0, found.index - 48), found.index));
      const annexed = signer ? null : behindAnnex.exec(text.slice(Math.max(0, found.index - 300), found.index));
      if (signer && organLine.test(signer[1]!)) cuts.add(found.index - signer[1]!.length - signer[2]!.length);
      else if (annexed) cuts.add(found.index - annexed[1]!.length);
    }
  }
  // "…执行。桐泽市某公司2016年6月13日某公司实施方案为深入…": the sign-off stands between the notice and its plan.
  for (const found of text.matchAll(date)) {
    const end = found.index + found[0].length;
    const signer = beforeDate.exec(text.slice(Math.max(0, found.index - 48), found.index));
    const opens = begun.test(text.slice(end, end + 100)) && !/^ ?印发/.test(text.slice(end, end + 4));
    const annexed = opens ? behindAnnex.exec(text.slice(Math.max(0, found.index - 300), found.index)) : null;
    if (annexed) {
      cuts.add(end).add(found.index - annexed[1]!.length);
      continue;
    }
    // A date alone between the letter and its plan.
    if (
      !signer &&
      opens &&
      (text[found.index - 1] === '。' || annexes.test(text.slice(Math.max(0, found.index - 300), found.index)))
    )
      cuts.add(found.index).add(end);
    if (!signer || !organLine.test(signer[1]!) || !(opens || isWhole(found[0], text.slice(end, end + 4)))) continue;
    cuts.add(end).add(found.index - signer[1]!.length - signer[2]!.length);
  }
  const signed = signature.exec(text.slice(-90));
  if (signed && organLine.test(signed[1]!)) cuts.add(text.length - Math.min(90, text.length) + signed.index + 1);
  return cutAt(paragraph, cuts)
    .flatMap((piece) => {
      const title = begun.exec(piece.fold.slice(0, 100));
      // "…分解表(2022年3月15日印发)为扎实…": the day it was made is no part of its title.
      const made = title ? (madeOn.exec(title[0])?.index ?? title[0].length) : 0;
      return title ? cutAt(piece, new Set([made, title[0].length])) : [piece];
    })
    .flatMap((piece) => {
      // "各科室、各企事业单位:为做好…": a letter behind its addressees.
      const to = markerOf(piece.fold) ? null : addressed.exec(piece.fold.slice(0, 240));
      return to ? cutAt(piece, new Set([to[0].length])) : [piece];
    });
}

/** "附件:某街道责任人名单中共某街道工作委员会2017年…": behind the name of the last annex, without a mark, who signs. */
const behindAnnex = new RegExp(
  `(?:^|[。:)])附 ?件 ?: ?[^。;]{2,240}?(?:${titleEnd}|(?<!代)表|名?册|标语|题库|名录|目录|范围|流程|样式|模板|格式|样表|指标|体系)(?:\\([^()]{1,20}\\))?》?((?:中共|中国|共青团)?[\u4e00-\u9fff]{2,30}${organEnd}) ?$`,
);

/** A list of annexes without an end: "附件:1.任务分解表2.评比细则二〇一三年…". */
const annexes = /[。:)]附 ?件 ?: ?[^。;]{2,240}$/;

/** "在动员大会上的讲话某某书记 某某(2018年5月16日)各位…" */
const spoken = /^([^。,;:!?]{4,60}?上的(?:讲话|发言|致辞)(?:提纲|稿)?)[^。,;:!?()]{0,40}(\([^()]{6,24}\))/;

/** Behind a sentence, an organisation and a full date, nothing that goes on with them: words of the page, or an annex. */
const isWhole = (date: string, next: string): boolean =>
  /日$/.test(date) &&
  !/^ ?(?:[,、至到前起以后的在为与和-]|召开|印发|下发|发布|组织|开展|举行|举办|决定|出台|转发|接到|成立|启动|制定|通过|对|向|将|已|就)/.test(
    next,
  );

const addressed = /^(?![^:]*(?:如下|以下|通知|要求|做好|现将))[^。;:《]{0,100}各[^。;:《]{1,100}:(?=[^:]{16})/;

const isPrinted = (text: string, at: number): boolean => new RegExp(`日 ?$`).test(text.slice(Math.max(0, at - 4), at));

function cutAt(paragraph: Span, cuts: ReadonlySet<number>): Span[] {
  const all = [...cuts].filter((at) => at > 0 && at < paragraph.text.length).sort((a, b) => a - b);
  return [...all, paragraph.text.length].map((to, i) => part(paragraph, all[i - 1] ?? 0, to));
}

/** An organisation standing alone on a line. */
export const organLine = new RegExp(
  `^[\u4e00-\u9fff0-9A-Za-z() ·"“”]{2,40}${organEnd}(?: ?\\((?:盖章|公章|印章|章|代章)\\))?$`,
);
