import { dayOf } from '@chuangwen/platform';
import fc from 'fast-check';
import { progressView, type Progress } from '../projections/progress';
import { explain, isBelow } from './explanation';
import { FIGURES, type Dates, type Figure, type Sums } from './figures';
import { GROUPS } from './keys';
import { bytes, byUnit, fold, frameOn, reportOf, sum, treeOf, WHOLE } from './testing/folded';
import { DAYS, recordedBy, ROOTS, stream, TENANTS, unitsOf, type Event, type History } from './testing/histories';
import { reportByUnit as plainReport } from './testing/plain-report';
import type { Tree } from './tree';

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
            for (const { steps } of found) {
              expect(steps.length).toBeGreaterThan(0);
              for (const { at } of steps) expect(dayOf(new Date(at)) <= when.asOf).toBe(true);
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
