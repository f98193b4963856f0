import { StorageUnavailable } from '@chuangwen/kernel';
import { Health, type Checked } from './health';
import { Heartbeat } from './heartbeat';

const well: Checked = {
  service: 'task',
  stopping: false,
  reachable: async () => undefined,
  running: async () => [
    { consumer: 'tasks', running: true },
    { consumer: 'workflow:open-tasks', running: true },
  ],
  lags: async () => [
    { consumer: 'tasks', lag: 0 },
    { consumer: 'workflow:open-tasks', lag: 3 },
  ],
  parked: async () => ['one'],
};
const never = () => new Promise<never>(() => undefined);
const health = (more: Partial<Checked>) => new Health([{ ...well, ...more }], { patience: 50 });

it('is ready, with the lag of every view and workflow and what is parked', async () =>
  expect(await health({}).ready()).toEqual({
    status: 'ready',
    reasons: [],
    lag: { 'task/tasks': 0, 'task/workflow:open-tasks': 3 },
    parked: 1,
  }));

describe('is not ready, and says why, when', () => {
  it('it is stopping', async () =>
    expect(await health({ stopping: true }).ready()).toMatchObject({
      status: 'not-ready',
      reasons: [{ service: 'task', reason: 'stopping' }],
    }));

  it.each([
    ['is away', () => Promise.reject(new StorageUnavailable('io'))],
    ['does not answer', never],
  ])('the store %s', async (_, reachable) =>
    expect(await health({ reachable, lags: never, parked: never }).ready()).toMatchObject({
      status: 'not-ready',
      reasons: [{ service: 'task', reason: 'store' }],
    }),
  );

  it('nobody hears for a view', async () =>
    expect(await health({ running: async () => [{ consumer: 'tasks', running: false }] }).ready()).toMatchObject({
      status: 'not-ready',
      reasons: [{ service: 'task', reason: 'not-running', what: 'tasks' }],
    }));

  it('one of them is far behind, a workflow as well', async () =>
    expect(await health({ lags: async () => [{ consumer: 'workflow:open-tasks', lag: 1000 }] }).ready()).toMatchObject({
      status: 'not-ready',
      reasons: [{ service: 'task', reason: 'behind', what: 'workflow:open-tasks' }],
      lag: { 'task/workflow:open-tasks': 1000 },
    }));

  it('the views do not say how far they are', async () =>
    expect(await health({ lags: never }).ready()).toMatchObject({
      status: 'not-ready',
      reasons: [{ service: 'task', reason: 'no-answer' }],
    }));

  it('one of several services is not', async () =>
    expect(await new Health([well, { ...well, service: 'campaign', stopping: true }]).ready()).toMatchObject({
      status: 'not-ready',
      reasons: [{ service: 'campaign', reason: 'stopping' }],
    }));
});

it('is far behind where it was said to be', async () => {
  const lags = async () => [{ consumer: 'tasks', lag: 20 }];
  expect(await new Health([{ ...well, lags }], { farBehind: 20 }).ready()).toMatchObject({ status: 'not-ready' });
  expect(await new Health([{ ...well, lags }], { farBehind: 21 }).ready()).toMatchObject({ status: 'ready' });
});

describe('the heartbeat', () => {
  it('is alive while the loop turns, and tells how late it was', async () => {
    const heart = new Heartbeat(10, 200);
    await new Promise((done) => setTimeout(done, 50));
    expect(heart.pulse()).toMatchObject({ beats: true, at: expect.stringMatching(/Z$/) });
    hold(100);
    await new Promise((done) => setTimeout(done, 30));
    expect(heart.pulse().late).toBeGreaterThan(80);
    heart.stop();
  });

  it('is still when no timer has fired for too long', async () => {
    const heart = new Heartbeat(10, 60);
    hold(80);
    expect(heart.pulse().beats).toBe(false);
    heart.stop();
  });
});

function hold(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until;);
}
