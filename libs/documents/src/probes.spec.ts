import { readNotice, toInterchange } from '.';

type Facts = {
  measures: unknown[] | null;
  requirements: unknown[] | null;
  phases: unknown[] | null;
  leadingGroup: object | null;
  tasks: { text: string; responsible: string | null; deadline: string | null }[] | null;
};
const read = (...lines: string[]) => toInterchange(readNotice(lines.join('\n'))) as Facts;
const tasksOf = (...lines: string[]) =>
  read(...lines).tasks?.map(({ text, responsible, deadline }) => [text, responsible, deadline]) ?? null;

describe('what is a task only', () => {
  it('is one sentence with its owner; a heading with more behind it is a measure as well', () => {
    const bare = read(
      '桐泽市实验小学活动安排',
      '一、活动安排',
      '1.3月5日组织学生到敬老院慰问，责任人：古丽娟',
      '2.制作黑板报一期，责任人：马建华',
    );
    expect(bare.measures).toBeNull();
    expect(bare.tasks).toMatchObject([
      { text: '组织学生到敬老院慰问', responsible: '古丽娟', deadline: '--03-05' },
      { text: '制作黑板报一期', responsible: '马建华' },
    ]);
    const headed = read(
      '桐泽市园林局工作方案',
      '一、工作任务',
      '（一）补植绿篱。更换死株。（责任科室：绿化科）',
      '（二）清洗护栏。每周一次。（责任科室：养护科）',
    );
    expect(headed.measures).toHaveLength(2);
    expect(headed.tasks).toHaveLength(2);
  });

  it('is what is numbered below a stage, where somebody answers for it', () => {
    const stages = read(
      '桐泽市第三中学创建文明校园实施方案',
      '第一阶段：宣传发动（3月1日—3月31日）',
      '1.召开动员大会。（负责人：钱立群）',
      '2.制作横幅。（负责人：孙少云）',
      '第二阶段：组织实施（4月1日—10月31日）',
      '1.开展班级评比。（负责人：周敏）',
    );
    expect([stages.phases?.length, stages.tasks?.length, stages.measures, stages.requirements]).toEqual([
      2,
      3,
      null,
      null,
    ]);
  });

  it('is unnumbered work with its owner on the line below', () => {
    expect(
      tasksOf(
        '桐泽市园林局2019年创建工作安排',
        '加强机关环境整治',
        '责任单位：办公室  完成时间：6月底',
        '开展道德讲堂',
        '责任单位：机关党委  完成时间：9月底',
      ),
    ).toEqual([
      ['加强机关环境整治', '办公室', '2019-06'],
      ['开展道德讲堂', '机关党委', '2019-09'],
    ]);
  });

  it('is work that is led in the passive, and what is listed below an office', () => {
    expect(
      tasksOf(
        '桐泽市医院方案',
        '三、任务分工',
        '（一）环境整治由总务科负责，护理部配合。',
        '（二）优质服务由门诊部负责。',
      ),
    ).toEqual([
      ['环境整治', '总务科', null],
      ['优质服务', '门诊部', null],
    ]);
    expect(
      tasksOf(
        '桐泽市园林局方案',
        '二、责任分工',
        '（一）办公室：',
        '1.负责会务组织；',
        '2.负责宣传报道；',
        '（二）人事科：负责考勤检查。',
      )?.map(([, who]) => who),
    ).toEqual(['办公室', '办公室', '人事科']);
  });

  it('is a place with who answers for it', () => {
    expect(
      tasksOf(
        '桐泽市路长制方案',
        '二、路段划分',
        '（一）文昌路（东起车站，西至大桥）：路长：张国庆（市委常委）。',
        '（二）湖滨路（南起码头）：路长：王强（副市长）。',
      ),
    ).toEqual([
      ['文昌路（东起车站，西至大桥）', '张国庆', null],
      ['湖滨路（南起码头）', '王强', null],
    ]);
  });
});

describe('tables', () => {
  it('with a bar before each cell, the heading among them', () => {
    expect(
      tasksOf(
        '桐泽市任务分解表',
        '| 序号',
        '| 工作任务',
        '| 责任单位',
        '| 完成时限',
        '| 1',
        '| 修补人民路破损路面',
        '| 市住建局',
        '| 5月20日',
        '| 2',
        '| 安排专人保洁公共厕所',
        '| 市城管局',
        '| 5月25日',
      ),
    ).toEqual([
      ['修补人民路破损路面', '市住建局', '--05-20'],
      ['安排专人保洁公共厕所', '市城管局', '--05-25'],
    ]);
  });

  it('of which the last row is cut off take nothing from the row above, unless cells were merged', () => {
    const head = [
      '| 序号 | 工作任务 | 责任单位 | 完成时限 |',
      '| 1 | 清理占道经营 | 市场监管局 | 5月20日 |',
      '| 2 | 规范车辆停放 | 公安局 | 5月21日 |',
    ];
    expect(tasksOf(...head, '| 3 | 清理楼道杂物 | 住建局、街')?.[2]).toEqual(['清理楼道杂物', '住建局、街', null]);
    expect(tasksOf(...head, '| 3 | 清理楼道杂物 | 住')?.[2]).toEqual(['清理楼道杂物', null, null]);
  });

  it('have rows that are a heading, and notes that are no requirements', () => {
    const rows = read(
      '| 序号 | 任务 | 责任单位 | 时限 |',
      '| 一、农贸市场 | | | |',
      '| 1 | 清理占道经营 | 市场监管局 | 5月20日 |',
      '| 2 | 规范车辆停放 | 公安局 | 5月21日 |',
      '注：1.由考核组每月打分。',
      '2.由办公室负责汇总。',
    );
    expect(rows).toMatchObject({ measures: [{ title: '农贸市场' }], requirements: null });
    expect(rows.tasks).toHaveLength(2);
  });
});

describe('stages', () => {
  it('are told in prose, and take the year of the one before', () => {
    const told = read(
      '桐泽市文化馆实施方案',
      '三、实施步骤',
      '活动分三步进行。2011年3月为宣传发动阶段，制定方案。4月至9月为组织实施阶段，抓好落实。10月至12月为总结阶段，总结经验。',
    );
    expect(told.phases).toMatchObject([
      { name: '宣传发动阶段', start: '2011-03', end: '2011-03' },
      { name: '组织实施阶段', start: '2011-04', end: '2011-09' },
      { name: '总结阶段', start: '2011-10', end: '2011-12' },
    ]);
  });
});

describe('people', () => {
  it('of two and of three letters in one list, with double family names', () => {
    const group = read(
      '桐泽市领导小组',
      '组  长：鲜于朴（书记）',
      '成  员：赵  海  孙莉莉  周  正  吴用之',
    ).leadingGroup;
    expect(group).toMatchObject({ leader: '鲜于朴', members: ['赵海', '孙莉莉', '周正', '吴用之'] });
  });

  it('of whatever family, where their place is beyond doubt, titles behind them', () => {
    const group = read(
      '桐泽市领导小组',
      '组  长：禚建华  局党组书记、局长',
      '副组长：乜   文   局党组副书记、三级调研员',
      '　　　　麴 萍（副局长）、后家兴、党组成员撒志明',
      '成  员：张  伟  木增辉  李 雷  各科室负责人',
    ).leadingGroup;
    expect(group).toMatchObject({
      leader: '禚建华',
      deputies: ['乜文', '麴萍', '后家兴', '撒志明'],
      members: ['张伟', '木增辉', '李雷', '各科室负责人'],
    });
  });

  it('are no offices that stand in the same list', () => {
    const group = read('桐泽市领导小组', '组长：李雷', '成员：张伟、宣传、财务科、各村支书').leadingGroup;
    expect(group).toMatchObject({ leader: '李雷', members: ['张伟', '各村支书'] });
  });
});
