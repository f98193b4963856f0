import { readNotice, toInterchange } from '.';

type Fact = { text: string; responsible: string | null; joint: string[] | null; deadline: string | null };
type Facts = { tasks: Fact[] | null; measures: { title: string }[] | null };
const read = (...lines: string[]) => toInterchange(readNotice(lines.join('\n'))) as Facts;
const told = ({ tasks }: Facts) =>
  tasks?.map(({ text, responsible, joint, deadline }) => [text, responsible, ...(joint ?? []), deadline]) ?? [];

const owned = (n: number, words: string, who: string) => `${n}.${words}（责任单位：${who}）`;

describe('who does it by when, within the sentence of an item', () => {
  it.each([
    '道路的保洁由冉小梅同志负责,四月二十日前完成。',
    '道路的保洁,由冉小梅同志具体负责,于4月20日前完成。',
    '道路的保洁由冉小梅同志负责。4月20日前完成。',
    '道路的保洁:由冉小梅同志负责,4月20日前完成。',
    '道路的保洁4月20日前完成,由冉小梅同志负责。',
    '4月20日前由冉小梅同志负责完成道路的保洁。',
    '由冉小梅同志负责道路的保洁,4月20日前完成。',
    '冉小梅同志负责道路的保洁,4月20日前完成。',
    '道路的保洁(冉小梅同志负责,4月20日前完成)',
  ])('%s', (item) => {
    for (const heading of ['一、任务分工', '一、主要任务']) {
      const facts = read('桐泽市园林局2018年创建工作方案', heading, `1、${item}`, `2、${item}`);
      expect(told(facts)).toEqual([
        ['道路的保洁', '冉小梅', '2018-04-20'],
        ['道路的保洁', '冉小梅', '2018-04-20'],
      ]);
      expect(facts.measures).toBeNull();
    }
  });

  it('is one of a family that no list has, two, a post, or a body with another that joins in', () => {
    expect(
      told(
        read(
          '桐泽市园林局2018年创建工作方案',
          '一、任务分工',
          '1、村规民约的修订由仲春生同志负责,6月15日前完成。',
          '2、文化广场的修缮由步云飞同志和仲春生同志负责,5月31日前完成。',
          '3、村内道路的保洁由城建办负责,农业办配合,4月20日前完成。',
          '4、修缮广场,开放书屋,由纪检组长柏青负责。',
        ),
      ),
    ).toEqual([
      ['村规民约的修订', '仲春生', '2018-06-15'],
      ['文化广场的修缮', '步云飞、仲春生', '2018-05-31'],
      ['村内道路的保洁', '城建办', '农业办', '2018-04-20'],
      ['修缮广场,开放书屋', '柏青', null],
    ]);
  });

  it('is read in one paragraph too, and says nothing where the sentence says more', () => {
    expect(
      told(
        read(
          '桐泽村2018年重点工作安排',
          '各村民小组:',
          '现将工作安排如下:道路的保洁由冉小梅同志负责,4月20日前完成;广场的修缮由步云飞同志负责,5月31日前完成。',
        ),
      ),
    ).toEqual([
      ['道路的保洁', '冉小梅', '2018-04-20'],
      ['广场的修缮', '步云飞', '2018-05-31'],
    ]);
    const more = read(
      '桐泽市园林局方案',
      '一、工作任务',
      '（一）加强宣传。成立由局长负责的专班，抓好宣传。',
      '（二）整治环境。清理死角。',
    );
    expect([told(more), more.measures?.map(({ title }) => title)]).toEqual([[], ['加强宣传', '整治环境']]);
  });
});

describe('what nobody is named for', () => {
  it('is a task among tasks, and so is the last, whose owner was cut off', () => {
    const facts = read(
      '桐泽市滨河街道创建任务清单',
      owned(1, '清理背街小巷', '城管办'),
      owned(2, '修补坑洼路面', '城建办'),
      '3.更新社区宣传栏',
      owned(4, '规范车辆停放', '执法队'),
      owned(5, '取缔占道经营', '执法队'),
      '6.入户发放市民手册和',
    );
    expect(told(facts).map(([text, who]) => [text, who])).toEqual([
      ['清理背街小巷', '城管办'],
      ['修补坑洼路面', '城建办'],
      ['更新社区宣传栏', null],
      ['规范车辆停放', '执法队'],
      ['取缔占道经营', '执法队'],
      ['入户发放市民手册和', null],
    ]);
    expect(facts.measures).toBeNull();
  });

  it('is a measure where most have no owner', () => {
    const facts = read(
      '桐泽市园林局方案',
      '一、工作任务',
      '1.清理背街小巷',
      '2.修补坑洼路面',
      '3.更新社区宣传栏',
      owned(4, '规范车辆停放', '执法队'),
    );
    expect([told(facts).length, facts.measures?.length]).toEqual([1, 4]);
  });

  it('belongs to several before 分别, whatever they are called', () => {
    const facts = read(
      '桐泽市住建局包保方案',
      '一、包保责任',
      '1.各股室负责人负责组织巡查、劝导。',
      '2.物业股、房管所分别督促物业企业和出租商铺落实“门前三包”。办公室每周汇总，日??己私峁谂嗤ā侍?。',
    );
    expect(told(facts)[1]).toEqual(['分别督促物业企业和出租商铺落实“门前三包”', '物业股、房管所', null]);
  });
});

describe('owners and days divided otherwise', () => {
  it.each(['城管局 市政所', '城管局/市政所'])('%s are two', (who) => {
    const facts = read('桐泽市园林局方案', '一、工作任务', owned(1, '清理卫生死角', who), owned(2, '更新宣传栏', who));
    expect(told(facts).map(([, one]) => one)).toEqual(['城管局、市政所', '城管局、市政所']);
  });

  it('are cells of a table without a heading, if they have days', () => {
    const page = [
      '桐泽村方案',
      '二、主要任务',
      '1、清理卫生死角｜城管局｜4月底前',
      '2、修补路沿石｜住建局、街道办｜5月底前',
    ];
    expect(told(read(...page))).toEqual([
      ['清理卫生死角', '城管局', '--04'],
      ['修补路沿石', '住建局、街道办', '--05'],
    ]);
    expect(told(read('桐泽村名单', '| 区城管局局长 | 范小雨 |', '| 区教育局局长 | 龚正 |'))).toEqual([]);
  });
});
