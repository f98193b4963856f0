import { Names, type DemoPerson } from './names';

export type DemoUnit = Readonly<{
  name: string;
  kind: 'section' | 'unit';
  people: readonly DemoPerson[];
  below: readonly DemoUnit[];
}>;
export type DemoTenant = Readonly<{
  name: string;
  /** Short and Latin, the stem of its logins. */
  code: string;
  kind: 'office' | 'agency';
  level: 'city' | 'district' | null;
  administrator: DemoPerson;
  people: readonly DemoPerson[];
  units: readonly DemoUnit[];
  below: readonly DemoTenant[];
}>;

type Sketch = Readonly<{ name: string; code: string; sections: string; units: string }>;

/** Invented, like the city: 桐泽市. Names long and short, kinds as different as a real city's. */
const sketches: readonly Sketch[] = [
  {
    name: '桐泽市教育局',
    code: 'jiaoyu',
    sections: '办公室 基础教育科 德育与法规科',
    units: '桐泽市第一中学 桐泽市实验小学 桐泽市特殊教育学校 桐泽市教师发展中心',
  },
  {
    name: '桐泽市卫生健康委员会',
    code: 'weijian',
    sections: '办公室 医政科 健康促进科',
    units: '桐泽市第一人民医院 桐泽市妇幼保健院 桐泽市疾病预防控制中心',
  },
  {
    name: '桐泽市交通运输局',
    code: 'jiaotong',
    sections: '办公室 法规科 安全监督科 运输科',
    units: '桐泽市公路事务中心 桐泽市交通运输综合行政执法支队 桐泽市公交客运管理处',
  },
  {
    name: '桐泽市公安局',
    code: 'gongan',
    sections: '政治处 治安管理科',
    units: '桐泽市公安局交通警察支队 桐泽市公安局云岫派出所',
  },
  {
    name: '桐泽市城市管理局',
    code: 'chengguan',
    sections: '办公室 市容管理科 督查考评科',
    units: '桐泽市环境卫生服务中心 桐泽市园林绿化服务中心 桐泽市数字化城市管理指挥中心 桐泽市市政设施养护所',
  },
  {
    name: '桐泽市住房和城乡建设局',
    code: 'zhujian',
    sections: '办公室 物业管理科',
    units: '桐泽市房产交易服务中心 桐泽市建设工程质量安全监督站',
  },
  {
    name: '桐泽市市场监督管理局',
    code: 'shichang',
    sections: '办公室 食品流通科 广告监管科',
    units: '桐泽市消费者权益保护中心 桐泽市计量检测所',
  },
  {
    name: '桐泽市文化广电和旅游局',
    code: 'wenlv',
    sections: '办公室 公共服务科 市场管理科',
    units: '桐泽市图书馆 桐泽市文化馆 桐泽市博物馆 桐泽大剧院 桐泽市旅游服务中心',
  },
  {
    name: '桐泽市生态环境局',
    code: 'shengtai',
    sections: '办公室 宣传教育科',
    units: '桐泽市环境监测站 桐泽市生态环境保护综合行政执法支队',
  },
  {
    name: '桐泽市水利局',
    code: 'shuili',
    sections: '办公室 河湖管理科',
    units: '桐泽市河道管理所 桐泽市清源水库管理处',
  },
  {
    name: '桐泽师范学院',
    code: 'shiyuan',
    sections: '党委宣传部 学生工作处 后勤管理处',
    units: '教育科学学院 文学院 附属实验学校',
  },
  {
    name: '桐泽市公共交通集团有限责任公司',
    code: 'gongjiao',
    sections: '党群工作部 运营部 安全部',
    units: '第一运营分公司 第二运营分公司 出租汽车服务分公司',
  },
  {
    name: '桐泽市青棠街道办事处',
    code: 'qingtang',
    sections: '党政办公室 公共服务办公室',
    units: '荷塘社区居民委员会 书院社区居民委员会 长堤社区居民委员会 新桥社区居民委员会',
  },
];

const district: Sketch = {
  name: '桐泽市云岫区精神文明建设指导委员会办公室',
  code: 'yunxiu',
  sections: '综合科',
  units: '云岫区文明实践促进中心 云岫区志愿服务指导中心',
};
const districtBureau: Sketch = {
  name: '桐泽市云岫区交通运输和城市综合管理局',
  code: 'yxjiaotong',
  sections: '办公室 综合管理科',
  units: '云岫区农村公路养护中心 云岫区停车管理所',
};

/** The same city every time. */
export function demoCity(): DemoTenant {
  const names = new Names();
  const bureau = { ...tenant(districtBureau, 'agency', null, names), below: [] };
  const below = [
    ...sketches.map((sketch) => tenant(sketch, 'agency', null, names)),
    { ...tenant(district, 'office', 'district', names), below: [bureau] },
  ];
  const office: Sketch = {
    name: '桐泽市文明办',
    code: 'wenmingban',
    sections: '综合科 创建指导科',
    units: '桐泽市志愿服务总队 桐泽市文明创建服务中心',
  };
  return { ...tenant(office, 'office', 'city', names), below };
}

function tenant(
  { name, code, sections, units }: Sketch,
  kind: 'office' | 'agency',
  level: 'city' | 'district' | null,
  names: Names,
): DemoTenant {
  const people = (posts: readonly string[], login: (post: string) => string | null) =>
    posts.map((post) => names.person(post, login(post)));
  const unit = (unitName: string, kind: 'section' | 'unit', n: number): DemoUnit => ({
    name: unitName,
    kind,
    people: people(kind === 'unit' ? ['section-head', 'liaison', 'member'] : ['section-head', 'member'], (post) =>
      post === 'liaison' ? `${code}-${n}` : null,
    ),
    below: code === 'yxjiaotong' && n === 1 ? [subUnit('青棠养护班', `${code}-1-1`, names)] : [],
  });
  return {
    name,
    code,
    kind,
    level,
    administrator: names.person('administrator', `${code}-admin`),
    people: people(['clerk', 'group-leader', 'executive-deputy', 'deputy'], (post) => (post === 'clerk' ? code : null)),
    units: [
      ...sections.split(' ').map((section) => unit(section, 'section', 0)),
      ...units.split(' ').map((below, i) => unit(below, 'unit', i + 1)),
    ],
    below: [],
  };
}

const subUnit = (name: string, login: string, names: Names): DemoUnit => ({
  name,
  kind: 'unit',
  people: [names.person('section-head', null), names.person('liaison', login)],
  below: [],
});
