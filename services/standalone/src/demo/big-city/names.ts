/** Invented places of 桐泽市 and what each may have: enough for more than two thousand agencies. */
const places =
  '云岫 青棠 荷塘 书院 长堤 新桥 清源 望湖 柳林 石泉 白鹭 梅岭 东陂 西渡 南浦 北辰 凤鸣 龙潭 松涛 竹溪 桃园 槐荫 银杏 枫桥 平安 福田 永兴 太和 仁里 义井 礼泉 智远 信丰 金沙 玉带 锦屏 翠微 澄江 静海 安澜'.split(
    ' ',
  );
const kinds =
  '街道办事处 中心小学 中学 幼儿园 卫生院 社区卫生服务中心 派出所 司法所 税务所 市场监督管理所 自然资源所 城市管理执法队 环境卫生所 园林管理所 供电所 供水公司 燃气服务站 公交公司 客运站 邮政支局 文化站 图书分馆 体育中心 养老服务中心 农贸市场管理处 物业管理中心 消防救援站 交警中队 水利站 农业服务中心 林业站 民政服务中心 就业服务所 医疗保障所 退役军人服务站 行政审批服务中心 工业园区管委会 商业管理公司 银行支行 电信分公司 建设管理所 房产服务所 河道管理所 公路养护站 供销社 粮库 宾馆 影剧院 博物馆 职业学校 特殊教育学校 福利院 殡葬服务所 公证处 法律服务所'.split(
    ' ',
  );
const units =
  '办公室 综合科 宣传科 人事科 财务科 安全科 后勤科 业务一科 业务二科 业务三科 督查科 信息科 法规科 党建科 工会 团委 志愿服务队 第一分部 第二分部 第三分部 第四分部 服务大厅 巡查组 保障组'.split(
    ' ',
  );

export const MOST_AGENCIES = places.length * kinds.length;
export const MOST_UNITS = units.length;

/** Different for each n below MOST_AGENCIES. */
export const agencyName = (n: number): string =>
  `桐泽市${places[n % places.length]}${kinds[Math.floor(n / places.length) % kinds.length]}`;

/** Different for each n below MOST_UNITS, within one agency. */
export const unitName = (n: number): string => units[n % units.length]!;
