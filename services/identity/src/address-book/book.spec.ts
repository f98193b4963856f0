import { readBook } from './book';

const book = (...rows: string[][]) => {
  const { header, columns, rows: entries, passedOver } = readBook([{ name: 'Sheet1', rows }]);
  return {
    header,
    meanings: columns.map(({ meaning }) => meaning),
    names: entries.map(({ name }) => name),
    passedOver,
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
  it('may be a table of names alone', () =>
    expect(book(['单位'], ['桐泽市教育局'])).toMatchObject({ names: ['桐泽市教育局'] }));
});
