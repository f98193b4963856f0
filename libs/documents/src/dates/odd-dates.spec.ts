import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange, toPage } from '..';

const plan = (...lines: string[]) => readNotice(['桐泽市园林局2024年创建工作方案', ...lines].join('\n'));
const doubts = (read: ReturnType<typeof readNotice>) =>
  read.warnings.filter(({ code }) => code.startsWith('date')).map(({ code, params }) => [code, params?.['text']]);

describe('a day that no calendar has', () => {
  it('is used nowhere, and a clerk is told', () => {
    const read = plan('一、工作任务', '（一）补植绿篱（责任单位：绿化科；完成时限：2024年2月30日前）。');
    expect(read.tasks[0]?.deadline).toBeNull();
    expect(doubts(read)).toEqual([['date.impossible', '2024年2月30日']]);
    expect(toPage(read)).toContain('“2024年2月30日”不是日历上有的日子');
  });

  it.each(['2023年2月29日', '四月三十一日', '6月31日', '2024-11-31'])('%s', (day) => {
    expect(doubts(plan('一、工作任务', `（一）补植绿篱，${day}前完成。`))).toEqual([['date.impossible', day]]);
  });

  it.each(['2024年2月29日', '4月30日', '十二月三十一日', '2月29日'])('%s is one', (day) => {
    expect(doubts(plan('一、工作任务', `（一）补植绿篱，${day}前完成。`))).toEqual([]);
  });

  it('leaves the other end of a phase as it is', () => {
    const read = plan('一、实施步骤', '（一）动员阶段（2月1日至2月30日）。', '（二）实施阶段（3月1日至11月30日）。');
    expect(toInterchange(read)).toMatchObject({
      phases: [
        { name: '动员阶段', start: '2024-02-01', end: null },
        { name: '实施阶段', start: '2024-03-01', end: '2024-11-30' },
      ],
    });
    expect(doubts(read)).toHaveLength(1);
    expect(misplaced(read)).toEqual([]);
  });
});

describe('a phase that ends before it starts', () => {
  const phases = (dates: string) =>
    plan('一、实施步骤', `（一）动员阶段（${dates}）。`, '（二）实施阶段（3月1日至11月30日）。').phases[0]!;
  const codes = (dates: string) => phases(dates).end?.warnings.map(({ code }) => code) ?? [];

  it('is kept as it is written, and warned of', () => {
    expect([phases('2月20日至2月10日').start?.value, phases('2月20日至2月10日').end?.value]).toEqual([
      '2024-02-20',
      '2024-02-10',
    ]);
    expect(codes('2月20日至2月10日')).toContain('phase.end-before-start');
    expect(codes('2024年5月至2023年3月')).toContain('phase.end-before-start');
  });

  it('is not one that goes over New Year, nor one in order', () => {
    expect(codes('11月至次年2月')).not.toContain('phase.end-before-start');
    expect(codes('2月10日至2月20日')).not.toContain('phase.end-before-start');
    expect(codes('2月至2月20日')).not.toContain('phase.end-before-start');
  });
});

describe('a text of more characters than a notice ever had', () => {
  const start = ['桐泽市园林局关于做好迎检工作的通知', '各科室：', '一、工作任务', '（一）补植绿篱。', '（二）清洗护栏。', ''].join('\n');

  it('is read as far as a notice may go, and says so', () => {
    const read = readNotice(start + `${'本段与通知无关。'.repeat(12)}\n`.repeat(12_000));
    expect(read.title?.value).toBe('桐泽市园林局关于做好迎检工作的通知');
    expect(read.measures).toHaveLength(2);
    expect(read.warnings.filter(({ code }) => code === 'text.beginning-only')).toEqual([
      { code: 'text.beginning-only', params: { read: 50, of: 116 } },
    ]);
  });

  it('is read whole below that', () => {
    const read = readNotice(start + `${'本段与通知无关。'.repeat(12)}\n`.repeat(100));
    expect(read.warnings.map(({ code }) => code)).not.toContain('text.beginning-only');
  });
}); // prettier-ignore
