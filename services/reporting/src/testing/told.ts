import type { Item } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { Principal } from '@chuangwen/platform';

const item = (itemId: string, number: string, title: string): Item => ({
  itemId,
  above: null,
  number,
  title,
  text: null,
  phaseId: 'p1',
  deadline: null,
  evidenceWanted: null,
});
export const phases = [
  { phaseId: 'p2', name: '宣传发动阶段', start: null, end: null, text: null },
  { phaseId: 'p1', name: '集中攻坚阶段', start: null, end: null, text: null },
];
export const items = [item('m2', '（三）', '文明交通'), item('m1', '（三）', '校园环境')];
export const brief = {
  campaignId: 'c1',
  tenant: 'office',
  organisationId: 'office-org',
  title: '桐泽市创建全国文明城市工作',
  honour: null,
  level: null,
  term: null,
  docNumber: null,
  guidingThought: null,
  goals: null,
  phases,
  requirements: [],
};

export const about = (taskId: string, type: string, data: object = {}): DomainEvent => ({
  type,
  data: { taskId, ...data },
});
export const opened = (taskId: string, organisationId: string, more: object = {}): DomainEvent =>
  about(taskId, 'task.opened', {
    campaignId: 'c1',
    planId: 'plan1',
    organisationId,
    item: item(`i-${taskId}`, '1.', `任务 ${taskId}`),
    measure: { itemId: 'm1', number: '（三）', title: '校园环境' },
    phase: phases[1],
    deadline: null,
    responsible: '王老师',
    ...more,
  });
export const assigned = (taskId: string, leadUnit: string): DomainEvent =>
  about(taskId, 'task.assigned', { leadUnit, jointUnits: [], personId: 'person-secret', leaderId: null });
export const submitted = (taskId: string): DomainEvent =>
  about(taskId, 'task.submitted', { note: '说明里提到了沈志远' });
export const accepted = (taskId: string): DomainEvent => about(taskId, 'task.accepted', { note: null });

export const who = (tenant: string, office = false): Principal => ({
  account: 'a',
  person: 'p',
  tenant,
  office,
  root: `${tenant}-org`,
  posts: [{ post: 'clerk', organisation: `${tenant}-org` }],
});
export const office = who('office', true);
