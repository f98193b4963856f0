import {
  canonicalJson,
  Fold,
  organisationsView,
  targetsOf,
  type OrganisationEntry,
  type View,
} from '@chuangwen/platform';
import { Block } from '../block';
import { needOf, reportByUnit, type Part, type TenantFigures } from '../by-unit';
import type { Dates } from '../figures';
import { frameOf } from '../frame';
import { FEWEST, keyPrefix, type Group } from '../keys';
import { reportByLabel } from '../report';
import { unitsOn, type Tree } from '../tree';
import { ROOTS, TENANTS, unitsOf, type Event, type History } from './histories';

type Folded = { documents: Map<string, { tenant: string; body: object }>; counters: Map<string, number> };

/** What a projector makes of the events, kept in memory. */
export function fold(view: View, events: readonly Event[]): Folded {
  const work = new Fold(view);
  for (const event of events) {
    const refs = targetsOf(view, event);
    const unknown = work.unknown(refs);
    work.know(
      unknown,
      unknown.map(() => null),
    );
    work.apply(event, refs);
  }
  const { documents, counters } = work.changes();
  const kept: Folded = { documents: new Map(), counters: new Map() };
  for (const { tenant, id, body } of documents) if (body) kept.documents.set(`${tenant}/${id}`, { tenant, body });
  for (const { tenant, group, key, day, add } of counters)
    for (const [name, value] of Object.entries(add))
      if (value !== 0) kept.counters.set([tenant, group, key, day, name].join('\0'), value);
  return kept;
}

export const bytes = ({ documents, counters }: Folded) => canonicalJson([[...documents].sort(), [...counters].sort()]);

/** As ReadModels.sum does. */
export function sum({ counters }: Folded, by: Group, campaign: string, until: string) {
  const rows = new Map<string, { tenant: string; key: string; values: Record<string, number> }>();
  for (const [at, value] of counters) {
    const [tenant, group, key, day, name] = at.split('\0') as [string, string, string, string, string];
    if (group !== by || day > until || !key.startsWith(keyPrefix(campaign))) continue;
    const row = rows.get(`${tenant}\0${key}`) ?? { tenant, key, values: {} };
    row.values[name] = (row.values[name] ?? 0) + value;
    rows.set(`${tenant}\0${key}`, row);
  }
  return [...rows.values()];
}

export function treeOf({ organisations }: History, tree: Tree, { asOf, period }: Dates) {
  const entries = [...fold(organisationsView, organisations.flat()).documents.values()].map(({ body }) => body);
  const on = period?.to ?? asOf;
  const directory = {
    tenant: 'agency-a',
    root: 'agency-a-root',
    tenants: [],
    organisations: entries as OrganisationEntry[],
  };
  return unitsOn(directory, { tree, on, asOf });
}

/** As ReadModels.differences does, in one go. */
function blockOf({ counters }: Folded, tenant: string, group: string, campaign: string): Block {
  const rows = new Map<string, { key: string; day: string; values: Record<string, number> }>();
  for (const [at, value] of counters) {
    const [owner, of, key, day, name] = at.split('\0') as [string, string, string, string, string];
    if (owner !== tenant || of !== group || !key.startsWith(keyPrefix(campaign))) continue;
    const row = rows.get(`${key}\0${day}`) ?? { key, day, values: {} };
    row.values[name] = value;
    rows.set(`${key}\0${day}`, row);
  }
  const block = new Block();
  block.take({ stamp: '1', days: null, rows: [...rows.values()] });
  return block;
}

export function frameOn(history: History, tree: Tree, when: Dates) {
  const owners = new Map(TENANTS.flatMap((owner) => unitsOf(owner).map((unit) => [unit, [owner]] as const)));
  return frameOf(treeOf(history, tree, when), owners, ROOTS);
}

export const WHOLE: Part = { under: null, levels: null };

export function byUnit(folded: Folded, history: History, tree: Tree, when: Dates, part: Part) {
  const frame = frameOn(history, tree, when);
  const need = needOf(frame, part, ROOTS);
  const figures = TENANTS.flatMap((tenant): TenantFigures[] => {
    const [how, root] = [need(tenant), ROOTS.get(tenant)];
    if (how === null) return [];
    const block = blockOf(folded, tenant, how === 'whole' ? FEWEST : 'unit', 'c1');
    return [
      how === 'whole' ? { tenant, root, whole: block.whole(when) } : { tenant, root, detail: block.figures(when) },
    ];
  });
  return reportByUnit(frame, figures, part);
}

export function reportOf(folded: Folded, history: History, by: Group, tree: Tree, when: Dates) {
  if (by === 'unit') return byUnit(folded, history, tree, when, WHOLE);
  return reportByLabel(
    TENANTS.map((tenant) => blockOf(folded, tenant, by, 'c1').figures(when)),
    [],
  );
}
