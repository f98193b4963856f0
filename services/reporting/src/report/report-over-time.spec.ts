import fc from 'fast-check';
import { progressView } from '../projections/progress';
import { bytes, fold, reportOf, sum } from './testing/folded';
import {
  dates,
  DAYS,
  groups,
  histories,
  recordedBy,
  stream,
  trees,
  type Event,
  type History,
} from './testing/histories';

describe('a report', () => {
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
