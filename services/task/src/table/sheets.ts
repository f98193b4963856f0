import { numbered, type Column, type SheetOut } from '@chuangwen/documents';
import type { Field } from './columns';
import type { TableShape, WithoutPersonShape } from './shapes';
import { SITUATION_WORDS } from './words';

const LOOKS: Readonly<Partial<Record<Field, Omit<Column, 'title'>>>> = {
  number: { kind: 'number', width: 6 },
  title: { width: 36 },
  measure: { width: 28 },
  deadline: { kind: 'day', width: 13 },
  requirements: { width: 36 },
  percent: { kind: 'number', width: 8 },
  proofs: { kind: 'number', width: 8 },
  taskId: { width: 14 },
};

export const tableSheet = ({ columns, rows, asOf }: TableShape): SheetOut => ({
  name: '任务分解表',
  title: `任务分解表（截至 ${asOf}）`,
  columns: columns.map(({ title, field }) => ({ title, width: 14, ...(field === null ? {} : LOOKS[field]) })),
  rows: rows.map(({ cells }) => cells),
});

export const withoutPersonSheet = ({ asOf, units, tasks, withoutPerson }: WithoutPersonShape): SheetOut => ({
  name: '未落实到人的任务',
  title: `未落实到人的任务（截至 ${asOf}，共 ${tasks} 项任务，其中 ${withoutPerson} 项未落实到人）`,
  columns: [
    { title: '序号', kind: 'number', width: 6 },
    { title: '单位（科室）', width: 20 },
    { title: '任务', width: 40 },
    { title: '措施', width: 28 },
    { title: '完成时限', kind: 'day', width: 13 },
    { title: '状态', width: 10 },
  ],
  rows: units
    .flatMap(({ unit, tasks: of }) => of.map((task) => ({ unit, task })))
    .map(({ unit, task }, i) => [
      i + 1,
      unit.name ?? unit.id,
      numbered(task.number, task.title),
      task.measure,
      task.deadline,
      SITUATION_WORDS[task.situation],
    ]),
});
