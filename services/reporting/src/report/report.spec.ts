import type { StoredEvent } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import {
  canonicalJson,
  dayOf,
  Fold,
  organisationsView,
  targetsOf,
  type OrganisationEntry,
  type Recorded,
  type View,
} from '@chuangwen/platform';
import fc from 'fast-check';
import { progressView, type Progress } from '../projections/progress';
import { Block, none } from './block';
import { reportByUnit, needOf, type Part, type TenantFigures } from './by-unit';
import { explain, isBelow } from './explanation';
import { FIGURES, type Dates, type Figure, type Sums } from './figures';
import { frameOf } from './frame';
import { ALL, GROUPS, keyPrefix, type Group } from './keys';
import { reportByLabel } from './report';
import { reportByUnit as plainReport } from './testing/plain-report';
import { unitsOn, type Tree } from './tree';

const TENANTS = ['agency-a', 'agency-b'] as const;
const DAYS = ['2026-04-01', '2026-04-02', '2026-04-03', '2026-04-04', '2026-04-05', '2026-04-06'] as const;
const ROOTS = new Map(TENANTS.map((tenant) => [tenant as string, `${tenant}-root`]));

type Event = Recorded<DomainEvent<string, Record<string, unknown>>>;
type Told = Readonly<{ type: string; data: Record<string, unknown>; day: number }>;

/** One stream of one tenant, recorded in order of its days. */
function stream(tenant: string, name: string, told: readonly Told[]): Event[] {
  const ordered = [...told].sort((a, b) => a.day - b.day);
  return ordered.map(({ type, data, day }, at) => {
    const recordedAt = `${DAYS[day]}T0${at % 8}:00:00.000Z`;
    const meta = { id: `${name}-${at + 1}`, type, tenant, stream: name, version: at + 1, recordedAt, audience: [] };
    return { type, data, meta: meta as unknown as Omit<StoredEvent, 'data'> };
  });
}

type Folded = { documents: Map<string, { tenant: string; body: object }>; counters: Map<string, number> };

/** What a projector makes of the events, kept in memory. */
function fold(view: View, events: readonly Event[]): Folded {
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

const bytes = ({ documents, counters }: Folded) => canonicalJson([[...documents].sort(), [...counters].sort()]);

/** As ReadModels.sum does. */
function sum({ counters }: Folded, by: Group, campaign: string, until: string) {
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

const unitsOf = (tenant: string) => ['root', 'x', 'y', 'z'].map((unit) => `${tenant}-${unit}`);
const tenant = fc.constantFrom(...TENANTS);
const day = fc.nat({ max: DAYS.length - 1 });
const due = fc.option(fc.constantFrom(...DAYS, '2026-04', '--04-02'), { nil: null });

const phase = fc.option(
  fc.constantFrom('p1', 'p2').map((phaseId) => ({ phaseId, name: phaseId })),
  { nil: null },
);
const measure = fc.constantFrom('m1', 'm2').map((itemId) => ({ itemId, number: null, title: itemId }));
const said = fc.record({ item: fc.constant({ number: null, title: '改写' }), measure, phase });

/** Any order of events after the first: what a wrong program might write must not break the sums either. */
const taskOf = (n: number) =>
  tenant.chain((owner) => {
    const taskId = `task-${n}`;
    const unit = fc.constantFrom(...unitsOf(owner), `${owner}-unheard-of`);
    const at = (type: string, data: fc.Arbitrary<Record<string, unknown>>) =>
      fc.record({ type: fc.constant(type), data, day });
    const opened = fc.record({
      campaignId: fc.constantFrom('c1', 'c1|m1'),
      organisationId: unit,
      deadline: due,
      phase,
      measure,
    });
    const later = fc.oneof(
      at(
        'task.assigned',
        unit.map((leadUnit) => ({ taskId, leadUnit, jointUnits: [], personId: null, leaderId: null })),
      ),
      at(
        'task.deadline-set',
        fc.option(fc.constantFrom(...DAYS), { nil: null }).map((deadline) => ({ taskId, deadline })),
      ),
      ...['task.progress-reported', 'task.submitted', 'task.returned', 'task.accepted', 'task.withdrawn'].map((type) =>
        at(type, fc.constant({ taskId })),
      ),
      at(
        'task.reinstated',
        fc.record({ taskId: fc.constant(taskId), said: fc.option(said, { nil: null }), deadline: due }),
      ),
      at('task.revised', fc.record({ taskId: fc.constant(taskId), said, deadline: due })),
      at(
        'task.shared-with',
        fc.record({
          taskId: fc.constant(taskId),
          campaignId: fc.constantFrom('c1', 'c2'),
          measure,
          phase,
          deadline: due,
        }),
      ),
      at(
        'task.unshared',
        fc.constantFrom('c1', 'c2').map((campaignId) => ({ taskId, campaignId })),
      ),
    );
    return fc.tuple(opened, fc.array(later, { maxLength: 8 })).map(([data, rest]) => {
      const first = { type: 'task.opened', data: { ...data, taskId, item: { number: null, title: taskId } }, day: 0 };
      return stream(owner, taskId, [first, ...rest]);
    });
  });

const organisationOf = (owner: string, unit: string) => {
  const organisationId = `${owner}-${unit}`;
  const root = unit === 'root';
  const founded = {
    type: 'organisation.founded',
    data: {
      organisationId,
      name: organisationId,
      kind: root ? 'root' : 'unit',
      parent: root ? null : `${owner}-root`,
      tree: 'line',
      validFrom: '2020-01-01',
    },
    day: 0,
  };
  const validFrom = fc.constantFrom('2026-03-01', ...DAYS);
  const moved = fc.record({
    type: fc.constant('organisation.moved'),
    day,
    data: fc.record({
      organisationId: fc.constant(organisationId),
      tree: fc.constantFrom('line', 'district'),
      // Of a district, say: also below what is another tenant's.
      parent: fc.constantFrom(...TENANTS.flatMap(unitsOf)),
      validFrom,
    }),
  });
  const renamed = fc.record({
    type: fc.constant('organisation.renamed'),
    day,
    data: fc.record({ organisationId: fc.constant(organisationId), name: fc.constantFrom('甲', '乙'), validFrom }),
  });
  return fc
    .array(root ? renamed : fc.oneof(moved, renamed), { maxLength: 3 })
    .map((rest) => stream(owner, organisationId, [founded, ...rest]));
};

const histories = fc.record({
  tasks: fc.integer({ min: 0, max: 8 }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => taskOf(i)))),
  organisations: fc.tuple(
    ...TENANTS.flatMap((owner) => ['root', 'x', 'y', 'z'].map((unit) => organisationOf(owner, unit))),
  ),
});
type History = { tasks: Event[][]; organisations: Event[][] };

const dates: fc.Arbitrary<Dates> = fc.record({
  asOf: fc.constantFrom(...DAYS),
  period: fc.option(
    fc.record({
      from: fc.option(fc.constantFrom(...DAYS), { nil: null }),
      to: fc.option(fc.constantFrom(...DAYS), { nil: null }),
    }),
    { nil: null },
  ),
});
const trees = fc.constantFrom<Tree>('line', 'district');
const groups = fc.constantFrom(...GROUPS);

const recordedBy = (asOf: string) => (event: Event) => dayOf(event.meta.recordedAt) <= asOf;

function treeOf({ organisations }: History, tree: Tree, { asOf, period }: Dates) {
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

function frameOn(history: History, tree: Tree, when: Dates) {
  const owners = new Map(TENANTS.flatMap((owner) => unitsOf(owner).map((unit) => [unit, [owner]] as const)));
  return frameOf(treeOf(history, tree, when), owners, ROOTS);
}

const WHOLE: Part = { under: null, levels: null };

function byUnit(folded: Folded, history: History, tree: Tree, when: Dates, part: Part) {
  const frame = frameOn(history, tree, when);
  const need = needOf(frame, part, ROOTS);
  const figures = TENANTS.flatMap((tenant): TenantFigures[] => {
    const [how, root] = [need(tenant), ROOTS.get(tenant)];
    if (how === null) return [];
    const block = blockOf(folded, tenant, how === 'whole' ? ALL : 'unit', 'c1').figures(when);
    return [how === 'whole' ? { tenant, root, whole: block.get(null) ?? none() } : { tenant, root, detail: block }];
  });
  return reportByUnit(frame, figures, part);
}

function reportOf(folded: Folded, history: History, by: Group, tree: Tree, when: Dates) {
  if (by === 'unit') return byUnit(folded, history, tree, when, WHOLE);
  return reportByLabel(
    TENANTS.map((tenant) => blockOf(folded, tenant, by, 'c1').figures(when)),
    [],
  );
}

/** The figures that one task makes in the campaign c1 by the plain meaning of the words, from its events alone. */
function plainly(events: readonly Event[], { asOf, period }: Dates): Partial<Record<Figure, boolean>> {
  const opened = events[0];
  const last = (...types: string[]) => events.findLast(({ type }) => types.includes(type));
  const shared = events.findLast(({ type, data }) => /shared/.test(type) && data['campaignId'] === 'c1');
  const own = opened?.data['campaignId'] === 'c1';
  const counts =
    (own || shared?.type === 'task.shared-with') &&
    last('task.withdrawn', 'task.reinstated')?.type !== 'task.withdrawn';
  if (!opened || !counts) return {};
  const dated = own ? last('task.opened', 'task.deadline-set', 'task.revised', 'task.reinstated') : shared;
  const deadline = dated!.data['deadline'] as string | null;
  const dueDay = deadline?.length === 10 && !deadline.startsWith('-') ? deadline : null;
  const submission = last('task.submitted', 'task.returned');
  const submitted = submission?.type === 'task.submitted';
  const on = submitted ? dayOf(submission.meta.recordedAt) : null;
  const asked = !period || (dueDay !== null && (period.from ?? '') <= dueDay && dueDay <= (period.to ?? '9'));
  const isDue = asked && dueDay !== null && dueDay <= asOf;
  return {
    tasks: asked,
    assigned: asked && last('task.assigned') !== undefined,
    submitted: asked && submitted,
    accepted: asked && last('task.submitted', 'task.returned', 'task.accepted')?.type === 'task.accepted',
    due: isDue,
    onTime: isDue && on !== null && on <= dueDay,
    late: isDue && on !== null && on > dueDay,
    overdue: isDue && dueDay < asOf && !submitted,
    undated: dueDay === null,
  };
}

describe('a report', () => {
  it('says what the events say by the plain meaning of the words', () =>
    fc.assert(
      fc.property(histories, dates, (history, when) => {
        const { totals, rows } = reportOf(fold(progressView, history.tasks.flat()), history, 'unit', 'line', when);
        const seen = history.tasks
          .map((events) => events.filter(recordedBy(when.asOf)))
          .map((events) => plainly(events, when));
        for (const figure of FIGURES) expect(totals[figure]).toBe(seen.filter((task) => task[figure]).length);
        const tops = rows.filter(({ above }) => above === null);
        for (const figure of FIGURES)
          expect(tops.reduce((all, row) => all + row.figures[figure], 0)).toBe(totals[figure]);
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
      }),
    ));

  it('adds up in every row, whatever it is broken down by and on which tree', () =>
    fc.assert(
      fc.property(histories, dates, groups, trees, (history, when, by, tree) => {
        const { rows, totals } = reportOf(fold(progressView, history.tasks.flat()), history, by, tree, when);
        const tops = rows.filter(({ above }) => above === null);
        for (const figure of FIGURES)
          expect(tops.reduce((all, row) => all + row.figures[figure], 0)).toBe(totals[figure]);
        for (const row of rows) if (row.above !== null) expect(rows.map(({ key }) => key)).toContain(row.above);
      }),
    ));

  it('by unit is the plain sum, row by row', () =>
    fc.assert(
      fc.property(histories, dates, trees, (history, when, tree) => {
        const folded = fold(progressView, history.tasks.flat());
        const plain = plainReport(sum(folded, 'unit', 'c1', when.asOf), when, treeOf(history, tree, when), ROOTS);
        expect(byUnit(folded, history, tree, when, WHOLE)).toEqual(plain);
      }),
    ));

  it('of some levels, or below a unit, is that part of the whole, though it reads less', () =>
    fc.assert(
      fc.property(
        histories,
        dates,
        trees,
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        (history, when, tree, levels, dice) => {
          const folded = fold(progressView, history.tasks.flat());
          const whole = byUnit(folded, history, tree, when, WHOLE);
          const figuresOnly = ({ key, depth, figures }: (typeof whole.rows)[number]) => ({ key, depth, figures });
          const some = byUnit(folded, history, tree, when, { under: null, levels });
          expect(some.rows.map(figuresOnly)).toEqual(whole.rows.filter(({ depth }) => depth < levels).map(figuresOnly));
          expect(some.totals).toEqual(whole.totals);
          const { numberOf } = frameOn(history, tree, when);
          const known = whole.rows.filter(({ key }) => numberOf.has(key));
          const top = known[dice % known.length]!;
          const part = byUnit(folded, history, tree, when, { under: top.key, levels });
          const below = (row: { key: string; above: string | null }): boolean =>
            row.key === top.key || whole.rows.some((over) => over.key === row.above && below(over));
          const wanted = whole.rows.filter((row) => below(row) && row.depth < top.depth + levels);
          expect(part.rows.map(figuresOnly)).toEqual(
            wanted.map(figuresOnly).map((row) => ({ ...row, depth: row.depth - top.depth })),
          );
          expect(part.totals).toEqual(top.figures);
        },
      ),
    ));

  it('explains each figure by as many tasks, each with its events up to that day', () =>
    fc.assert(
      fc.property(histories, dates, groups, trees, (history, when, by, tree) => {
        const folded = fold(progressView, history.tasks.flat());
        const { rows, totals } = reportOf(folded, history, by, tree, when);
        const frame = frameOn(history, tree, when);
        const tasks = [...folded.documents.values()].map(({ tenant, body }) => ({ tenant, task: body as Progress }));
        const behind = (key: string | null, figure: Figure) =>
          tasks.flatMap(({ tenant, task }) => {
            const belongs = (unit: string) => isBelow(frame, unit, key ?? '', ROOTS.get(tenant));
            return explain(task, { ...when, campaignId: 'c1', by, key, figure }, belongs) ?? [];
          });
        const counted = (sums: Sums, key: string | null) => {
          for (const figure of FIGURES) {
            const found = behind(key, figure);
            expect(found.length).toBe(sums[figure]);
            for (const { changes } of found) {
              expect(changes.length).toBeGreaterThan(0);
              for (const { recordedAt } of changes) expect(dayOf(recordedAt) <= when.asOf).toBe(true);
            }
          }
        };
        counted(totals, null);
        for (const row of rows) counted(row.figures, row.key);
      }),
    ));

  it('as of any day equals a full replay cut at that day', () =>
    fc.assert(
      fc.property(histories, dates, groups, trees, (history, when, by, tree) => {
        const known = recordedBy(when.asOf);
        const cut = {
          tasks: history.tasks.map((events) => events.filter(known)),
          organisations: history.organisations.map((events) => events.filter(known)),
        };
        const whole = reportOf(fold(progressView, history.tasks.flat()), history, by, tree, when);
        const then = reportOf(fold(progressView, cut.tasks.flat()), cut, by, tree, { ...when });
        expect(JSON.stringify(whole)).toBe(JSON.stringify(then));
      }),
    ));

  it('of an earlier day is left byte-identical by moves, renames and work recorded later', () =>
    fc.assert(
      fc.property(histories, histories, dates, groups, trees, (history, more, when, by, tree) => {
        const later = (streams: Event[][], others: Event[][]) =>
          streams.map((events, i) => [
            ...events.filter(recordedBy(when.asOf)),
            ...(others[i] ?? []).slice(1).filter((event) => !recordedBy(when.asOf)(event)),
          ]);
        const before = {
          tasks: history.tasks.map((events) => events.filter(recordedBy(when.asOf))),
          organisations: history.organisations.map((events) => events.filter(recordedBy(when.asOf))),
        };
        const after = { tasks: history.tasks, organisations: later(history.organisations, more.organisations) };
        const report = (of: History) => reportOf(fold(progressView, of.tasks.flat()), of, by, tree, when);
        expect(JSON.stringify(report(after))).toBe(JSON.stringify(report(before)));
      }),
    ));

  it('is the same in whatever order the streams arrive', () =>
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.nat()), ({ tasks }, dice) => {
        const straight = fold(progressView, tasks.flat());
        const waiting = tasks.map((events) => [...events]).filter(({ length }) => length > 0);
        const mixed: Event[] = [];
        for (const throwOf of dice) {
          if (waiting.length === 0) break;
          const at = throwOf % waiting.length;
          mixed.push(waiting[at]!.shift()!);
          if (waiting[at]!.length === 0) waiting.splice(at, 1);
        }
        expect(bytes(fold(progressView, mixed))).toBe(bytes(straight));
      }),
    ));

  it('keeps its counters and its explanations together when a clock went backwards', () => {
    const told = [
      {
        type: 'task.opened',
        day: 3,
        data: {
          taskId: 't',
          campaignId: 'c1',
          organisationId: 'agency-a-x',
          deadline: null,
          phase: null,
          measure: { itemId: 'm', number: null, title: 'm' },
          item: { number: null, title: 't' },
        },
      },
      { type: 'task.submitted', day: 3, data: { taskId: 't' } },
    ];
    const events = stream('agency-a', 't', told);
    const back = {
      type: 'task.returned',
      data: { taskId: 't' },
      meta: { ...events[1]!.meta, id: 't-3', version: 3, recordedAt: `${DAYS[0]}T00:00:00.000Z` },
    };
    const folded = fold(progressView, [...events, back]);
    for (const asOf of DAYS) {
      const values = sum(folded, 'unit', 'c1', asOf).map((row) => row.values['submitted'] ?? 0);
      for (const value of values) expect(value).toBeGreaterThanOrEqual(0);
    }
    expect(sum(folded, 'unit', 'c1', DAYS[5]).map((row) => row.values)).toEqual([{ tasks: 1 }]);
  });
});
