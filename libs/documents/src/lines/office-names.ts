/** What the sections of offices are named by. Of "…便民服务设施宣传与爱国卫生科" they tell where the name begins. */
const stem =
  '(?:办公|党政|党建|党务|党群|组织|宣传|统战|纪检|纪委|监察|人事|人力资源|教育|教师|干部|财务|计财|财政|规划|计划|审计|法规|法制|法治|政策|综合|秘书|信息|科技|网络|档案|后勤|总务|保卫|安全|保障|生产|运营|客运|市场|监管|营销|工程|城建|城管|市政|环卫|园林|绿化|公园|路灯|公厕|执法|信访|综治|平安|应急|消防|民政|社会|事务|文化|文旅|文广|体卫艺|体育|卫生|卫健|医政|医管|医务|护理|门诊|药剂|院感|医患|疾控|疾病|预防|控制|爱国|妇幼|基层|教务|学生|学工|德育|科研|师训|招生|离退休|老干部?|督查|督导|考核|经济|发展|招商|农业|农村|水利|水资源|河道|河长|林业|畜牧|交通|运输|公路|养护|路政|税务|纳税|税政|征管|注册|登记|消保|食品|餐饮|信用|质监|物业|城市|社区|街道|服务|管理|行政|审批|文明|创建|志愿|精神|政工|思想|政治|工作|建设|技术|设备|维修|基建|资产|采购|供水|排水|自来水|燃气|供电|节约|用水|协调|调度|宣教|司法|公安|交警|派出|住建|房管|环保|商务|工信|发改|统计|广电|融媒体|产业|资源|武装|人武|退役军人|便民|文体|乡村|振兴|机动|特勤|巡查|青年|团|女工|职工|后保|教研|教学|图书|网信|新闻|外宣|政府|人民|公共|关系|客服|客户|营业|理论|培训|免疫|健康|慢病|慢性病|传染病|检验|质控|体检|急诊|医保|医学|影像|放射|中医|康复|儿保|妇产|稽查|征收|非税|国库|会计|预算|社保|就业|劳动|仲裁|职业|技能|人才|编制|老年|救助|福利|双拥|优抚|水务|河湖|防汛|渔政|种植|兽医|农机|农经|植保|气象|测绘|造价|招标|房产|租赁|人防|热力|供热|供气|污水|监测|督察|内控|合规|风控|风险|信贷|零售|授信|运管|机务|车务|工务|电务|货运|站务|票务|安检|物资|仓储|研发|质检|计量|标准化|网监|户政|治安|刑侦|禁毒|警务|网安|普法|矫正|立案|民宗|宗教|外事|接待|机要|保密|史志|读者|采编|陈列|文物|非遗|艺术|群文|导游|游客|船务)';
/** No end is a stem with an end: "办公室" and "团委" are each read in one way. */
const end =
  '(?:委员会|党委|党总支|党支部|团总支|工会|妇联|中心|大队|中队|支队|分局|[局科股室处部办站所队组馆会院段]|公司|委)';
const before = '(?:中共|党[委组]|[市县区镇乡局院校站厂]|街道|第[一二三四五六七八九十]|[一二三四五六七八九十])';
const everybody =
  '各(?:有关)?(?:村[(（]居[)）]|[\u4e00-\u9fff]{0,4}(?:科室|股室|处室|部门|单位|社区|支部|车间|班组|支行|学校|中队|大队|所|村|镇|病区|窗口|院系|学院|分局|站|公司))';
const named = `(?:(?:${stem}[与和]?){1,6}${end}|机关党委|团总支|工会|妇联|居委会|指挥部)`;
export const officeName = `(?:${before}?${named}|${everybody})`;
/** Words that work ends with as often as a name begins with them: "提升文明服务办公室". */
export const bareOffice =
  /^(?:服务|管理|工作|建设|安全|教育|文明|社会|卫生|文化|创建|健康|培训|职业|技能|艺术|接待|监测)+(?=办公室$)/;

const whole = new RegExp(`^${officeName}$`);
const last = new RegExp(`(?:${named}|${everybody})$`);
const ahead = new RegExp(`${before}$`);
/** No name is longer. */
const longest = 40;

/** Nothing but up to six of them, divided by a mark or a blank. */
export function areOffices(words: string): boolean {
  const names = words.trim().split(/[、,/ ] ?/);
  return names.length <= 6 && names.every((name) => whole.test(name));
}

/**
 * Where the offices begin that these words end with, one behind another with no more than a mark between; the length of the words
 * where there are none. From the end on, a name at a time: one expression for all of them would try every way to divide them.
 */
export function officesAtEnd(words: string): number {
  let from = words.length;
  for (;;) {
    const end = from - (/[、,/ ]/.test(words[from - 1] ?? '') ? 1 : 0);
    const name = nameAtEnd(words, end);
    if (name === null) return from;
    from = end - name.length;
    // "城管局园林科": the letter before belongs to a name of its own; "校团委": it does not.
    if (!name.startsWith('各') && nameAtEnd(words, from) === null)
      from -= ahead.exec(words.slice(Math.max(0, from - 2), from))?.[0].length ?? 0;
  }
}

const nameAtEnd = (words: string, end: number): string | null =>
  last.exec(words.slice(Math.max(0, end - longest), end))?.[0] ?? null;
