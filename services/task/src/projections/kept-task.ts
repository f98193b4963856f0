import { NO_DETAILS } from '../task/state';
import type { Situation, TaskDocument } from './task-document';

/** What a task has nothing of as it begins, and many to the end. */
export const BLANK = {
  number: null,
  text: null,
  joint: [],
  phase: null,
  deadline: null,
  responsible: null,
  evidenceWanted: null,
  requirement: null,
  waived: [],
  details: NO_DETAILS,
  withdrawn: null,
  shares: [],
  percent: 0,
  note: '',
  leadUnit: null,
  jointUnits: [],
  personId: null,
  leaderId: null,
  evidence: [],
  review: null,
} as const satisfies Partial<TaskDocument>;

type Seldom = keyof typeof BLANK | 'measure';

/** A task without what it has nothing of, and without what the rest says: a third of its bytes is spared. */
export type KeptTask = Omit<TaskDocument, Seldom | 'situation'> & Partial<Pick<TaskDocument, Seldom>>;

export function keptOf(task: TaskDocument): KeptTask {
  const kept: Record<string, unknown> = {};
  for (const name in task) {
    const value = task[name as keyof TaskDocument];
    const blank = BLANK[name as keyof typeof BLANK];
    const spared = value === blank || (Array.isArray(value) && value.length === 0);
    if (!spared && name !== 'situation' && (name !== 'measure' || !isOwn(task))) kept[name] = value;
  }
  return kept as unknown as KeptTask;
}

/** The measure is the task's own item, and no item above it. */
const isOwn = ({ measure, itemId, number, title }: TaskDocument): boolean =>
  measure.itemId === itemId && measure.number === number && measure.title === title;

export const situationOf = ({ standing, withdrawn = null }: Pick<KeptTask, 'standing' | 'withdrawn'>): Situation =>
  withdrawn === null ? standing : 'withdrawn';

/** As it is read: every field, in one order whatever is kept. */
export const whole = (kept: KeptTask): TaskDocument => ({
  ...BLANK,
  measure: { itemId: kept.itemId, number: kept.number ?? BLANK.number, title: kept.title },
  situation: situationOf(kept),
  ...kept,
});
