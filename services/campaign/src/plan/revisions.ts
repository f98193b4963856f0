import type { OpenedPlan, Touched } from './state';

export function touch(plan: OpenedPlan, itemId: string, touched: Touched): OpenedPlan {
  return { ...changing(plan), touched: { ...plan.touched, [itemId]: touched } };
}

/** The first change after others have seen the plan begins its next revision. */
export function changing(plan: OpenedPlan): OpenedPlan {
  const next = plan.seenByOthers ? begun(plan, nextRevision(plan)) : {};
  return { ...plan, ...next, way: 'own', seenByOthers: false };
}

/** What there was before stays known, for its differences. */
export function begun(plan: OpenedPlan, revision: number): Pick<OpenedPlan, 'revision' | 'kept'> {
  const { touched, parent, inherited, situation, way, answers } = plan;
  return { revision, kept: { ...plan.kept, [plan.revision]: { touched, parent, inherited, situation, way, answers } } };
}

/** The number of a revision that was given up is not used again. */
export const nextRevision = ({ revision, kept }: OpenedPlan): number =>
  Math.max(revision, ...Object.keys(kept).map(Number)) + 1;

/** As it was put in force; what was taken of the plan above meanwhile is news again. */
export function givenUp(plan: OpenedPlan, revision: number): OpenedPlan {
  const before = plan.kept[revision];
  if (!before) return plan;
  const { parent } = plan;
  const later = parent && before.parent && parent.revision > before.parent.revision ? parent : null;
  return { ...plan, ...begun(plan, revision), ...before, news: plan.news ?? later, seenByOthers: true };
}
