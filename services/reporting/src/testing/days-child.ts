import { Fold, targetsOf, type Recorded } from '@chuangwen/platform';
import { progressView } from '../projections/progress';
import { Block } from '../report/block';
import { FIGURES } from '../report/figures';
import { FEWEST } from '../report/keys';

/** Prints the figures of some days of a leap year, of events told to the millisecond around Shanghai's midnights. */
const LAST = 'T15:59:59.999Z';
const FIRST = 'T16:00:00.000Z';
const told: readonly [taskId: string, recordedAt: string, type: string, data?: object][] = [
  ['a', `2024-02-27${FIRST}`, 'task.opened', { deadline: '2024-02-29' }],
  ['b', `2024-02-27${FIRST}`, 'task.opened', { deadline: '2024-02-29' }],
  ['c', `2024-02-28${FIRST}`, 'task.opened', { deadline: '2024-03-10' }],
  ['a', `2024-02-29${LAST}`, 'task.submitted'],
  ['b', `2024-02-29${FIRST}`, 'task.submitted'],
  // New York turns its clocks at 07:00 UTC of this day.
  ['c', `2024-03-10T07:30:00.000Z`, 'task.submitted'],
  // A clock that went back over midnight: the order is that of the stream.
  ['c', `2024-03-09T07:30:00.000Z`, 'task.accepted'],
];

const fold = new Fold(progressView);
const versions = new Map<string, number>();
for (const [taskId, recordedAt, type, data] of told) {
  const version = (versions.get(taskId) ?? 0) + 1;
  versions.set(taskId, version);
  const measure = { itemId: 'm', number: null, title: 'm' };
  const opened = { campaignId: 'c1', organisationId: 'u', phase: null, measure, item: { number: null, title: taskId } };
  const meta = { id: `${taskId}-${version}`, tenant: 't', stream: taskId, version, recordedAt, audience: [] };
  const event = { type, data: { taskId, ...opened, ...data }, meta } as unknown as Recorded;
  const refs = targetsOf(progressView, event);
  const unknown = fold.unknown(refs);
  fold.know(
    unknown,
    unknown.map(() => null),
  );
  fold.apply(event, refs);
}
const rows = fold
  .changes()
  .counters.filter(({ group }) => group === FEWEST)
  .map(({ key, day, add }) => ({ key, day, values: add }));
const block = new Block();
block.take({ stamp: '1', days: null, rows });
const days = ['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-09', '2024-03-10', '2024-03-11'];
const figures = days.map((asOf) => {
  const sums = block.figures({ asOf, period: { from: '2024-02-29', to: '2024-03-10' } }).get(null) ?? [];
  return [asOf, Object.fromEntries(FIGURES.map((figure, i) => [figure, sums[i] ?? 0]))];
});
console.log(
  JSON.stringify({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, figures: Object.fromEntries(figures) }),
);
