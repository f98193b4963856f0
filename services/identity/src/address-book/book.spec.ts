import { RuleViolation } from '@chuangwen/kernel';
import { readBook } from './book';

const book = (...rows: string[][]) => {
  const { header, columns, rows: entries, passedOver, repeated } = readBook([{ name: 'Sheet1', rows }]);
  return {
    header,
    meanings: columns.map(({ meaning }) => meaning),
    names: entries.map(({ name }) => name),
    passedOver,
    repeated,
  };
};

describe('an address book', () => {
  it('has a heading of one line or two, below titles', () =>
    expect(
      book(
        ['成员单位通讯录', '成员单位通讯录', '成员单位通讯录', '成员单位通讯录'],
        ['序号', '单位名称', '联系人', '联系人'],
        ['序号', '单位名称', '姓名', '电话'],
        ['1', '桐泽市教育局', '程予安', '05550000001'],
      ),
    ).toEqual({
      header: 3,
      meanings: ['number', 'name', 'contact', 'telephone'],
      names: ['桐泽市教育局'],
      passedOver: [],
      repeated: [],
    }));
  it('passes over headings between its rows, totals and remarks', () =>
    expect(
      book(
        ['单位名称', '简称', '电话'],
        ['一、市直部门', '一、市直部门', '一、市直部门'],
        ['县区', '县区', '县区'],
        ['桐泽市教育局', '市教育局', ''],
        ['合计', '1', ''],
      ),
    ).toMatchObject({ names: ['桐泽市教育局'], passedOver: [2, 3, 5] }));
  it('takes a row whose name is its short name too for what it is', () =>
    expect(
      book(['名称', '简称'], ['市教育局', '市教育局'], ['二、县区', '二、县区'], ['桐泽市水利局', '市水利局']),
    ).toMatchObject({ names: ['市教育局', '桐泽市水利局'], passedOver: [3] }));
  it('lists the rows that say its heading over again, in other words too', () => {
    const heading = ['序号', '单位名称', '联系人', '联系电话'];
    const entry = (name: string) => ['1', name, '程予安', '05550000001'];
    expect(
      book(
        heading,
        entry('桐泽市教育局'),
        heading,
        ['序 号', '单位', '联系人', '电话'],
        ['', '单位名称', '', ''],
        entry('桐泽市水利局'),
      ),
    ).toMatchObject({ names: ['桐泽市教育局', '桐泽市水利局'], passedOver: [], repeated: [3, 4, 5] });
    expect(book(['单位'], ['桐泽市教育局'], ['单位'])).toMatchObject({ names: ['桐泽市教育局'], repeated: [3] });
  });
  it('has both lines of a repeated heading listed', () => {
    const two = [
      ['单位名称', '联络员', '联络员'],
      ['单位名称', '姓名', '电话'],
    ];
    expect(book(...two, ['桐泽市教育局', '程予安', ''], ...two)).toMatchObject({ passedOver: [], repeated: [4, 5] });
  });
  it('takes a row whose name is its parent too for what it is', () =>
    expect(
      book(
        ['单位名称', '上级单位'],
        ['桐泽市甲甲局', ''],
        ['桐泽市乙乙局', '桐泽市乙乙局'],
        ['一、县区', '一、县区'],
        ['桐泽市丙丙局', ''],
      ),
    ).toMatchObject({ names: ['桐泽市甲甲局', '桐泽市乙乙局', '桐泽市丙丙局'], passedOver: [4] }));
  it.each(['单位名称', '联系电话', '简称'])('is refused with a title twice: %s', (title) =>
    expect(() =>
      book(['单位名称', '简称', '联系人', '联系电话', title], ['桐泽市教育局', '', '程予安', '05550000001', '甲']),
    ).toThrow(new RuleViolation('address-book.title-twice', { column: title })),
  );
  it('may number twice, remark twice, and say who answers by what in columns of different titles', () =>
    expect(
      book(
        ['序号', '单位名称', '分管领导', '分管领导', '联络员', '联络员', '备注', '备注', '序号'],
        ['序号', '单位名称', '姓名', '电话', '姓名', '电话', '备注', '备注', '序号'],
        ['1', '桐泽市教育局', '程予安', '05550000001', '', '', '', '', '1'],
      ),
    ).toMatchObject({ names: ['桐泽市教育局'] }));
  it('may be a table of names alone', () =>
    expect(book(['单位'], ['桐泽市教育局'])).toMatchObject({ names: ['桐泽市教育局'] }));
});
