import { pick, type Operator } from './operator';

const sites = ['桐泽政务网', '河湾在线', '文库之家', '金水教育信息网', '本站', '公文范文网'];
const words = [
  '首页',
  '新闻动态',
  '政务公开',
  '机构设置',
  '通知公告',
  '互动交流',
  '专题专栏',
  '办事服务',
  '党建园地',
  '下载中心',
  '联系我们',
  '领导介绍',
];

/** Lines that a page, a library of documents or an advertiser puts around a text. */
const pageLines: readonly ((random: () => number) => string)[] = [
  (r) => Array.from({ length: 4 + Math.floor(r() * 5) }, () => pick(words, r)).join(pick([' ', ' | ', '  ', '|'], r)),
  (r) => `${pick(['当前位置', '您的位置', '您现在的位置', '所在位置'], r)}：${pick(['首页', '网站首页', sites[0]!], r)}${pick([' > ', '>>', ' » ', '-'], r)}${pick(words, r)}${pick([' > ', '>>'], r)}正文`,
  (r) => `${pick(['发布时间', '发布日期', '更新时间', '时间'], r)}：20${10 + Math.floor(r() * 14)}-0${1 + Math.floor(r() * 9)}-1${Math.floor(r() * 9)} 1${Math.floor(r() * 9)}:2${Math.floor(r() * 9)}  ${pick(['来源', '作者', '浏览次数', '点击数', '阅读'], r)}：${Math.floor(r() * 900)}`,
  (r) => `来源：${pick(sites, r)}  ${pick(['责任编辑', '编辑', '作者', '审核'], r)}：${pick(['admin', '佚名', '管理员', '小编'], r)}`,
  (r) => `【${pick(['字体：大 中 小', '打印本页', '关闭窗口', '我要打印', '收藏本文'], r)}】`,
  () => '字号：大 中 小  打印',
]; // prettier-ignore

const pageFeet: readonly ((random: () => number) => string)[] = [
  (r) => `${pick(['上一篇', '上一条', '前一篇'], r)}：${pick(['关于召开年终总结会的通知', '没有了', '2020年工作总结'], r)}`,
  (r) => `${pick(['下一篇', '下一条', '后一篇'], r)}：${pick(['关于元旦放假的通知', '没有了', '暂无'], r)}`,
  (r) => `版权所有：${pick(sites, r)}  ${pick(['京', '桐', '鲁'], r)}ICP备0${Math.floor(r() * 9)}00${Math.floor(r() * 999)}号`,
  (r) => `Copyright © 20${10 + Math.floor(r() * 14)} ${pick(sites, r)} All Rights Reserved`,
  (r) => `${pick(['分享到', '分享'], r)}：${pick(['微信 微博 QQ空间', '新浪微博 朋友圈'], r)}`,
  (r) => `${pick(['相关文章', '相关阅读', '猜你喜欢', '热门推荐'], r)}`,
  (r) => `${pick(['扫一扫在手机打开当前页', '微信扫一扫，关注公众号', '返回顶部', '用户登录', '收藏', '点赞 0', '评论（0）', '下载本文档', '展开全文'], r)}`,
  (r) => `技术支持：${pick(['桐泽软件', '金水科技'], r)}  ${pick(['电话', '传真', '邮编'], r)}：0${Math.floor(r() * 900)}-${1000000 + Math.floor(r() * 8999999)}`,
]; // prettier-ignore

/** A document as a web page shows it. */
export const onPage: Operator = (text, random) => {
  const some = (from: readonly ((r: () => number) => string)[], n: number) =>
    Array.from({ length: n }, () => pick(from, random)(random));
  return [...some(pageLines, 1 + Math.floor(random() * 4)), text.trim(), ...some(pageFeet, 1 + Math.floor(random() * 4))].join('\n');
}; // prettier-ignore
