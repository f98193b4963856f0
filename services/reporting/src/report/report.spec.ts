import { dayOf } from '@chuangwen/platform';
import fc from 'fast-check';
import { progressView, type Progress } from '../projections/progress';
import { explain, isBelow } from './explanation';
import { FIGURES, type Dates, type Figure, type Sums } from './figures';
import { byUnit, fold, frameOn, reportOf, sum, treeOf, WHOLE } from './testing/folded';
import { dates, groups, histories, recordedBy, ROOTS, trees, type Event } from './testing/histories';
import { reportByUnit as plainReport } from './testing/plain-report';

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
});
