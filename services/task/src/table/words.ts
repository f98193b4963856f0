import type { Situation } from '../projections/task-document';

export const SITUATION_WORDS: Readonly<Record<Situation, string>> = {
  unassigned: '待分派',
  assigned: '已分派',
  'in-progress': '办理中',
  submitted: '已报送',
  returned: '已退回',
  accepted: '已通过',
  withdrawn: '已撤回',
};
