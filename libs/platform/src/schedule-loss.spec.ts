import { eventually, wait } from '@chuangwen/ports/conformance';
import { Scheduling } from './fakes/scheduling';

describe('A schedule whose queue', () => {
  let s: Scheduling;
  let said: jest.SpyInstance;
  beforeEach(async () => {
    said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    s = new Scheduling();
    await s.begin();
    await s.w.run('1', { do: 'open' });
  });
  afterEach(async () => {
    await s.runner.stop();
    said.mockRestore();
  });

  const visit = (score: number, id = '1') => s.w.run(id, { do: 'visit', score });

  it('lost all has again what stands: not what was cancelled, not what had its effect', async () => {
    await s.w.run('2', { do: 'open' });
    await visit(5, '2');
    await s.w.run('3', { do: 'open' });
    await visit(1, '3');
    await s.feed.deliver();
    await s.pass(1);
    expect(s.points).toEqual(['3']);
    s.jobs.lose();
    await eventually('put again', async () => (await s.waiting()).length === 1);
    expect(JSON.parse(String(said.mock.calls.at(-1)![0]))).toMatchObject({ schedule: 'visits', missing: 1 });
    await s.pass(30);
    expect(s.points).toEqual(['3', '1']);
  });

  it('came back as it was before rings in vain for what had its effect or was cancelled', async () => {
    await s.w.run('2', { do: 'open' });
    await s.feed.deliver();
    const revive = s.jobs.remembered();
    await visit(5);
    await visit(1, '2');
    await s.feed.deliver();
    await s.pass(1);
    revive();
    await s.pass(30);
    expect(s.points).toEqual(['2']);
  });

  it('lost the jobs of many tenants, and the installation’s own, has them all again', async () => {
    const tenants = ['bureau', '$installation', ...[...Array(8).keys()].map((n) => `街道-${n}`)];
    for (let n = 0; n < 1500; n += 1) await s.w.run(`x${n}`, { do: 'open' }, n < 1100 ? 'bureau' : tenants[n % 10]);
    s.feed.size = 100;
    await s.feed.deliver();
    const before = await s.jobs.waiting(s.runner.queue);
    expect(before).toHaveLength(1501);
    s.jobs.lose();
    await eventually('put again', async () => (await s.waiting()).length === 1501);
    const names = (list: typeof before) => list.map(({ tenant, key }) => `${tenant} ${key}`).sort();
    expect(names(await s.jobs.waiting(s.runner.queue))).toEqual(names(before));
  });

  it('is away is not waited for: that is said once, and it has all when it is back', async () => {
    s.jobs.away = true;
    await s.feed.deliver();
    await s.w.run('2', { do: 'open' });
    await s.feed.deliver();
    expect(await s.runner.lag()).toBe(0);
    await wait(50);
    s.jobs.away = false;
    await eventually('put', async () => (await s.waiting()).length === 2);
    expect(said.mock.calls.filter(([line]) => String(line).includes('can’t be put'))).toHaveLength(1);
  });

  it('was away rings in vain for what was cancelled meanwhile', async () => {
    await s.feed.deliver();
    s.jobs.away = true;
    await visit(5);
    await s.feed.deliver();
    s.jobs.away = false;
    expect(await s.waiting()).toHaveLength(1);
    await s.pass(7);
    expect(s.sent).toEqual([]);
  });

  it('was away rings in vain at the old time for what was put off meanwhile', async () => {
    await s.feed.deliver();
    const before = s.jobs.remembered();
    await s.pass(6);
    await visit(4);
    await s.feed.deliver();
    before(); // as if it had not heard
    await s.pass(1);
    expect(s.points).toEqual([]);
  });

  it('did not take a job has it at the next look', async () => {
    await eventually('filled', () => s.jobs.looks > 1);
    s.jobs.refusing = true;
    await s.feed.deliver(0); // nobody takes a partition over
    expect(await s.waiting()).toEqual([]);
    s.jobs.refusing = false;
    await eventually('put', async () => (await s.waiting()).length === 1);
  });

  it('was left unfilled is filled at the start, and by who takes a partition over', async () => {
    s.jobs.away = true;
    await s.feed.deliver();
    await s.runner.stop(); // it dies with the event taken and nothing in the queue
    s.jobs.away = false;
    await s.begin(600_000);
    await eventually('asked once', async () => (await s.waiting()).length === 1);
    s.jobs.lose();
    await s.feed.deliver(); // a partition is taken over
    await eventually('again', async () => (await s.waiting()).length === 1);
  });

  it('rang in vain before what stands was made again rings once more', async () => {
    await s.feed.deliver();
    await s.runner.stop();
    const again = new Scheduling(s.w, s.jobs); // what stood is lost, and where it stood
    await again.begin();
    await again.pass(7);
    expect(again.points).toEqual([]);
    await again.feed.deliver();
    await eventually('rung', () => again.points.length === 1);
    expect(await again.runner.failed()).toEqual([]);
    await again.runner.stop();
  });
});
