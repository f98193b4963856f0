import type { Catalogue } from '@chuangwen/platform';

/** Refusals about a plan in force: its revisions, and when it counts no more. */
export const revisionMessages: Catalogue = {
  'plan.not-in-force': {
    zh: '方案还没有生效，可以直接修改或退回，不用修订或撤销审定。',
    en: 'The plan is not in force; it can be changed or returned directly.',
  },
  'plan.revision-under-way': {
    zh: '方案正在修订，不能撤销上一次审定。请先办完这次修订。',
    en: 'The plan is being revised, so its approval can’t be withdrawn now. Please finish the revision first.',
  },
  'plan.no-revision': {
    zh: '方案还没有生效过，没有可以放弃的修订。可以直接修改，或恢复不要的改动。',
    en: 'The plan has not been in force yet, so there is no revision to give up. It can be changed directly.',
  },
  'plan.revision-submitted': {
    zh: '修订稿已报送上级，不能放弃。请等上级退回后恢复原样再报送。',
    en: 'The revision was submitted already, so it can’t be given up. Once it is returned, please restore its items and submit it again.',
  },
  'plan.revision-handed-down': {
    zh: '修订稿已下发给下级单位，不能放弃。请先撤回下发，或办完这次修订。',
    en: 'The revision was handed down already, so it can’t be given up. Please withdraw the hand-down first, or finish the revision.',
  },
  'plan.revision-answers': {
    zh: '修订中已并入本单位的另一份方案，不能放弃。请办完这次修订。',
    en: 'Another plan was taken into this revision, so it can’t be given up. Please finish the revision.',
  },
  'plan.parent-unchanged': {
    zh: '上级方案没有新的变化，不用沿用。',
    en: 'The plan above has not changed; there is nothing to take over.',
  },
  'plan.declined-without-reason': {
    zh: '有条目不沿用上级的变化，请说明理由。没有保存。',
    en: 'Some of the changes above are not taken over; please say why. Nothing was saved.',
  },
  'plan.unit-not-closed': {
    zh: '这个单位没有撤销，方案由它自己办理，不能接办。',
    en: 'The unit is not closed; it works on its plan itself, so the plan can’t be handed over.',
  },
  'plan.is-withdrawn': {
    zh: '方案已撤回，不再有效，不能再办理。原来的内容仍可查看。',
    en: 'The plan was withdrawn and does not count any more. What it said can still be read.',
  },
  'plan.is-answered': {
    zh: '这份方案已由本单位的另一份方案一并落实，不再单独修改或报送。请改那一份方案。',
    en: 'Another plan of this organisation answers for this one; it is no longer changed or submitted by itself. Please work on that plan.',
  },
};
