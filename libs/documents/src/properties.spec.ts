import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { RuleViolation } from '@chuangwen/kernel';
import { allUnderstood, misplaced } from '../spec-support/walk';
import { noticeRefusals, noticeWarnings, readNotice, toInterchange, toPage, type Notice, type Warning } from '.';

/** Pieces of notices, in any order and number: what a rule looks for, next to what it does not expect. */
const piece = fc.constantFrom(
  ...'一、|二、|（一）|(三)|1.|1、|2．|（1）|①|一是|二要|第一阶段|第一、|、工作内容|指导思想|创建目标|组织领导|组  长：|副组长:|成员：|工作任务|实施步骤|工作要求|附件：|附件1|抄送：|主题词：|印发'.split(
    '|',
  ),
  ...'桐泽市文明办|各县（市、区）：|关于印发《方案》的通知|实施方案|责任单位：市局|（责任单位：甲局；完成时限：6月底前）|由办公室负责|张三|李 四、王五|桐文明办〔2020〕1号|2020年5月6日|二○二○年五月六日|5月—次年2月|（4—5月）|8月28日前'.split(
    '|',
  ),
  ...[
    '\n',
    '\n\n',
    '。',
    '，',
    '、',
    '；',
    '：',
    ' ',
    '　',
    '|',
    '| ',
    '\t',
    '《',
    '》',
    '（',
    '）',
    '“',
    '”',
    '**',
    '###',
    '- ',
    '---',
    '??',
    '\ufffd',
    '第1页共4页',
    '— 3 —',
    '扫一扫',
    '\r\n',
    '序号\n任务\n责任单位\n完成时限\n1\n',
  ],
);
const notice = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: piece }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) }),
    { maxLength: 80 },
  )
  .map((parts) => parts.join(''));

function attempt(text: string): Notice | null {
  try {
    return readNotice(text);
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    expect(Object.keys(noticeRefusals)).toContain(error.code);
    return null;
  }
}

const every = (check: (read: Notice) => void, runs = 1_500) =>
  fc.assert(
    fc.property(notice, (text) => {
      const read = attempt(text);
      if (read) check(read);
    }),
    { numRuns: runs },
  );

it('any text is read or refused by a known code, and every value stands where its place says', () => {
  every((read) => expect(misplaced(read)).toEqual([]));
});

it('every warning has words in both languages, whose names are all filled', () => {
  every((read) => {
    const warnings: Warning[] = [...read.warnings, ...allUnderstood(read).flatMap(({ one }) => one.warnings)];
    for (const { code, params } of warnings) {
      const words = noticeWarnings[code]!;
      const names = [...`${words.zh}${words.en}`.matchAll(/\{([a-z]+)\}/g)].map(([, name]) => name!);
      // Beside a single value the words do not count what the whole document counts.
      expect(Object.keys(params ?? {})).toEqual(expect.arrayContaining([...new Set(names)]));
    }
  }, 500);
});

it('what is inferred says why, and a page and a file of facts can always be made', () => {
  every((read) => {
    for (const { path, one } of allUnderstood(read))
      if (one.inferred) expect([path, one.warnings.length > 0]).toEqual([path, true]);
    expect(toPage(read)).toContain('标题：');
    expect(JSON.parse(JSON.stringify(toInterchange(read)))).toEqual(toInterchange(read));
  }, 500);
});

it('reading twice gives the same', () => {
  every((read) => expect(readNotice(read.text)).toEqual(read), 300);
});

describe('time is linear in the length', () => {
  const head = ['桐泽市园林局关于做好迎检工作的通知', '各科室：', '一、工作任务'];
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  const shapes: Record<string, string> = {
    plain: '桐泽市文明办关于开展活动的通知\n各单位：\n一、工作任务\n（一）整治环境。清理死角（责任单位：城管局）。\n',
    'one line': '一、目标。（一）整治。1、清理死角。由城管局负责。5月底前完成。',
    brackets: '（《“',
    blanks: '通知  　',
    numerals: '一二三1234',
    dates: '2020年5月6日',
    bars: '| 任务 | 责任单位 |\n',
    annotations: '（一）甲乙丙。丁（责任单位：城管局；完成时限：6月底前）。\n',
    groups: '组长：张三，副组长：李四、王五；',
    labels: '附件：1.通知\n抄送：市局\n',
    advertisements: '竞彩_比分网【官方入口】@',
    about: '关于印发',
    entities: '&nbsp;**#',
    spaced: '( 一 ) 整 治 环 境 ， 2020 年 5 月 。\n',
    tabs: '任务\t责任单位\t完成时限\n甲\n乙\t丙\n',
    'glued rows': '序号任务责任单位1清理河面清洁科2清理河面清洁科',
    'sign-offs in a sentence': '。2020年5月6日关于某某工作的方案为',
    'people one behind another': ')甲乙(委员委员委员',
    'labels without a mark': '甲责任单位:乙',
    'headings without a mark': '(一)占道经营整治取缔',
    'headings without a mark, and sellers': '(一)占道经营整治取缔流动摊贩',
    'a list below the last item of each list': '(一)优化环境增设桌椅。(二)规范讲解服务开展培训。(三)提升整治取缔',
    'the same, a line each': '(一)优化环境增设桌椅。\n(二)规范讲解服务开展培训。\n(三)提升整治取缔\n',
    'numbers and nothing else': '一、二、三、',
    'offices behind a sentence': '1.修订村规民约。团委、妇联、宣传部、甲乙丙丁局。\n',
    'blanks for line ends': '甲 1、甲甲甲甲2、乙乙乙乙',
  };

  /** Processor time, which other programs on the machine do not lengthen. */
  const cost = (shape: string, length: number): number => {
    const text = shape.repeat(Math.ceil(length / shape.length));
    // The garbage of the runs before is not this one's.
    collect();
    const began = process.cpuUsage();
    attempt(text);
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  };

  // 10 × the text in at most 12 × the time; what is quadratic takes a hundred times as long.
  it.each(Object.keys(shapes))('%s', (name) => {
    const shape = shapes[name]!;
    cost(shape, 20_000);
    const least = (length: number, times: number) =>
      Math.min(...Array.from({ length: times }, () => cost(shape, length)));
    // Garbage is collected at times of its own choosing; that doesn't fall into each of the attempts.
    let best = Infinity;
    for (let attempt = 0; attempt < 3 && best > 12; attempt++)
      best = Math.min(best, least(200_000, 3) / Math.max(6, least(20_000, 3)));
    expect(best).toBeLessThanOrEqual(12);
  });

  /** Names and numbers that can be divided, or followed, in many ways, and then something that makes each way fail. */
  const hard: Record<string, string> = {
    'offices at the end of a cell': `序号工作任务责任科室1公示${'团委'.repeat(26)}的2清理河面自来水公司`,
    'offices behind a sentence': `${head.join('\n')}\n1.修订村规民约。${`${'统战'.repeat(5)}局、`.repeat(5)}鲲鹏局。\n2.安装路灯。`,
    'numbers of a list that ends too soon': `甲|乙|丙|${'1、甲甲甲甲2、乙乙乙乙'.repeat(500)}`,
    'a page without a document': `首页|${'当前位置:首页 > '.repeat(40)}`,
  };

  it.each(Object.keys(hard))('%s take a moment', (name) => {
    cost(head.join('\n'), 100);
    expect(Math.min(...[1, 2].map(() => cost(hard[name]!, 1)))).toBeLessThan(200);
  });
});
