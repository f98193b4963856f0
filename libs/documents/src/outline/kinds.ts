/** What a section of a notice is about, by its heading. */
export type Kind =
  | 'thought'
  | 'goals'
  | 'group'
  | 'phases'
  | 'measures'
  | 'duties'
  | 'requirements'
  | 'time'
  | 'month'
  | 'setting'
  | 'situation'
  | 'activity'
  | 'principles'
  | 'other';

const kinds: readonly [Kind, RegExp][] = [
  [
    'situation',
    /^(?:基本情况|总体情况|督查情况|检查情况|工作情况|存在(?:的)?(?:主要)?问题|主要问题|问题清单|巡查情况|测评情况|整改情况|通报情况|督导情况|近期情况|工作成效|取得的成效|主要做法|经验|现状|背景|重要意义|目的意义|活动意义|原因分析|形势分析)|(?:情况|问题|成效|意义|背景)$/,
  ],
  ['time', /(?:服务|活动|实施|工作|值守|执勤|整治|创建|报送|完成|起止|行动)?(?:期限|时间|时限|日期)(?:$|及|和|、|与)/],
  [
    'setting',
    /(?:地点|对象|范围|路段|路口|点位|区域|参加人员|人员安排|参与人员|主题|名称|单位|流程|程序|名额|条件|经费|报名(?:方式|办法|方法|要求|事项)?)$|^(?:适用|服务|活动)?(?:地点|对象|范围)|联系人|联系方式/,
  ],
  ['phases', /步骤|阶段|(?:时间|进度|工作进度|推进|日程)安排|进度计划|时间节点|时间表/],
  [
    'group',
    /组织领导|领导机构|组织机构|领导小组|机构设置|组织体系|工作机构|组织架构|指挥体系|指挥机构|^(?:领导小组|指挥部)?办公室$/,
  ],
  [
    'requirements',
    /要求|保障|督导|督查|考核|监督|追究|纪律|注意事项|有关事项|其他事项|奖惩|强化领导|加强领导|组织实施|报送|机制/,
  ],
  ['thought', /指导思想|总体思路|总体要求$/],
  ['goals', /目标|目的/],
  ['principles', /原则/],
  [
    'duties',
    /(?:包保|包联|岗位|工作|主要|部门|单位|各级|包抓|网格|领导|管理)?(?:责任|职责)(?:划分|分工|落实|要求)?$|责任分工|职责分工|任务分工|工作分工|部门分工/,
  ],
  ['activity', /(?:服务|活动|志愿服务|执勤|值守|会议|培训)(?:内容|项目|安排|形式|方式)|^内容$/],
  [
    'measures',
    /^[^,]{0,10}(?:措施|任务|举措|内容|重点|工作|安排|做法|项目|行动|事项|清单|要点)(?:(?:及|和|与)[^,]{2,6}|分解)?$/,
  ],
];

/** Headings that say what to do are not the name of a part: "加强组织领导" is no list of names, "实施步骤" is one of phases. */
const demand =
  /^(?:加强|强化|健全|完善|提高|严格|落实|明确|注重|坚持|统一|广泛|营造|开展|抓好|做好|搞好|规范|突出|抓(?!手)|高度|切实|进一步)/;
export const action =
  /^(?:推进|推动|深化|整治|实施|打造|优化|改善|持续|深入|扎实|大力|积极|认真|全面|着力|聚焦|紧盯|结合|精心|周密|立足|巩固|提升|建立|丰富|创新|培育|组织开展|围绕|创建)/;
const nominal = /^.{2,6}(?:步骤|阶段|目标|要求|措施|任务|原则|安排|内容|时间|重点|范围|要点)$/;

/** `组织领导` without any names in it is a requirement; that is decided where its text is read. */
export function kindOf(title: string): Kind {
  const plain = title.replace(/[ "“”:。]/g, '').replace(/\([^()]{0,40}\)$/, '');
  if (plain.length > 24) return 'other';
  // "指导思想和工作目标" is both; the reader of goals looks into it too.
  if (/指导思想/.test(plain)) return 'thought';
  if (/总体要求/.test(plain)) return 'thought';
  // "创建领导机构" is a part of a plan as "领导机构" is, "创建文明城市" is work.
  const part = /^创建(?:工作|活动)?(?=.{2,8}$)/.exec(plain);
  const own = part && kinds.find(([, pattern]) => pattern.test(plain.slice(part[0].length)))?.[0];
  if (own) return own === 'activity' ? 'measures' : own;
  if (demand.test(plain) || (action.test(plain) && !nominal.test(plain))) return 'other';
  for (const [kind, pattern] of kinds) if (pattern.test(plain)) return kind;
  return 'other';
}
