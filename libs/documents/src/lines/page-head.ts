import { edit, type Mapped } from '../source/mapped';
import { organEnd, titleEnd } from './lexicon';

/** Words that only a page has, and words that a page and its paths have. */
const page =
  '(?:(?:网站|学校)?首页|设为首页|加入收藏|收藏本页|手机版|无障碍|长者模式|登录|注册|网站导航|联系我们|旧版入口|下载中心|(?:政务|信息|校务|院务|警务|村务|厂务|园务)公开|办事服务|互动交流|通知公告|公告通知|公示公告|文件通知|新闻(?:中心|动态|资讯)|(?:机构|单位|学校|学院|医院|协会|部门)(?:概况|设置|职能|简介)|政策法规|科室导航|专家介绍|就医指南|党建(?:工作|园地|之窗|文化)|工作动态|创建动态|创文动态|专题专栏|税务要闻|服务指南|投诉建议|在线服务|政民互动)';
const within =
  '(?:创建专栏|创文专栏|文明创建|创建专题|督查通报|工作计划|工作方案|部门文件|政府文件|街道动态|乡镇动态|团学动态|学院新闻|学校新闻|校园新闻|教学科研|招生信息|德育之窗|税收宣传|正文|详情|内容|公告|通知|文件|信息)';
const where = '[>»]{0,3} ?您?(?:现在|当前|目前)?(?:所在)?的?(?:所在)?的?位置(?:是)? ?:?';
const size = '[【[(]? ?字[号体](?:大小)? ?: ?[[【(]? ?(?:[大中小] ?){2,3}[】\\])]?';
const gap = '[ |>»/\\[\\]【】·*#-]';
const head = new RegExp(
  `^${gap}{0,20}(?:(?:${where}|${size}|${page}|${within}(?= {0,3}[|>»]|关于|${gap}{0,3}[^,。;:>|]{4,50}${titleEnd})|(?![\u4e00-\u9fff]{2,30}${organEnd} {0,3}[|>»])[\u4e00-\u9fffA-Za-z]{2,16}(?= {0,3}[|>»]))${gap}{0,6}){1,24}`,
);
const word = new RegExp(page, 'g');
/** One such word alone may well begin a title. */
const told = (words: string): boolean =>
  (words.match(word)?.length ?? 0) >= 2 ||
  new RegExp(`${page}.{0,40}[|>»]|[|>»] {0,3}${page}|位置|${size}|(?:通知公告|公告通知|公示公告|文件通知)`).test(words);

/**
 * Without the words of a page in front of a text that is glued to them: "首页政务公开办事服务某街道…任务清单发布时间:…". Only before
 * a title, and where the lines have gone; a line of such words alone is told by what lines are.
 */
export function withoutPageHead(doc: Mapped): Mapped {
  const first = doc.fold.indexOf('\n');
  if (first >= 0 && first < 200) return doc;
  const opening = doc.fold.slice(0, 400);
  const found = head.exec(opening)?.[0] ?? '';
  const behind = opening.slice(found.length);
  if (!told(found) || !titled.test(behind)) return doc;
  return edit(doc, [{ from: 0, to: found.length }]);
}

const titled = new RegExp(`^(?:[^,。;:《》]|《[^《》]{2,60}》){4,80}?${titleEnd}`);
