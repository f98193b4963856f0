import type { Item } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import type { EditCommand, ItemChange } from './command';
import { checkDates, short } from './dates';
import type { PlanEvent } from './events';
import { entriesOf, withPoints, type Entry } from './resolve';
import type { OpenedPlan } from './state';

/** A unit works on its own plan: while it drafts on all of it, after a return on the returned items only. */
export function decideEdit(plan: OpenedPlan, command: EditCommand): PlanEvent[] {
  const entries = entriesOf(plan, command.base);
  switch (command.type) {
    case 'add-item':
      return added(plan, entries, command.item, command.responsible);
    case 'change-item':
      return changed(plan, entryOf(entries, command.itemId), command.change);
    case 'drop-item': {
      if (entryOf(entries, command.itemId).mark === 'dropped') return [];
      const going = withPoints(entries, command.itemId).filter(({ mark }) => mark !== 'dropped');
      for (const { item } of going) mustBeOpen(plan, item);
      return going.map(({ item: { itemId } }) => ({
        type: 'plan.item-dropped',
        data: { planId: plan.planId, itemId, reason: command.reason },
      }));
    }
    case 'restore-item': {
      const entry = entryOf(entries, command.itemId);
      if (entry.mark === 'inherited' || entry.mark === 'added') return [];
      mustNotBeDropped(entries, entry.item.above);
      // Points that went with it come back with it.
      const coming =
        entry.mark === 'changed'
          ? [entry]
          : withPoints(entries, command.itemId).filter(
              ({ mark, reason }) => mark === 'dropped' && reason === entry.reason,
            );
      for (const { item } of coming) mustBeOpen(plan, item);
      return coming.map(({ item: { itemId } }) => ({
        type: 'plan.item-restored',
        data: { planId: plan.planId, itemId },
      }));
    }
  }
}

function added(plan: OpenedPlan, entries: readonly Entry[], item: Item, responsible: string | null): PlanEvent[] {
  if (plan.touched[item.itemId]) return [];
  if (item.above === null) mustBeOpen(plan, item);
  else {
    mustBeOpen(plan, entryOf(entries, item.above).item);
    mustNotBeDropped(entries, item.above);
  }
  checkDates(item, plan.phases);
  return [{ type: 'plan.item-added', data: { planId: plan.planId, item, responsible } }];
}

function changed(
  plan: OpenedPlan,
  entry: Entry,
  { responsible = entry.responsible, ...change }: ItemChange,
): PlanEvent[] {
  if (entry.mark === 'dropped') throw new RuleViolation('plan.item-dropped', { item: short(entry.item.title) });
  const item: Item = { ...entry.item, ...change };
  if (responsible === entry.responsible && sameItem(item, entry.item)) return [];
  mustBeOpen(plan, entry.item);
  checkDates(item, plan.phases);
  const itemRevision = entry.itemRevision + 1;
  return [{ type: 'plan.item-changed', data: { planId: plan.planId, item, itemRevision, responsible } }];
}

export const sameItem = (a: Item, b: Item): boolean =>
  (Object.keys(a) as (keyof Item)[]).every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]));

/** Throws NotFound. */
function entryOf(entries: readonly Entry[], itemId: string): Entry {
  const found = entries.find(({ item }) => item.itemId === itemId);
  if (!found) throw new NotFound('item');
  return found;
}

function mustNotBeDropped(entries: readonly Entry[], itemId: string | null): void {
  const entry = entries.find(({ item }) => item.itemId === itemId);
  if (entry?.mark === 'dropped') throw new RuleViolation('plan.above-dropped', { item: short(entry.item.title) });
}

function mustBeOpen({ situation }: OpenedPlan, { itemId, title }: Item): void {
  if (situation.at === 'submitted') throw new RuleViolation('plan.is-submitted');
  if (situation.at === 'approved') throw new RuleViolation('plan.is-approved');
  if (situation.at === 'returned' && !situation.open.includes(itemId))
    throw new RuleViolation('plan.item-not-returned', { item: short(title) });
}
