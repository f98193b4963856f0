import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '桐泽市农业农村局党组文件',
  '桐农党〔二〇一九〕9号',
  '★',
  '中共桐泽市农业农村局党组',
  '关于成立创建文明城市工作领导小组的通知',
  '各科室、局属各单位:',
  '    经局党组研究,决定成立桐泽市农业农村局创建文明城市工作领导小组,现将组成人员名单通知如下:',
  '    组  长:谷  丰',
  '    副组长:黄  河  江  山  于  洋',
  '    成  员:马  驰(办公室主任)、牛  犇(种植业科科长)、',
  '    杨  柳(畜牧科科长)、朱  砂',
  '    领导小组办公室设在局办公室,马驰兼任办公室主任,联系电话:5550123。',
  '    今后,上述人员如有变动,由接任者自行替补,不再另行发文。',
  '                              中共桐泽市农业农村局党组',
  '                                    2019年4月9日',
].join('\n');

describe('a notice that sets up a leading group', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '中共桐泽市农业农村局党组关于成立创建文明城市工作领导小组的通知',
      docNumber: '桐农党〔二〇一九〕9号',
      issuer: '中共桐泽市农业农村局党组',
      addressees: ['各科室', '局属各单位'],
      leadingGroup: {
        leader: '谷丰',
        deputies: ['黄河', '江山', '于洋'],
        members: ['马驰', '牛犇', '杨柳', '朱砂'],
        office: '局办公室',
      },
      issuedOn: '2019-04-09',
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual(['document text.lines-joined']);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });
});
