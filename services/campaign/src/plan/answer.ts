import { RuleViolation } from '@chuangwen/kernel';
import { decideCirculation } from './circulate';
import type { AnswerCommand } from './command';
import { sameItem } from './edit';
import type { PlanEvent } from './events';
import { evolve, revisionOf } from './evolve';
import { entriesOf, type Base, type Entry } from './resolve';
import { decideRevision } from './revise';
import type { OpenedPlan } from './state';

type Of<T extends AnswerCommand['type']> = Extract<AnswerCommand, { type: T }>;

/** One plan for several above it. The plans over the others follow it, and are returned and accepted each by its own parent. */
export function decideAnswer(plan: OpenedPlan, command: AnswerCommand): PlanEvent[] {
  switch (command.type) {
    case 'answer':
      return answer(plan, command);
    case 'be-answered': {
      const { planId, campaignId, organisationId, parent } = plan;
      if (!parent || plan.answeredBy === command.by) return [];
      return [{ type: 'plan.answered', data: { planId, campaignId, organisationId, parent, by: command.by } }];
    }
    case 'follow':
      return plan.answeredBy === command.by ? follow(plan, command) : [];
  }
}

/** What the other plan above asks for and is not here is added, under the id that it has there. */
function answer(plan: OpenedPlan, { answered, parent, base, other }: Of<'answer'>): PlanEvent[] {
  const { planId, campaignId, organisationId, situation } = plan;
  if (!plan.parent) throw new RuleViolation('plan.root-has-none-above');
  if (situation.at === 'submitted') throw new RuleViolation('plan.is-submitted');
  if (situation.at === 'approved') throw new RuleViolation('plan.is-approved');
  if (situation.at === 'returned') throw new RuleViolation('plan.finish-returned-first');
  const here = new Set(entriesOf(plan, base).map(({ item }) => item.itemId));
  const added = other.items
    .filter(({ itemId }) => !here.has(itemId))
    .map((item): PlanEvent => {
      const responsible = other.responsible[item.itemId] ?? null;
      return { type: 'plan.item-added', data: { planId, item, responsible } };
    });
  const known = plan.answers[answered]?.revision === parent.revision;
  const data = { planId, campaignId, organisationId, answered, parent };
  return [...added, ...(known ? [] : [{ type: 'plan.answering', data } as const])];
}

/** Quiet while its parent has seen this very content: what it returned stays with the unit until it reads otherwise. */
function follow(plan: OpenedPlan, { entries, base, purpose }: Of<'follow'>): PlanEvent[] {
  const changes = changesTo(plan, entries, base);
  const { at } = plan.situation;
  if (changes.length === 0 && at !== 'drafting') return [];
  const opened = at === 'approved' ? decideRevision(plan, { type: 'open-revision', reason: null }) : [];
  const events = [...opened, ...changes];
  const now = events.reduce(evolve, plan) as OpenedPlan;
  // Whatever was open: all of it is sent again, for any item may read otherwise.
  return [...events, ...decideCirculation({ ...now, situation: { at: 'drafting' } }, { type: 'submit', purpose })];
}

function changesTo(plan: OpenedPlan, entries: readonly Entry[], base: Base): PlanEvent[] {
  const wanted = new Map(entries.map((entry) => [entry.item.itemId, entry]));
  const { planId } = plan;
  const here = entriesOf(plan, base);
  const changed = here.flatMap(({ item, mark, responsible }): PlanEvent[] => {
    const { itemId } = item;
    const entry = wanted.get(itemId);
    if (!entry || entry.mark === 'dropped') {
      const reason = entry?.reason ?? NOT_THERE;
      return mark === 'dropped' ? [] : [{ type: 'plan.item-dropped', data: { planId, itemId, reason } }];
    }
    const restored: PlanEvent[] = mark === 'dropped' ? [{ type: 'plan.item-restored', data: { planId, itemId } }] : [];
    if (sameItem(entry.item, item) && entry.responsible === responsible) return restored;
    const itemRevision = revisionOf(plan.touched[itemId]) + restored.length + 1;
    const data = { planId, item: entry.item, itemRevision, responsible: entry.responsible };
    return [...restored, { type: 'plan.item-changed', data }];
  });
  const known = new Set(here.map(({ item }) => item.itemId));
  const added = entries
    .filter(({ item, mark }) => mark === 'added' && !known.has(item.itemId))
    .map(({ item, responsible }): PlanEvent => ({ type: 'plan.item-added', data: { planId, item, responsible } }));
  return [...changed, ...added];
}

const NOT_THERE = '本单位的方案没有列入。';
