import type { ItemTree, NoticeContent, UnderstoodField } from '@chuangwen/contracts';

export const field = (value: string, more: Partial<UnderstoodField> = {}): UnderstoodField => ({
  value,
  place: { start: 0, end: value.length },
  inferred: false,
  warnings: [],
  ...more,
});
export const node = (title: string, more: Partial<ItemTree> = {}): ItemTree => ({
  number: null,
  title: field(title),
  text: null,
  responsible: null,
  deadline: null,
  phase: null,
  children: [],
  ...more,
});
export const content = (more: Partial<NoticeContent> = {}): NoticeContent => ({
  title: field('关于印发方案的通知'),
  planTitle: null,
  docNumber: null,
  issuer: null,
  issuedOn: null,
  guidingThought: null,
  goals: null,
  cc: [],
  addressees: [],
  attachments: [],
  leadingGroup: null,
  phases: [],
  measures: [],
  requirements: [],
  tasks: [],
  warnings: [],
  ...more,
});
export const phase = (name: string, start: string | null = null) => ({
  name: field(name),
  start: start === null ? null : field(start),
  end: null,
  text: null,
});
