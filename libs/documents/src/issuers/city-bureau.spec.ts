import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '首页 > 政务公开 > 部门文件',
  '桐泽市城市管理局文件',
  '桐城管〔2012〕15号',
  '桐泽市城市管理局',
  '关于印发《桐泽市城市管理局创建全国文明城市工作',
  '实施方案》的通知',
  '局属各单位，机关各科室（队）：',
  '《桐泽市城市管理局创建全国文明城市工作实施方案》已经局党组会议研究同意，现印发给你们，请认真组织实施。',
  '附件：1.创建全国文明城市任务分解表',
  '      2.领导小组成员名单',
  '                           桐泽市城市管理局',
  '                           二〇一二年三月六日',
  '桐泽市城市管理局创建全国文明城市工作实施方案',
  '根据市委、市政府统一部署（桐发〔2012〕3号文件），特制定本方案。',
  '一、总体要求',
  '以科学发展观为指导，坚持为民惠民。',
  '二、工作目标',
  '到2012年底，城区主次干道保洁率达到100%，数字城管结案率达95%以上。',
  '三、组织机构',
  '成立桐泽市城市管理局创建工作领导小组，名单如下：',
  '组  长：吕  岩   局党组书记、局长',
  '常务副组长：孟庆和   局党组副书记、副局长',
  '副组长：佟立群   副局长',
  '        欧阳树   纪检组长',
  '成  员：白晓东   办公室主任',
  '        尚  武   市容科科长',
  '        各大队队长',
  '领导小组下设办公室，办公室设在市容科，尚武同志兼任办公室主任。',
  '四、工作任务',
  '（一）市容环境整治。清理占道经营、店外经营，规范户外广告。',
  '责任单位：执法大队；配合单位：市容科',
  '完成时限：2012年6月底前',
  '（二）环卫保洁。实行“两扫全保”，做到垃圾日产日清（牵头单位：环卫处；完成时限：5月31日）。',
  '（三）设施维护。由市政处负责，10月20日前完成背街小巷路灯、窨井盖的维修。',
  '五、实施步骤',
  '（一）宣传发动阶段（2012年3月1日至3月20日）。召开动员会，签订责任书。',
  '（二）集中整治阶段（3月21日—9月30日）。对照任务，逐项落实。',
  '（三）迎检巩固阶段（10月至12月）。查漏补缺，迎接测评。',
  '六、工作要求',
  '一要提高认识。各单位要把创建工作摆上重要位置。二要落实责任。主要领导亲自抓。三要严格考核。',
  '主题词：城市管理  文明城市  方案  通知',
  '抄送：市文明办，市委宣传部，各区（县）城管局。',
  '桐泽市城市管理局办公室          2012年3月6日印发',
  '                                        共印60份',
].join('\n');

describe('a bureau with red head, group by lines and annotated measures', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '桐泽市城市管理局关于印发《桐泽市城市管理局创建全国文明城市工作实施方案》的通知',
      planTitle: '桐泽市城市管理局创建全国文明城市工作实施方案',
      docNumber: '桐城管〔2012〕15号',
      issuer: '桐泽市城市管理局',
      addressees: ['局属各单位', '机关各科室（队）'],
      guidingThought: '以科学发展观为指导，坚持为民惠民。',
      goals: '到2012年底，城区主次干道保洁率达到100%，数字城管结案率达95%以上。',
      leadingGroup: {
        leader: '吕岩',
        deputies: ['孟庆和', '佟立群', '欧阳树'],
        members: ['白晓东', '尚武', '各大队队长'],
        office: '市容科',
      },
      phases: [
        {
          name: '宣传发动阶段',
          start: '2012-03-01',
          end: '2012-03-20',
        },
        {
          name: '集中整治阶段',
          start: '2012-03-21',
          end: '2012-09-30',
        },
        {
          name: '迎检巩固阶段',
          start: '2012-10',
          end: '2012-12',
        },
      ],
      measures: [
        {
          number: '（一）',
          title: '市容环境整治',
        },
        {
          number: '（二）',
          title: '环卫保洁',
        },
        {
          number: '（三）',
          title: '设施维护',
        },
      ],
      requirements: [
        {
          number: '一要',
          title: '提高认识',
        },
        {
          number: '二要',
          title: '落实责任',
        },
        {
          number: '三要',
          title: '严格考核',
        },
      ],
      tasks: [
        {
          number: '（一）',
          text: '市容环境整治',
          responsible: '执法大队',
          joint: ['市容科'],
          deadline: '2012-06',
        },
        {
          number: '（二）',
          text: '环卫保洁',
          responsible: '环卫处',
          joint: null,
          deadline: '2012-05-31',
        },
        {
          number: '（三）',
          text: '设施维护',
          responsible: '市政处',
          joint: null,
          deadline: '2012-10-20',
        },
      ],
      attachments: ['创建全国文明城市任务分解表', '领导小组成员名单'],
      cc: '市文明办，市委宣传部，各区（县）城管局',
      issuedOn: '2012-03-06',
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual([
      'document text.noise-removed',
      'document text.lines-joined',
      'members.2 group.post-without-name',
      'phases.1.start date.year-inferred 推定',
      'phases.1.end date.year-inferred 推定',
      'phases.2.start date.year-inferred 推定',
      'phases.2.end date.year-inferred 推定',
      'measures.1.deadline date.year-inferred 推定',
      'measures.2.deadline date.year-inferred 推定',
      'tasks.1.deadline date.year-inferred 推定',
      'tasks.2.deadline date.year-inferred 推定',
    ]);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('knows its group by their posts, and takes annotations out of the text', () => {
    const { leadingGroup, measures, tasks } = readNotice(text);
    expect(leadingGroup?.executiveDeputies.map(({ value }) => value)).toEqual(['孟庆和']);
    expect(measures[0]?.text?.value).toBe('清理占道经营、店外经营，规范户外广告。');
    expect(measures[1]?.deadline).toMatchObject({ value: '2012-05-31', inferred: true });
    expect(measures[0]?.deadline).toMatchObject({ value: '2012-06', inferred: false, warnings: [] });
    expect(tasks.map(({ responsible }) => responsible?.value)).toEqual(['执法大队', '环卫处', '市政处']);
  });
});
