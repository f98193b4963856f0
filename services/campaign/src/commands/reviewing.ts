import { RuleViolation } from '@chuangwen/kernel';
import { permit, type Caller } from '@chuangwen/platform';
import type { OpenedPlan } from '../plan/state';

/**
 * The organisation above reviews; a root plan its own. Throws `plan.reviewed-above` for whoever may only make the plan, or
 * `policy.not-permitted`.
 */
export function reviewing(caller: Caller, { parent, organisationId: own }: OpenedPlan) {
  const organisationId = parent?.organisationId ?? own;
  const acting = attempt(() => permit(caller, 'plan.review', organisationId));
  if (acting) return { acting, organisationId };
  permit(caller, 'plan.edit', own);
  throw new RuleViolation('plan.reviewed-above');
}

function attempt<T>(what: () => T): T | null {
  try {
    return what();
  } catch {
    return null;
  }
}
