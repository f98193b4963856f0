import { StorageUnavailable } from '@chuangwen/kernel';
import { ViewMoved } from '@chuangwen/ports';
import { eventually, wait } from '@chuangwen/ports/conformance';
import { bad, point } from './fakes/sample';
import { later, Remind, Scheduling } from './fakes/scheduling';
import { Log } from './watch/log';

describe('A schedule', () => {
  let s: Scheduling;
  beforeEach(async () => {
    s = new Scheduling();
    await s.begin();
    await s.w.run('1', { do: 'open' });
  });
  afterEach(() => s.runner.stop());

  const visit = (score: number, id = '1') => s.w.run(id, { do: 'visit', score });
  const stream = { topic: 'inspection', tenant: 'bureau', stream: 'point-1' };

  it('sends its command when the time has come, once, with what it comes from', async () => {
    await s.feed.deliver();
    await s.pass(6.9);
    expect(s.sent).toEqual([]);
    await s.pass(0.1);
    expect(s.sent).toEqual([
      new Remind(
        {
          tenant: 'bureau',
          actor: { kind: 'workflow', id: 'visits' },
          principal: null,
          commandId: expect.stringMatching(/^[0-9a-f-]{14}5/),
          bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
          correlationId: s.w.store.log[0]!.correlationId,
          causationId: s.w.store.log[0]!.id,
        },
        '1',
      ),
    ]);
    await s.pass(100);
    await s.feed.deliver(0);
    await s.pass(100);
    expect(s.sent).toHaveLength(1);
  });

  it('goes by the last word: a new time takes the place of the old one, and again', async () => {
    await s.feed.deliver();
    await visit(2);
    await s.feed.deliver();
    expect(await s.waiting()).toEqual([later(s.now, 2)]);
    await visit(4);
    await visit(2); // back
    await s.feed.deliver();
    await s.pass(1.9);
    expect(s.sent).toEqual([]);
    await s.pass(0.1);
    expect(s.points).toEqual(['1']);
    await visit(3);
    await s.feed.deliver();
    await s.pass(3);
    expect(s.points).toEqual(['1', '1']);
    expect(new Set(s.sent.map(({ caller }) => caller.commandId)).size).toBe(2);
  });

  it('does nothing more for what was cancelled', async () => {
    await s.feed.deliver();
    await visit(5);
    await s.feed.deliver();
    expect(await s.waiting()).toEqual([]);
    await s.pass(10);
    expect(s.sent).toEqual([]);
  });

  it('puts nothing into the queue before it stands', async () => {
    let calls = -1;
    s.models.before = () => void (calls = s.jobs.calls.length);
    await s.feed.deliver();
    expect(calls).toBe(0);
    expect(s.jobs.calls).toEqual([`schedule bureau ${later(s.now, 7)} 1`]);
  });

  it('runs a job twice with the same command id, which the write path then recognises', async () => {
    await s.feed.deliver();
    const revive = s.jobs.remembered();
    s.models.before = () => {
      throw new StorageUnavailable('closed'); // killed before it is noted that it had its effect
    };
    const ringing = s.pass(7);
    await eventually('sent', () => s.sent.length > 0);
    await s.runner.stop();
    await ringing;
    s.models.before = () => undefined;
    revive();
    await s.begin();
    const before = s.sent.length;
    await s.jobs.ring();
    expect(s.sent.length).toBe(before + 1);
    for (const { caller } of s.sent) expect(caller).toEqual(s.sent[0]!.caller);
    const ref = { tenant: 'bureau', stream: 'point-1' };
    for (const { caller } of s.sent)
      await s.w.streams().execute(point, ref, { do: 'visit', pointId: '1', score: 1 }, caller);
    expect(s.w.store.log).toHaveLength(2);
    revive();
    await s.jobs.ring();
    expect(s.sent.length).toBe(before + 1); // it had its effect
  });

  it.each([
    ['imported', { origin: 'import' }],
    ['adopted from another installation', { adopted: true }],
  ] as const)('of a history that was %s does what is still to come, and not what is past', async (_, more) => {
    await s.w.run('2', { do: 'open' });
    await s.pass(3);
    await visit(1, '2'); // was due a day later
    await s.w.run('3', { do: 'open' });
    await s.pass(5);
    s.w.store.log.forEach((event, at) => (s.w.store.log[at] = bad(event, more)));
    await s.feed.deliver();
    expect(await s.waiting()).toEqual([later(s.now, 2)]);
    await s.pass(2);
    expect(s.points).toEqual(['3']);
  });

  it('is late rather than silent for what was due while nobody listened', async () => {
    await s.pass(30);
    await s.feed.deliver();
    await s.jobs.ring();
    expect(s.points).toEqual(['1']);
  });

  it('waits for a store that is away, however long; that is no fault of the job', async () => {
    await s.feed.deliver();
    let tries = 0;
    s.refuse = () => {
      tries += 1;
      if (tries < 3) throw new StorageUnavailable('io');
    };
    await s.pass(7);
    expect([tries, s.points]).toEqual([3, ['1']]);
  });

  it('keeps a job whose command is refused among the failed ones, until it is retried', async () => {
    await s.feed.deliver();
    s.refuse = () => {
      throw new Error('not reminded');
    };
    const said = jest.spyOn(Log.prototype, 'error').mockImplementation(() => undefined);
    await s.pass(7);
    expect(await s.runner.failed()).toEqual([{ tenant: 'bureau', key: '1', at: s.now, error: 'Error: not reminded' }]);
    // Of the error only its kind: its text may speak of people.
    expect(said.mock.calls).toEqual([
      ['a due job is refused', { tenant: 'bureau', schedule: 'visits', key: '1', at: s.now, error: 'Error' }],
    ]);
    said.mockRestore();
    s.refuse = () => undefined;
    await s.jobs.ring();
    expect(s.sent).toEqual([]);
    expect(await s.runner.retryFailed()).toBe(1);
    await s.jobs.ring();
    expect([s.points, await s.runner.failed()]).toEqual([['1'], []]);
  });

  it('makes a change anew that another process disturbed', async () => {
    let left = 2;
    s.models.before = () => {
      if ((left -= 1) >= 0) throw new ViewMoved(s.runner.ref);
    };
    await s.feed.deliver();
    left = 2;
    await s.pass(7);
    expect(s.points).toEqual(['1']);
    const revive = s.jobs.remembered();
    s.jobs.lose();
    revive();
    await s.jobs.ring();
    expect(s.points).toEqual(['1']);
  });

  it('does not take away what was put off while it rang', async () => {
    await s.feed.deliver();
    s.refuse = async () => {
      s.refuse = () => undefined;
      await visit(3);
      await s.feed.deliver();
    };
    await s.pass(7);
    expect(await s.waiting()).toEqual([later(s.now, 3)]);
    await s.pass(3);
    expect(s.points).toEqual(['1', '1']);
  });

  it('parks what it can’t know and what is no instruction, and others go on', async () => {
    await visit(9);
    await s.w.run('3', { do: 'open' });
    await s.feed.deliver();
    const parked = await s.runner.parked();
    expect(parked).toMatchObject([{ ...stream, version: 2, reason: expect.stringContaining('Not an instant') }]);
    expect(await s.waiting()).toHaveLength(2); // what stood before, and the other
    s.w.store.log[1] = bad(s.w.store.log[1]!, { type: 'point.painted' });
    await expect(s.runner.retry(stream, true)).rejects.toThrow('Not an instant');
    await s.pass(7);
    expect(s.points.sort()).toEqual(['1', '3']);
  });

  it('takes a parked stream again, and puts what comes of it', async () => {
    const opened = s.w.store.log[0]!;
    s.w.store.log[0] = bad(opened, { schemaVersion: 7 });
    await s.feed.deliver();
    expect(await s.waiting()).toEqual([]);
    await s.models.commit(s.runner.ref, { documents: [], counters: [], positions: [], seen: [], unpark: [stream] });
    s.w.store.log[0] = opened;
    const entry = { ...stream, version: 1, reason: '', attempts: 3, parkedAt: '' };
    const parked = { park: [entry], parkedEvents: [{ ...opened, topic: 'inspection' }] };
    await s.models.commit(s.runner.ref, { documents: [], counters: [], positions: [], seen: [], ...parked });
    expect(await s.runner.retry(stream, true)).toBe(1);
    expect(await s.waiting()).toEqual([]);
    expect(await s.runner.retry(stream, false)).toBe(1);
    expect(await s.waiting()).toHaveLength(1);
    expect(await s.runner.parked()).toEqual([]);
  });

  it('stops at once, also while a store is away', async () => {
    await s.feed.deliver();
    s.refuse = () => {
      throw new StorageUnavailable('io');
    };
    const ringing = s.pass(7);
    await wait(20);
    const began = performance.now();
    await s.runner.stop();
    await ringing;
    expect(performance.now() - began).toBeLessThan(200);
    expect(s.sent).toEqual([]);
  });
});
