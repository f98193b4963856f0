import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '桐泽市2024年创建全国文明典范城市冲刺迎检工作方案',
  '（2024年7月10日）',
  '为扎实做好迎检各项工作，制定如下方案。',
  '一、工作目标',
  '确保各项指标达标。',
  '二、工作重点',
  '（一）突出重点点位。对农贸市场、老旧小区、背街小巷等点位逐一过筛。（责任领导：韩雪；责任单位：市商务局、市住建局；完成时限：7月底前）',
  '（二）突出秩序治理',
  '1．整治非机动车乱停乱放。责任单位：市公安局、市城管局',
  '2．整治飞线充电。责任单位：各街道办事处',
  '（三）突出宣传引导。制作',
  '—  3  —',
  '公益广告，投放不少于200处；开展“文明随手拍”活动，月月有主题。',
  '三、工作机制',
  '建立“日巡查、周调度、月通报”机制。',
  '四、有关要求',
  '1.压实责任。各级各部门主要负责同志要靠前指挥。',
  '2.严明纪律。对推诿扯皮的，严肃问责。',
  '联系人：路遥，电话：0530-5551234',
].join('\n');

describe('a plan with a page number inside a sentence', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '桐泽市2024年创建全国文明典范城市冲刺迎检工作方案',
      goals: '确保各项指标达标。',
      measures: [
        {
          number: '（一）',
          title: '突出重点点位',
        },
        {
          number: '（二）',
          title: '突出秩序治理',
        },
        {
          number: '（三）',
          title: '突出宣传引导',
        },
      ],
      requirements: [
        {
          number: '1.',
          title: '压实责任',
        },
        {
          number: '2.',
          title: '严明纪律',
        },
      ],
      tasks: [
        {
          number: '（一）',
          text: '突出重点点位',
          responsible: '市商务局、市住建局',
          joint: null,
          deadline: '2024-07',
        },
        {
          number: '1．',
          text: '整治非机动车乱停乱放',
          responsible: '市公安局、市城管局',
          joint: null,
          deadline: null,
        },
        {
          number: '2．',
          text: '整治飞线充电',
          responsible: '各街道办事处',
          joint: null,
          deadline: null,
        },
      ],
      issuedOn: '2024-07-10',
    });
  });

  it('has every part exactly where its place says, but for the page number inside, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual(['measures.2.text']);
    expect(doubtsOf(readNotice(text))).toEqual([
      'document text.noise-removed',
      'document text.lines-joined',
      'measures.0.deadline date.year-inferred 推定',
      'tasks.0.deadline date.year-inferred 推定',
    ]);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('says what it left out and joined', () => {
    const codes = readNotice(text).warnings.map(({ code }) => code);
    expect(codes).toEqual(['text.noise-removed', 'text.lines-joined']);
    expect(readNotice(text).measures[2]?.text?.value).toMatch(/^制作公益广告/);
  });
});
