import { RuleViolation } from '@chuangwen/kernel';
import { decideCirculation, handDown, putInForce } from './circulate';
import type { TakeOverCommand } from './command';
import type { PlanEvent } from './events';
import { askedFor, evolve } from './evolve';
import { overlayOf } from './resolve';
import { decideRevision } from './revise';
import type { OpenedPlan } from './state';

type Of<T extends TakeOverCommand['type']> = Extract<TakeOverCommand, { type: T }>;

/** A unit carries out the plan above as it stands, in one step. */
export function decideTakeOver(plan: OpenedPlan, command: TakeOverCommand): PlanEvent[] {
  if (command.type === 'have-taken-over') return haveTakenOver(plan, command);
  const refusal = whyNot(plan, command);
  if (refusal === null || (refusal && command.asked)) return [];
  if (refusal) throw refusal;
  return takeOver(plan, command);
}

/** Without a paper there is nothing to submit; taken over whole it is submitted, and in force at once where nobody is to look at it. */
function takeOver(before: OpenedPlan, { way, purpose, atOnce, base, next, ...more }: Of<'take-over'>): PlanEvent[] {
  const events =
    before.news && next
      ? decideRevision(before, { type: 'take-parent', take: null, reason: null, base, next })
      : ([] as PlanEvent[]);
  const now = (): OpenedPlan => events.reduce(evolve, before) as OpenedPlan;
  const { planId, campaignId, organisationId, parent, revision } = now();
  if (!parent) return [];
  events.push({ type: 'plan.taken-over', data: { planId, campaignId, organisationId, parent, revision, way } });
  if (way === 'whole') events.push(...decideCirculation(now(), { type: 'submit', purpose }));
  if (way === 'without-paper' || atOnce)
    events.push(...putInForce(now(), { ...more, purpose, base: before.news && next ? next : base }));
  return events;
}

/** null: it is so already. */
function whyNot(plan: OpenedPlan, { way }: Of<'take-over'>): RuleViolation | null | undefined {
  const { situation, parent, news } = plan;
  if (!parent) return new RuleViolation('plan.root-has-none-above');
  const again = situation.at === 'approved' && news !== null && plan.way !== 'own';
  if (situation.at !== 'drafting' && !again && plan.way === way) return null;
  if (situation.at === 'submitted') return new RuleViolation('plan.already-submitted');
  if (situation.at === 'approved' && !again) return new RuleViolation('plan.is-approved');
  if (situation.at === 'returned') return new RuleViolation('plan.finish-returned-first');
  const { added, changed, dropped } = overlayOf(plan, null).overlay;
  if (added.length + changed.length + dropped.length > 0) return new RuleViolation('plan.has-own-items');
  return undefined;
}

/** Each is asked once for a revision, whatever comes of it. */
function haveTakenOver(plan: OpenedPlan, command: Of<'have-taken-over'>): PlanEvent[] {
  const { planId, campaignId, organisationId, revision } = plan;
  const { way, to } = command;
  const asking = askedFor({ way, revision });
  const fresh = to.map((child) => child.planId).filter((child) => plan.asked[child] !== asking);
  if (fresh.length === 0) return [];
  const data = { planId, campaignId, organisationId, revision, way, plans: fresh };
  return [...handDown(plan, command), { type: 'plan.units-taking-over', data }];
}
