import { StorageUnavailable } from '@chuangwen/kernel';
import { exposition, watch, type Watched } from './gauges';

const well: Watched = {
  service: 'task',
  lags: async () => [{ consumer: 'tasks', lag: 3 }],
  running: async () => [{ consumer: 'tasks', running: false }],
  parked: async () => [],
  jobs: { queues: ['reminders'], counts: async () => ({ waiting: 2, failed: 1 }) },
  figures: { unpublished: async () => 7, refused: () => ({ signature: 0 }) },
};
const never = () => new Promise<never>(() => undefined);
const away = () => Promise.reject(new StorageUnavailable('io'));

/** Our gauges without those of requests, and what was not read. */
async function told(more: Partial<Watched>) {
  const end = watch({ ...well, ...more });
  const lines = (await exposition(50)).split('\n').filter((line) => line.includes('service="task"'));
  end();
  const unread = lines.flatMap((line) => /^chuangwen_unread_figures\{.*figure="(\w+)"\} 1$/.exec(line)?.[1] ?? []);
  return { unread, said: lines.filter((line) => !line.startsWith('chuangwen_unread_figures')).sort() };
}

const LAG = 'chuangwen_consumer_lag_events{service="task",consumer="tasks"} 3';
const RUNNING = 'chuangwen_consumer_running{service="task",consumer="tasks"} 0';
const PARKED = 'chuangwen_parked_streams{service="task",consumer="tasks"} 0';
const JOBS = [
  'chuangwen_jobs{service="task",queue="reminders",state="failed"} 1',
  'chuangwen_jobs{service="task",queue="reminders",state="waiting"} 2',
];
const BACKLOG = 'chuangwen_relay_backlog_appends{service="task"} 7';
/** Said from the beginning, so that the first one is an increase. */
const REFUSED = 'chuangwen_refused_messages_total{service="task",reason="signature"} 0';
const ALL = [LAG, RUNNING, PARKED, ...JOBS, BACKLOG, REFUSED].sort();
const without = (...missing: string[]) => ALL.filter((line) => !missing.includes(line));

it('all figures are said, and that they were read', async () =>
  expect(await told({})).toEqual({ unread: [], said: ALL }));

describe.each([
  ['fails', away],
  ['does not come in time', never],
])('a figure that %s is missing, and said to be; the others are there:', (_, failing) => {
  it('the lag, as when the brokers are away', async () =>
    expect(await told({ lags: failing })).toEqual({ unread: ['lag'], said: without(LAG) }));

  it('whether it runs', async () =>
    expect(await told({ running: failing })).toEqual({ unread: ['running'], said: without(RUNNING) }));

  it('what is parked, of which then no zero is said', async () =>
    expect(await told({ parked: failing })).toEqual({ unread: ['parked'], said: without(PARKED) }));

  it('the jobs', async () =>
    expect(await told({ jobs: { ...well.jobs, counts: failing } })).toEqual({
      unread: ['jobs'],
      said: without(...JOBS),
    }));

  it('the backlog', async () =>
    expect(await told({ figures: { ...well.figures, unpublished: failing } })).toEqual({
      unread: ['backlog'],
      said: without(BACKLOG),
    }));
});

it('a figure that there is not is not said to be unread', async () =>
  expect(await told({ figures: {} })).toEqual({ unread: [], said: without(BACKLOG, REFUSED) }));
