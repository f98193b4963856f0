import { doubtsOf, inexact } from '../../spec-support/doubts';
import { misplaced } from '../../spec-support/walk';
import { readNotice, toInterchange } from '..';

const text = [
  '                     桐泽学院创建省级文明校园实施方案',
  '    为深入学习贯彻党的教育方针，落实立德树人根本任务，进一步提高我校',
  '文明校园建设水平，根据省文明办、省教育厅有关文件精神，结合学校实际，制',
  '定本方案。',
  '    一、指导思想',
  '    以习近平新时代中国特色社会主义思想为指导，以培育时代新人为着眼点，',
  '大力培育和践行社会主义核心价值观。',
  '    二、总体目标',
  '    经过三年努力，到2025年建成省级文明校园。',
  '    三、主要任务及分工',
  '    （一）思想道德建设',
  '    1. 加强理想信念教育。牵头部门：党委宣传部；配合部门：学生工作部、',
  '团委。',
  '    2. 深化师德师风建设。牵头部门：党委教师工作部。',
  '    （二）校园文化建设',
  '    3. 建设校史馆和文化长廊。牵头部门：档案馆；完成时间：2024年9月。',
  '    四、实施步骤',
  '    第一阶段：动员部署阶段（2023年9月—12月）',
  '    成立机构，制定方案，召开动员大会。',
  '    第二阶段：创建实施阶段（2024年1月—2025年6月）',
  '    对照标准，全面推进。',
  '    第三阶段：迎检验收阶段（2025年7月—）',
  '    五、组织保障',
  '    （一）加强组织领导。成立由党委书记、校长任组长的创建工作领导小组，',
  '办公室设在党委宣传部，负责日常工作。',
  '    （二）加大经费投入。',
].join('\n');

describe('a university, wrapped at forty characters', () => {
  it('is read as a clerk would, and nothing else is in it', () => {
    const facts = Object.entries(toInterchange(readNotice(text))).filter(([, value]) => value !== null);
    expect(Object.fromEntries(facts)).toEqual({
      title: '桐泽学院创建省级文明校园实施方案',
      guidingThought:
        '以习近平新时代中国特色社会主义思想为指导，以培育时代新人为着眼点，大力培育和践行社会主义核心价值观。',
      goals: '经过三年努力，到2025年建成省级文明校园。',
      leadingGroup: {
        leader: '党委书记、校长',
        deputies: [],
        members: [],
        office: '党委宣传部',
      },
      phases: [
        {
          name: '动员部署阶段',
          start: '2023-09',
          end: '2023-12',
        },
        {
          name: '创建实施阶段',
          start: '2024-01',
          end: '2025-06',
        },
        {
          name: '迎检验收阶段',
          start: '2025-07',
          end: null,
        },
      ],
      measures: [
        {
          number: '（一）',
          title: '思想道德建设',
        },
        {
          number: '（二）',
          title: '校园文化建设',
        },
      ],
      requirements: [
        {
          number: '（一）',
          title: '加强组织领导',
        },
        {
          number: '（二）',
          title: '加大经费投入',
        },
      ],
      tasks: [
        {
          number: '1.',
          text: '加强理想信念教育',
          responsible: '党委宣传部',
          joint: ['学生工作部', '团委'],
          deadline: null,
        },
        {
          number: '2.',
          text: '深化师德师风建设',
          responsible: '党委教师工作部',
          joint: null,
          deadline: null,
        },
        {
          number: '3.',
          text: '建设校史馆和文化长廊',
          responsible: '档案馆',
          joint: null,
          deadline: '2024-09',
        },
      ],
    });
  });

  it('has every part exactly where its place says, warns of what is odd and of nothing else', () => {
    expect(inexact(readNotice(text))).toEqual([]);
    expect(doubtsOf(readNotice(text))).toEqual(['document text.lines-joined', 'leader group.post-without-name']);
  });

  it('stands where its places say', () => {
    expect(misplaced(readNotice(text))).toEqual([]);
  });

  it('lets numbers go on from one section to the next', () => {
    expect(readNotice(text).warnings.filter(({ code }) => code.startsWith('numbering'))).toEqual([]);
  });

  it('leaves an open end open', () => {
    const last = readNotice(text).phases[2];
    expect(last?.start).toMatchObject({ value: '2025-07', inferred: false });
    expect(last?.end).toBeNull();
  });
});
