import { likeness, matchAnnexes, type Candidate } from './match';

const list = ['迎检任务分解表', '点位负责人联系表', '实地测评点位分布图'];
const file = (name: string, ...head: string[]): Candidate => ({ name, head });
const fates = (...files: Candidate[]) =>
  matchAnnexes(list, files).map((match) => match && [match.annex, match.by, match.differs]);

describe('which file is which annex', () => {
  it('is told by its number, in its text or its name', () => {
    expect(fates(file('a.docx', '附件2', '各点位联系方式'), file('附件1.xlsx'), file('3.表.xlsx'))).toEqual([
      [1, 'number', false],
      [0, 'number', false],
      [2, 'number', false],
    ]);
    expect(fates(file('附件二：联系方式.doc'))).toEqual([[1, 'number', false]]);
  });

  it('is told by how alike its title or its name is, whatever order the files come in', () => {
    expect(fates(file('扫描0012.pdf', '实地测评点位分布图（修订）'), file('2023年迎检任务分解表(1).xlsx'))).toEqual([
      [2, 'title', false],
      [0, 'name', false],
    ]);
  });

  it('goes by the title where the number says otherwise, and says so', () => {
    expect(fates(file('a.docx', '附件1', '点位负责人联系表'))).toEqual([[1, 'title', true]]);
  });

  it('is one to one: the better fit takes the place', () => {
    expect(fates(file('附件1.docx'), file('附件1 迎检任务分解表.xlsx'))).toEqual([null, [0, 'name', false]]);
  });

  it('is not guessed: what says nothing fits nowhere, a number beyond the list is its own', () => {
    expect(fates(file('IMG_2023.jpg'), file('会议纪要.docx', '会议纪要'))).toEqual([null, null]);
    expect(fates(file('附件7 回执.docx'))).toEqual([[null, 'number', false]]);
    expect(matchAnnexes([], [file('附件.xlsx')])).toEqual([{ annex: null, number: 1, by: 'number', differs: false }]);
    expect(matchAnnexes(['任务分解表'], [file('附件.xlsx')])).toMatchObject([{ annex: 0, by: 'number' }]);
  });
});

it('likeness is the share of neighbouring letters in common', () => {
  expect(likeness('任务分解表', '任务分解表')).toBe(1);
  expect(likeness('任务分解表', '2023年任务分解表')).toBe(0.9);
  expect(likeness('任务分解表', '联系方式')).toBe(0);
  expect(likeness('重点任务责任分工表', '重点工作责任分工表')).toBeGreaterThan(0.6);
});
