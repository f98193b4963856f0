import { readNotice, toInterchange } from '.';

type Fact = { text: string; responsible: string | null };
type Facts = { addressees: string[]; issuer: string; issuedOn: string; attachments: string[] | null } & {
  tasks: Fact[] | null;
  measures: { number: string | null; title: string }[] | null;
};
const read = (...lines: string[]) => toInterchange(readNotice(lines.join('\n'))) as Facts;

describe('what a line end or a page end divided belongs together', () => {
  it('addressees', () => {
    const { addressees } = read(
      '桐泽市卫生局关于做好创建工作的通知',
      '各镇卫生院，市直各医疗卫生',
      '单位，局机关各科室：',
      '现将有关事项通知如下。',
    );
    expect(addressees).toEqual(['各镇卫生院', '市直各医疗卫生单位', '局机关各科室']);
  });

  it('the last letter of a heading', () => {
    const { measures } = read(
      '桐泽市园林局2019年工作要点',
      '一、突出道德实践，在培育文明新风上下功夫',
      '评选身边好人。',
      '二，突出机制创新，在提升创建水平上下功',
      '夫',
      '完善考核办法。',
    );
    expect(measures).toEqual([
      { number: '一、', title: '突出道德实践，在培育文明新风上下功夫' },
      { number: '二，', title: '突出机制创新，在提升创建水平上下功夫' },
    ]);
  });

  it('the rows of a table whose heading is printed again', () => {
    const heading = ['工作任务', '责任科室', '完成时限'];
    const lines = ['规范预检分诊', '医政科', '4月底', '第 1 页', ...heading, '整治院区环境', '后勤科', '5月底'];
    const barred = lines.map((line) => (/^第/.test(line) ? line : `| ${line}`));
    const tasks = [
      { text: '规范预检分诊', responsible: '医政科' },
      { text: '整治院区环境', responsible: '后勤科' },
    ];
    expect(read('桐泽市医院任务清单', ...heading, ...lines).tasks).toMatchObject(tasks);
    expect(
      read('桐泽市医院任务清单', ...heading.map((one) => `| ${one}`), ...barred).tasks?.map(({ text }) => text),
    ).toEqual(tasks.map(({ text }) => text));
    const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
    expect(
      read(
        '桐泽市医院任务清单',
        row(...heading),
        row(...lines.slice(0, 3)),
        '- 1 -',
        row(...heading),
        row(...lines.slice(7)),
      ).tasks,
    ).toMatchObject(tasks);
  });
});

it('a signature behind the last annex is no part of its name', () => {
  const { attachments, issuer, issuedOn } = read(
    '关于印发《望湖街道2017年创建工作方案》的通知各社区，街道各办：现将《望湖街道2017年创建工作方案》印发给你们，请认真组织实施。附件：望湖街道点位责任人名单中共望湖街道工作委员会2017年3月16日望湖街道2017年创建工作方案为深入推进创建工作，制定本方案。一、工作目标确保达标。',
  );
  expect({ attachments, issuer, issuedOn }).toEqual({
    attachments: ['望湖街道点位责任人名单'],
    issuer: '中共望湖街道工作委员会',
    issuedOn: '2017-03-16',
  });
});

it('what a site counts is no attachment', () => {
  const { attachments } = read('桐泽市园林局通知', '各科室：', '请抓好落实。', '附件下载：任务清单.docx  下载次数：48');
  expect(attachments).toBeNull();
});

it('what follows from not doing it, cut off at the end, is no part of a task', () => {
  const { tasks } = read(
    '桐泽市路长制办法',
    '一、职责分工',
    '1、城管局、公安局等部门，接到问题后应在24小时内处置并回复。',
    '2、各包路单位每日安排2名干部上路，做好巡查记录，凡因工作不力被市级以上通报的，按照有关规',
  );
  expect(tasks?.[1]).toMatchObject({
    text: expect.stringMatching(/做好巡查记录$/) as string,
    responsible: '各包路单位',
  });
});

it('a list of addressees whose last says what they all are is one, others are several', () => {
  const { addressees } = read('桐泽市医院关于开展活动的通知', '各临床、医技、职能科室：', '现将有关事项通知如下。');
  expect(addressees).toEqual(['各临床、医技、职能科室']);
  expect(read('桐泽市医院关于开展活动的通知', '各科室、病区：', '现将有关事项通知如下。').addressees).toHaveLength(2);
});

it('a month alone on its line goes on with no item above it', () => {
  const items = (n: number) => `${n}、举办读书会。责任处室：德育处`;
  const lines = ['3月份', items(1), '4月份', items(2), '5月份', items(3)];
  const { tasks } = read('桐泽市小学创建活动安排', '现将活动安排如下：', '一、活动安排', ...lines);
  expect(tasks?.map(({ responsible }) => responsible)).toEqual(['德育处', '德育处', '德育处']);
});
