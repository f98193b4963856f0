import type { Item } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import type { ReviseCommand } from './command';
import { sameItem } from './edit';
import type { PlanEvent } from './events';
import { evolve, revisionOf } from './evolve';
import { nextRevision } from './revisions';
import { entriesOf, type Base } from './resolve';
import type { InForce, OpenedPlan } from './state';

type Of<T extends ReviseCommand['type']> = Extract<ReviseCommand, { type: T }>;

/** A plan in force is worked on again, of its own accord or because the one above changed; or it gets another owner. */
export function decideRevision(plan: OpenedPlan, command: ReviseCommand): PlanEvent[] {
  switch (command.type) {
    case 'open-revision':
      return openRevision(plan, command.reason);
    case 'take-parent':
      return takeParent(plan, command);
    case 'give-up-revision':
      return giveUpRevision(plan, command.reason);
    case 'hand-over': {
      const { planId, campaignId, organisationId: from, parent } = plan;
      if (from === command.to) return [];
      const data = { planId, campaignId, organisationId: command.to, parent, from, reason: command.reason };
      return [{ type: 'plan.handed-over', data }];
    }
  }
}

function openRevision(plan: OpenedPlan, reason: string | null): PlanEvent[] {
  const { planId, campaignId, organisationId, parent, situation, inForce } = plan;
  if (inForce && situation.at === 'drafting') return [];
  if (!inForce) throw new RuleViolation('plan.not-in-force');
  if (situation.at !== 'approved') throw new RuleViolation('plan.is-submitted');
  const data = {
    planId,
    campaignId,
    organisationId,
    parent,
    inForce: inForce.revision,
    revision: nextRevision(plan),
    reason,
  };
  return [{ type: 'plan.revision-opened', data }];
}

/** Not once somebody else has it: the one above was asked to look at it, those below were given it, another plan hangs on it. */
function giveUpRevision(plan: OpenedPlan, reason: string): PlanEvent[] {
  const { planId, campaignId, organisationId, revision, situation, inForce, children } = plan;
  if (situation.at === 'approved') return [];
  const before = inForce && plan.kept[inForce.revision];
  if (!before || before.situation.at !== 'approved') throw new RuleViolation('plan.no-revision');
  if (situation.at !== 'drafting') throw new RuleViolation('plan.revision-submitted');
  if (Object.values(children).some((child) => child.revision > inForce.revision))
    throw new RuleViolation('plan.revision-handed-down');
  if (Object.keys(plan.answers).some((answered) => !(answered in before.answers)))
    throw new RuleViolation('plan.revision-answers');
  const { parent } = before;
  const data = { planId, campaignId, organisationId, parent, revision, inForce: inForce.revision, reason };
  return [{ type: 'plan.revision-given-up', data }];
}

/**
 * The plan lies over the parent's later revision from here on. What this plan had made of an item itself stays; of what the
 * parent changed and is not taken, it keeps the old shape as its own.
 */
function takeParent(plan: OpenedPlan, { take, reason, base, next }: Of<'take-parent'>): PlanEvent[] {
  const { planId, campaignId, organisationId, situation, news } = plan;
  if (!news) throw new RuleViolation('plan.parent-unchanged');
  if (situation.at === 'submitted') throw new RuleViolation('plan.is-submitted');
  if (situation.at === 'returned') throw new RuleViolation('plan.finish-returned-first');
  const changes = changesBetween(base, next);
  const known = new Set(changes.map(({ itemId }) => itemId));
  if (take?.some((itemId) => !known.has(itemId))) throw new NotFound('item');
  const declined = take === null ? [] : changes.filter(({ itemId }) => !take.includes(itemId));
  if (declined.length > 0 && reason === null) throw new RuleViolation('plan.declined-without-reason');
  const opened = situation.at === 'approved' ? openRevision(plan, null) : [];
  const inherited = next.items.map(({ itemId }) => itemId);
  const taken: PlanEvent = {
    type: 'plan.parent-taken',
    data: { planId, campaignId, organisationId, parent: news, inherited },
  };
  const now = [...opened, taken].reduce(evolve, plan);
  const kept = now.is === 'opened' ? declined.flatMap((change) => keep(now, change, base, reason ?? '')) : [];
  return [...opened, taken, ...kept];
}

/** What this plan touched itself is its own already. */
function keep(plan: OpenedPlan, { itemId, from }: Change, base: Base, reason: string): PlanEvent[] {
  const { planId } = plan;
  const touched = plan.touched[itemId];
  // Its own shape of an item that the one above took out.
  if (touched?.kind === 'changed' && !plan.inherited.includes(itemId))
    return [{ type: 'plan.item-added', data: { planId, item: touched.item, responsible: touched.responsible } }];
  if (touched && touched.kind !== 'restored') return [];
  if (!from) return [{ type: 'plan.item-dropped', data: { planId, itemId, reason } }];
  const responsible = base.responsible[itemId] ?? null;
  if (!plan.inherited.includes(itemId)) return [{ type: 'plan.item-added', data: { planId, item: from, responsible } }];
  const itemRevision = revisionOf(touched) + 1;
  return [{ type: 'plan.item-changed', data: { planId, item: from, itemRevision, responsible } }];
}

type Change = Readonly<{ itemId: string; from: Item | null; to: Item | null }>;

/** What one revision has otherwise than another, in the order of the later one, then what is gone. */
export function changesBetween(
  before: Pick<Base, 'items' | 'responsible'>,
  after: Pick<Base, 'items' | 'responsible'>,
): Change[] {
  const [old, now] = [before, after].map(({ items }) => new Map(items.map((item) => [item.itemId, item])));
  const here = after.items.flatMap((to): Change[] => {
    const from = old?.get(to.itemId) ?? null;
    const same = from && sameItem(from, to) && before.responsible[to.itemId] === after.responsible[to.itemId];
    return same ? [] : [{ itemId: to.itemId, from, to }];
  });
  const gone = before.items.filter(({ itemId }) => !now?.has(itemId));
  return [...here, ...gone.map((from) => ({ itemId: from.itemId, from, to: null }))];
}

/** Items with nothing below them: those that are tasks. */
export function endsOf(items: readonly Item[]): string[] {
  const above = new Set(items.map((item) => item.above));
  return items.map(({ itemId }) => itemId).filter((itemId) => !above.has(itemId));
}
export const endedBy = (before: InForce | null, after: InForce | null): string[] => {
  const still = new Set(endsOf(after?.items ?? []));
  return endsOf(before?.items ?? []).filter((itemId) => !still.has(itemId));
};

/** What is otherwise than in the revision that was in force; nothing for the first. */
export function revised(plan: OpenedPlan, base: Base, now: InForce): PlanEvent[] {
  const { planId, campaignId, organisationId, parent, inForce } = plan;
  if (!inForce || inForce.revision === now.revision) return [];
  const changes = changesBetween(inForce, now);
  const why = new Map(entriesOf(plan, base).map(({ item, reason }) => [item.itemId, reason]));
  const changed = changes.flatMap(({ from, to }) => (from && to ? [to] : []));
  const named = changes.flatMap(({ itemId }) => {
    const name = now.responsible[itemId];
    return name === undefined ? [] : [[itemId, name] as const];
  });
  return [
    {
      type: 'plan.revised',
      data: {
        planId,
        campaignId,
        organisationId,
        parent,
        replaced: inForce.revision,
        revision: now.revision,
        added: changes.flatMap(({ itemId, from }) => (from ? [] : [itemId])),
        changed,
        responsible: Object.fromEntries(named),
        dropped: changes.flatMap(({ itemId, to }) => (to ? [] : [{ itemId, reason: why.get(itemId) ?? null }])),
        ended: endedBy(inForce, now),
      },
    },
  ];
}
