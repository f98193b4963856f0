import { tableField, type TaskTableImported } from '@chuangwen/contracts';
import { z } from 'zod';

/** What a column is; of `unit`, whose plan a task is from, events do not tell: its title does. */
export const field = z.enum([...tableField.options, 'unit']);
export type Field = z.infer<typeof field>;

/** A column of a decomposition table; `field` null: nobody knows it, and it is kept as it is. */
export type TableColumn = Readonly<{ title: string; field: Field | null }>;

/** The layout that offices use. */
export const STANDARD: readonly TableColumn[] = [
  { title: '序号', field: 'number' },
  { title: '任务', field: 'title' },
  { title: '措施', field: 'measure' },
  { title: '测评指标', field: 'indicator' },
  { title: '责任领导', field: 'leader' },
  { title: '牵头科室', field: 'leadUnit' },
  { title: '配合科室', field: 'jointUnits' },
  { title: '完成时限', field: 'deadline' },
  { title: '具体要求', field: 'requirements' },
  { title: '联系电话', field: 'telephone' },
  { title: '备注', field: 'remark' },
];

/** What stands at the end of every table that goes out, where the table itself does not have it. */
export const CLOSING: readonly TableColumn[] = [
  { title: '责任人', field: 'person' },
  { title: '所需材料', field: 'evidenceWanted' },
  { title: '状态', field: 'situation' },
  { title: '进度（%）', field: 'percent' },
  { title: '材料份数', field: 'proofs' },
  { title: '单位（勿改）', field: 'unit' },
  { title: '任务编号（勿改）', field: 'taskId' },
];

/** Other words for a column, as tables have them; without blanks, marks and what stands in brackets. */
const WORDS: Readonly<Record<Field, readonly string[]>> = {
  number: ['序号', '序', '编号', '项次'],
  title: [
    '任务',
    '任务内容',
    '任务名称',
    '任务事项',
    '工作任务',
    '重点任务',
    '具体任务',
    '工作内容',
    '主要任务',
    '目标任务',
    '任务分解',
  ],
  measure: ['措施', '工作措施', '主要措施', '重点措施', '所属措施', '工作项目', '项目', '一级任务'],
  indicator: ['测评指标', '指标', '指标名称', '测评内容', '测评指标及内容', '对应指标', '对应测评指标', '测评项目'],
  leader: ['责任领导', '分管领导', '牵头领导', '包抓领导', '责任局领导', '分管局领导', '领导'],
  leadUnit: [
    '牵头科室',
    '责任科室',
    '牵头单位',
    '责任单位',
    '牵头部门',
    '责任部门',
    '主办科室',
    '主责科室',
    '承办科室',
    '承办单位',
    '主责单位',
    '牵头科室单位',
    '责任科室单位',
  ],
  jointUnits: [
    '配合科室',
    '配合单位',
    '配合部门',
    '协办科室',
    '协办单位',
    '协同单位',
    '协同科室',
    '参与单位',
    '配合科室单位',
  ],
  deadline: ['完成时限', '时限', '完成时间', '时间要求', '时间节点', '办结时限', '截止时间', '完成期限', '时限要求'],
  requirements: ['具体要求', '工作要求', '要求', '标准要求', '工作标准', '任务要求', '目标要求', '具体内容'],
  telephone: ['联系电话', '电话', '联系方式', '电话号码', '手机', '手机号'],
  remark: ['备注', '说明', '备注说明'],
  person: ['责任人', '经办人', '具体责任人', '承办人', '联系人', '联络人', '负责人', '直接责任人'],
  evidenceWanted: [
    '所需材料',
    '佐证材料',
    '所需佐证材料',
    '材料要求',
    '需提供材料',
    '佐证材料要求',
    '印证资料',
    '需要的材料',
  ],
  situation: ['状态', '办理状态', '任务状态', '完成状态'],
  percent: ['进度', '完成比例', '完成进度'],
  proofs: ['材料份数', '材料数'],
  // Ours alone: what a table has under 单位 is its own.
  unit: ['单位勿改'],
  taskId: ['任务编号', '任务编号勿改', '系统编号'],
};

const BY_WORD: ReadonlyMap<string, Field> = new Map(
  Object.entries(WORDS).flatMap(([field, words]) => words.map((word) => [word, field as Field] as const)),
);

const plain = (title: string): string =>
  title
    .normalize('NFKC')
    .replace(/\([^()]*\)/g, '')
    .replace(/[\s\p{P}\p{S}]/gu, '')
    .toLowerCase();

/** What a title of a column means; of a heading of two rows (`责任分工 / 牵头科室`) the lower one. null: nobody knows. */
export function fieldOf(title: string): Field | null {
  const parts = [title, title.split('/').at(-1) ?? '', title.normalize('NFKC').replace(/[()]/g, '')];
  for (const part of parts) {
    const field = BY_WORD.get(plain(part));
    if (field) return field;
  }
  return null;
}

/** As events tell them. */
export const recorded = (columns: readonly TableColumn[]): TaskTableImported['data']['columns'] =>
  columns.map(({ title, field }) => ({ title, field: field === 'unit' ? null : field }));
const known = ({ title, field }: TableColumn): TableColumn => ({
  title,
  field: field ?? (fieldOf(title) === 'unit' ? 'unit' : null),
});

/** The columns in which a table goes out: as it came in last, or the usual ones; the closing ones where they lack. */
export function layoutOf(imported: readonly TableColumn[] | null, extras: readonly string[]): TableColumn[] {
  const base = imported?.map(known) ?? STANDARD;
  const there = new Set(base.map(({ field }) => field));
  const missing = [
    ...(imported ? STANDARD.filter(({ field }) => !there.has(field) && field !== 'number') : []),
    ...CLOSING,
  ];
  const titles = new Set(base.map(({ title }) => title));
  const more = extras.filter((title) => !titles.has(title)).map((title) => ({ title, field: null }));
  return [...base, ...more, ...missing.filter(({ field }) => !there.has(field))];
}
