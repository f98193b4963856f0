/** What a column of a decomposition table holds, by its heading. */
export type Column = 'number' | 'topic' | 'task' | 'responsible' | 'joint' | 'deadline' | 'other';
const columns: readonly [Column, RegExp][] = [
  ['number', /^(?:序号|编号|序)$/],
  ['deadline', /时限|时间|期限|日期|进度/],
  [
    'responsible',
    /^(?:牵头|责任|主责|主办|承办|落实|实施|负责|包[保联抓干])(?:及配合|和配合)?(?:单位|部门|科室|股室|处室|部室|站所|班组|主体|机构|人|者)/,
  ],
  // 责任班组, 责任网格: whatever kind of unit it is, if it is no person above.
  [
    'responsible',
    /^(?:牵头|责任|主责|主办|承办)(?!领导|书记|目标|内容|类别|事项|清单|区域|路段|范围|要求|分工|标准)[^或与和]{2,3}$/,
  ],
  ['responsible', /^(?:单位|部门|科室)$/],
  ['joint', /^(?:配合|协办|协助|参与|参加)(?:单位|部门|科室|股室|处室|部室|站所|班组)/],
  // Where somebody works is no work.
  ['other', /^(?:工作|所在|服务)(?:单位|部门|科室|岗位|地点|地址|电话|人员|经历|年限|证号?)/],
  // What is measured, beside what is done about it.
  ['other', /^(?:测评|考评|检查|考核)(?:内容|标准|要求)$/],
  ['other', /备注|配合|协办|联系|电话|领导|分值|标准|方法|依据|材料/],
  [
    'topic',
    /^(?:项目|类别|测评项目|指标|测评指标|分类|工作项目|一级指标|二级指标|责任类别|重点任务|(?:任务|工作|项目|指标)名称|任务类别|(?:包[保联抓干]|责任)?(?:路段|道路|点位|区域|小区|楼院|地段|责任区)(?:名称)?|(?:社区|村庄?|市场|点位|楼栋)名称)$/,
  ],
  ['task', /目标|任务|内容|措施|事项|要求|工作|举措|做法/],
];

export const columnOf = (head: string): Column => columns.find(([, pattern]) => pattern.test(head))?.[0] ?? 'other';

/** What the reader of web pages writes for a cell that a cell above spans. */
export const ditto = '〃';
