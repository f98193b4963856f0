import { writeCsv, writeWorkbook } from '..';
import { readNoticeFile } from '../file/read-file';
import { readNotice } from '../read-notice';

const offices = ['市交通运输局', '市教育局', '市卫生健康委', '市城市管理局'];
const people = ['李路遥', '王小满', '赵春芽', '孙立夏'];
const phones = ['13900000001', '13900000002', '0599-88000003', '13900000004'];
const posts = ['办公室主任', '党组成员、副局长', '疾病预防控制科科长', '市容环境卫生管理科科长'];
const table = (heads: string, ...columns: (readonly string[])[]) => ({
  heads: heads.split('、'),
  rows: offices.map((_, i) => columns.map((column) => column[i]!)),
});
const numbers = ['1', '2', '3', '4'];

/** Registers, and lists of anything but work. */
const registers = {
  通讯录: table('序号、单位、姓名、电话', numbers, offices, people, phones),
  联系人名单: table('序号、责任单位、责任人、联系电话、电子邮箱', numbers, offices, people, phones, ['lly@tz.cn', 'wxm@tz.cn', 'zcy@tz.cn', 'slx@tz.cn']),
  一次性登录码: table('单位、登录名、一次性登录码、有效至', offices, ['jt', 'jy', 'wj', 'cg'], ['K7QF-9M2X-PL4D', 'TT3M-8RVX-QQ2B', 'AB3M-8RVX-ZZ2B', 'PP3M-8RVX-ZZ7B'], Array<string>(4).fill('2026-05-06')),
  签到表: table('序号、姓名、单位、职务、签名', numbers, people, offices, posts, ['', '', '', '']),
  地址表: table('序号、单位、地址、邮编', numbers, offices, ['桐泽市城东区建设路12号', '桐泽市城西区文昌街道办事处东侧二楼', '桐泽市城南区健康巷3号', '桐泽市城北区桂花小区对面综合楼'], ['353000', '353001', '353002', '353003']),
  采购清单: table('序号、品名、规格型号、数量、单位、采购部门、时间', numbers, ['不锈钢分类垃圾桶', '便民服务雨伞', '志愿者反光马甲', '文明劝导旗'], ['240升加厚带轮脚踏款', '长柄自动防风双层款', '均码红色反光印字款', '定制旗杆三节伸缩款'], ['20', '50', '100', '80'], ['个', '把', '件', '面'], ['办公室', '后勤科', '团委', '宣传科'], ['5月', '5月', '6月', '6月']),
  采购需求: table('序号、采购内容、技术要求、数量、单位', numbers, ['不锈钢分类垃圾桶', '便民服务雨伞', '志愿者反光马甲', '文明劝导旗'], ['240升加厚带轮脚踏款', '长柄自动防风双层款', '均码红色反光印字款', '定制旗杆三节伸缩款'], ['20', '50', '100', '80'], ['个', '把', '件', '面']),
  值班表: table('日期、带班领导、值班人员、电话', ['5月1日', '5月2日', '5月3日', '5月4日'], people, ['周明月', '吴清和', '钱谷雨', '郑小雪'], phones),
  值班安排: table('序号、日期、值班部门、值班人员、值班地点', numbers, ['5月1日', '5月2日', '5月3日', '5月4日'], ['办公室', '人事科', '财务科', '宣传科'], people, Array<string>(4).fill('市政府大楼一楼总值班室')),
  志愿者报名表: table('序号、姓名、工作单位、联系电话、服务时间', numbers, people, offices, phones, ['5月1日', '5月2日', '5月3日', '5月4日']),
  收文登记: table('序号、收文日期、来文单位、文件标题', numbers, ['2026年4月1日', '2026年4月3日', '2026年4月8日', '2026年4月9日'], offices, ['关于做好迎检工作的通知', '关于开展文明校园复查的通知', '关于报送联络员名单的函', '关于整治占道经营的函']),
}; // prettier-ignore
type Register = (typeof registers)[keyof typeof registers];
type Form = (name: string, table: Register) => string;

const lines = (by: (cells: readonly string[]) => string): Form => (name, { heads, rows }) =>
  [name, ...[heads, ...rows].map(by)].join('\n'); // prettier-ignore
const bars = lines((cells) => `| ${cells.join(' | ')} |`);
const bare = lines((cells) => cells.filter((cell) => cell !== '').join('\n'));
const forms: Record<string, Form> = {
  'between bars': bars,
  'a cell a line': bare,
  'between tabs': lines((cells) => cells.join('\t')),
  'between wide blanks': lines((cells) => cells.join('   ')),
  'between single blanks': lines((cells) => cells.join(' ')),
  'in one line': (name, { heads, rows }) => [name, ...heads, ...rows.flat()].join(''),
  'in one line, with blanks': (name, { heads, rows }) => [name, ...heads, ...rows.flat()].join(' '),
  'between bars, without a heading': (name, { rows }) => bars(name, { heads: [], rows }),
  'a cell a line, without a heading': (name, { rows }) => bare(name, { heads: [], rows }),
};

const notice = (name: string, annex: string) =>
  `关于印发${name}的通知\n各单位：\n现将${name}印发给你们，请妥善保管。\n附件：${name}\n桐泽市文明办\n2026年4月20日\n附件\n${annex}`;

const sheet = (name: string, { heads, rows }: Register) => ({
  name,
  title: name,
  columns: heads.map((title) => ({ title })),
  rows,
});

/** What somebody has to do; nothing where it is no notice at all. */
function workIn(text: string): string[] {
  try {
    const { tasks, measures } = readNotice(text);
    return [...tasks.map((task) => task.text.value), ...measures.map(({ title }) => title.value)];
  } catch (error) {
    expect(error).toMatchObject({ code: 'notice.nothing-recognised' });
    return [];
  }
}

const cases = Object.entries(registers);

describe.each(cases)('%s', (name, register) => {
  it.each(Object.keys(forms))('gives nobody anything to do %s', (form) => {
    const text = forms[form]!(name, register);
    const annexed = notice(name, text);
    expect([text, annexed, annexed.replaceAll('\n', ''), annexed.replaceAll('\n', ' ')].map(workIn)).toEqual(
      Array(4).fill([]),
    );
  });

  it('gives nobody anything to do as a file', async () => {
    const files = {
      'a.csv': Buffer.from(writeCsv(sheet(name, register))),
      'a.xlsx': await writeWorkbook([sheet(name, register)]),
    };
    for (const [file, bytes] of Object.entries(files)) {
      const tasks = await readNoticeFile(bytes, file).then(
        (read) => read.tasks.map(({ text }) => text.value),
        (error: { code: string }) => error.code,
      );
      expect([[], 'notice.nothing-recognised']).toContainEqual(tasks);
    }
  });
});

describe('a table that gives somebody work', () => {
  const works = ['更换破损路灯', '整治校门口乱停车', '规范医院吸烟区', '清理占道摊点'];
  const told = (table: Register) =>
    readNotice(notice('分工', bars('分工', table))).tasks.map(({ text, responsible }) => [
      text.value,
      responsible?.value,
    ]);
  const expected = works.map((work, i) => [work, offices[i]]);

  const long = works.map((work) => `${work}，方便群众出行`);
  const inFull = long.map((work, i) => [work, offices[i]]);

  it('does so whatever else stands beside it', () => {
    const full = table('序号、工作任务、单位、责任人、职务、联系电话', numbers, works, offices, people, posts, phones);
    expect(told(full)).toEqual(expected);
    const places = Array<string>(4).fill('桐泽市城南区健康花园小区对面综合楼东侧');
    const wrong = table('序号、地点、存在问题、责任单位、联系电话', numbers, places, long, offices, phones);
    expect(told(wrong)).toEqual(inFull);
  });

  it('does so where no name of a column tells which is the work', () => {
    expect(told(table('序号、事由、责任单位、联系电话', numbers, long, offices, phones))).toEqual(inFull);
  });

  it('does so where it counts, and names the work', () => {
    const bought = table('序号、工作内容、数量、责任单位', numbers, works, numbers, offices);
    expect(told(bought)).toEqual(expected);
    expect(told(table('序号、工作内容、数量、单位', numbers, works, numbers, offices))).toEqual(expected);
  });
});
