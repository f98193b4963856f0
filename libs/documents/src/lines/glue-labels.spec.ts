import { readNotice, toInterchange } from '..';

type Facts = {
  docNumber: string | null;
  measures: { title: string }[] | null;
  tasks: { text: string; responsible: string | null; deadline: string | null }[] | null;
  leadingGroup: { leader: string; deputies: string[]; members: string[] } | null;
};
const read = (text: string) => toInterchange(readNotice(text)) as Facts;
const told = ({ tasks }: Facts) => tasks?.map(({ text, responsible }) => [text, responsible]) ?? [];
const head = '桐泽市城管局2023年市容整治工作方案为提升市容秩序，结合我局职能，制定本方案。一、整治任务';
const tail = '二、工作要求各单位要统一思想，提高认识，落实责任。';

describe('a text without line ends', () => {
  it('has headings that are glued to their text, where nearly all of a list are such', () => {
    const { measures } = read(
      `${head}（一）占道经营整治取缔流动摊贩，规范早夜市。（二）户外广告整治拆除破损店招和横幅。（三）“牛皮癣”治理组建专业清洗队伍。${tail}`,
    );
    expect(measures?.map(({ title }) => title)).toEqual(['占道经营整治', '户外广告整治', '“牛皮癣”治理']);
  });

  it('has headings of one length, which lists are given', () => {
    const items = ['优化阅读环境增设自助借还机。', '规范讲解服务开展讲解员培训。', '丰富群众活动组织广场舞展演。'];
    const { measures } = read(`${head}${items.map((one, i) => `（${'一二三'[i]!}）${one}`).join('')}${tail}`);
    expect(measures?.map(({ title }) => title)).toEqual(['优化阅读环境', '规范讲解服务', '丰富群众活动']);
    const whole = ['占道经营整治。取缔摊贩。', '户外广告整治。拆除横幅。', '环境卫生整治。清扫道路。'];
    expect(
      read(`${head}${whole.map((one, i) => `（${'一二三'[i]!}）${one}`).join('')}${tail}`).measures?.map(
        ({ title }) => title,
      ),
    ).toEqual(['占道经营整治', '户外广告整治', '环境卫生整治']);
  });

  it('has sentences that begin like headings, where the others do not', () => {
    const { measures } = read(
      `${head}（一）环境卫生整治以背街小巷为重点。（二）每周五组织志愿者上街劝导。（三）公布举报电话和信箱。（四）签订责任书。${tail}`,
    );
    expect(measures?.[0]?.title).toBe('环境卫生整治以背街小巷为重点');
  });

  it('has labels, each of which ends what is said behind the one before', () => {
    const groups = [
      '综合协调组牵头单位：市文明办主要职责：负责日常工作，统筹协调。',
      '市容环境组牵头单位：市城管局主要职责：负责市容整治。',
    ];
    expect(
      told(
        read(
          `${head.replace('整治任务', '专项工作组及职责')}${groups.map((one, i) => `（${'一二'[i]!}）${one}`).join('')}${tail}`,
        ),
      ),
    ).toEqual([
      ['负责日常工作，统筹协调', '市文明办'],
      ['负责市容整治', '市城管局'],
    ]);
  });

  it('has people one behind another, each with a post in brackets', () => {
    const { leadingGroup } = read(
      '关于调整创建工作领导小组的通知局属各单位：因工作需要，对领导小组成员进行调整。调整后名单如下：组 长：班景尧（局长）副组长：成家栋（纪检组长）谈 芬（副局长）宋之问（工会主席）成 员：茅盾华（办公室主任）熊 健（人事股股长）舒 同（公司经理）桐泽市粮食局2010年3月11日',
    );
    expect(leadingGroup?.deputies.map((name) => name.replace(/ /g, ''))).toEqual(['成家栋', '谈芬', '宋之问']);
    expect(leadingGroup?.members.map((name) => name.replace(/ /g, ''))).toEqual(['茅盾华', '熊健', '舒同']);
  });

  it('loses nothing where words of a page stand before its head', () => {
    const text =
      '关于开展主题活动的通知 浏览:2087次 日期:2015-04-17 作者:管理员 桐旅发【2015】31号各旅行社: 现将有关事项通知如下: 一、活动内容 （一）开展文明宣传。设置提示牌。 （二）开展服务创优。评选先进。 二、活动要求 （一）高度重视，精心组织。 （二）加强信息报送。';
    expect(read(text).docNumber).toBe('桐旅发【2015】31号');
  });
});
