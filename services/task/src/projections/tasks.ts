import type { TaskOpened } from '@chuangwen/contracts';
import { defineView, type Recorded } from '@chuangwen/platform';
import type { TaskEvent } from '../task/state';

export const SITUATIONS = ['unassigned', 'assigned', 'in-progress', 'submitted', 'returned', 'accepted'] as const;
export type Situation = (typeof SITUATIONS)[number];

export type Evidence = Readonly<{
  evidenceId: string;
  name: string;
  kind: 'file' | 'link';
  /** Of files. */
  sha256: string | null;
  size: number | null;
  mediaType: string | null;
  /** Of links. */
  url: string | null;
  attachedBy: string;
  attachedAt: string;
  removed: Readonly<{ reason: string; by: string; at: string }> | null;
}>;

/** The last return, and what was changed since: all that a reviewer has to look at again. */
export type Review = Readonly<{
  round: number;
  returned: readonly Readonly<{ item: string; reason: string }>[];
  attached: readonly string[];
  removed: readonly string[];
  reported: boolean;
}>;

export type TaskDocument = Readonly<{
  taskId: string;
  version: number;
  campaignId: string;
  planId: string;
  organisationId: string;
  itemId: string;
  number: string | null;
  title: string;
  text: string | null;
  measure: TaskOpened['data']['measure'];
  phase: TaskOpened['data']['phase'];
  /** As far as the plan says it, until a person sets a day. */
  deadline: string | null;
  /** In the source's words. */
  responsible: string | null;
  evidenceWanted: string | null;
  situation: Situation;
  percent: number;
  leadUnit: string | null;
  jointUnits: readonly string[];
  personId: string | null;
  leaderId: string | null;
  evidence: readonly Evidence[];
  review: Review | null;
}>;

export const tasksView = defineView<TaskDocument, TaskEvent>({
  name: 'tasks',
  topics: ['task'],
  route: {
    'task.opened': ({ data }) => data.taskId,
    'task.assigned': ({ data }) => data.taskId,
    'task.deadline-set': ({ data }) => data.taskId,
    'task.evidence-wanted': ({ data }) => data.taskId,
    'task.progress-reported': ({ data }) => data.taskId,
    'task.evidence-attached': ({ data }) => data.taskId,
    'task.evidence-removed': ({ data }) => data.taskId,
    'task.submitted': ({ data }) => data.taskId,
    'task.returned': ({ data }) => data.taskId,
    'task.accepted': ({ data }) => data.taskId,
  },
  evolve(task, event) {
    const { version } = event.meta;
    if (event.type === 'task.opened') return opened(event.data, version);
    return task && { ...task, ...changed(task, event), version };
  },
  index: (task) => ({
    campaign: task.campaignId,
    plan: task.planId,
    organisation: task.organisationId,
    leadUnit: task.leadUnit ?? [],
    person: task.personId ?? [],
    situation: task.situation,
  }),
  contributions(task) {
    const values = { tasks: 1, [task.situation]: 1, withoutPerson: task.personId === null ? 1 : 0 };
    return [
      { group: 'overview', key: task.campaignId, values },
      { group: 'sight', key: sightKey(task), values },
    ];
  },
});

/** The units that lead or join a task, as it is opened and handed out. */
export const unitsOf = (task: TaskDocument): string[] => [
  task.organisationId,
  ...(task.leadUnit === null ? [] : [task.leadUnit]),
  ...task.jointUnits,
];

export const peopleOf = (task: TaskDocument): string[] => [task.personId, task.leaderId].filter((id) => id !== null);

/** Who can see it is part of the key, so that who sees some tasks is told how many of those there are, and of no others. */
function sightKey(task: TaskDocument): string {
  const list = (ids: readonly string[]) => [...new Set(ids)].sort().map(encodeURIComponent).join(',');
  return [encodeURIComponent(task.campaignId), list(unitsOf(task)), list(peopleOf(task))].join('|');
}

/** What a key of the group `sight` was made of. */
export function sightOf(key: string): { campaignId: string; units: string[]; people: string[] } {
  const [campaign = '', units = '', people = ''] = key.split('|');
  const ids = (list: string) => (list === '' ? [] : list.split(',').map(decodeURIComponent));
  return { campaignId: decodeURIComponent(campaign), units: ids(units), people: ids(people) };
}

function opened({ item, taskId, campaignId, planId, ...plan }: TaskOpened['data'], version: number): TaskDocument {
  return {
    taskId,
    version,
    campaignId,
    planId,
    organisationId: plan.organisationId,
    itemId: item.itemId,
    number: item.number,
    title: item.title,
    text: item.text,
    measure: plan.measure,
    phase: plan.phase,
    deadline: plan.deadline,
    responsible: plan.responsible,
    evidenceWanted: item.evidenceWanted,
    situation: 'unassigned',
    percent: 0,
    leadUnit: null,
    jointUnits: [],
    personId: null,
    leaderId: null,
    evidence: [],
    review: null,
  };
}

function changed(task: TaskDocument, event: Recorded<Exclude<TaskEvent, TaskOpened>>): Partial<TaskDocument> {
  switch (event.type) {
    case 'task.assigned': {
      const { taskId: _same, ...assignment } = event.data;
      return { ...assignment, situation: task.situation === 'unassigned' ? 'assigned' : task.situation };
    }
    case 'task.deadline-set':
      return { deadline: event.data.deadline };
    case 'task.evidence-wanted':
      return { evidenceWanted: event.data.evidence };
    case 'task.progress-reported':
      return { percent: event.data.percent, situation: begun(task), review: sinceReturn(task, { reported: true }) };
    case 'task.evidence-attached': {
      const { evidenceId, name, proof } = event.data;
      const { id: attachedBy } = event.meta.actor;
      const file = proof.kind === 'file' ? proof : { sha256: null, size: null, mediaType: null };
      const { sha256, size, mediaType } = file;
      const url = proof.kind === 'link' ? proof.url : null;
      const what = { evidenceId, name, kind: proof.kind, sha256, size, mediaType, url };
      const evidence = [...task.evidence, { ...what, attachedBy, attachedAt: event.meta.recordedAt, removed: null }];
      const attached = [...(task.review?.attached ?? []), evidenceId];
      return { evidence, situation: begun(task), review: sinceReturn(task, { attached }) };
    }
    case 'task.evidence-removed': {
      const { evidenceId, reason } = event.data;
      const removed = { reason, by: event.meta.actor.id, at: event.meta.recordedAt };
      const evidence = task.evidence.map((proof) => (proof.evidenceId === evidenceId ? { ...proof, removed } : proof));
      return { evidence, review: sinceReturn(task, { removed: [...(task.review?.removed ?? []), evidenceId] }) };
    }
    case 'task.submitted':
      return { situation: 'submitted' };
    case 'task.returned': {
      const round = (task.review?.round ?? 0) + 1;
      const review = { round, returned: event.data.items, attached: [], removed: [], reported: false };
      return { situation: 'returned', review };
    }
    case 'task.accepted':
      return { situation: 'accepted' };
  }
}

const begun = ({ situation }: TaskDocument): Situation => (situation === 'assigned' ? 'in-progress' : situation);

const sinceReturn = ({ review }: TaskDocument, change: Partial<Review>): Review | null =>
  review && { ...review, ...change };
