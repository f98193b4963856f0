import { setTimeout as pause } from 'node:timers/promises';
import { INSTALLATION } from '@chuangwen/contracts';
import { exportTenant, type MoveStep } from '@chuangwen/platform';
import { installationOf, type Platform } from '@chuangwen/standalone';
import { until } from '../journeys/city';
import { PASSPHRASE, Places, refusal, setUpOffice } from './world';

jest.setTimeout(120_000);

describe('two moves at once', () => {
  const places = new Places();
  let platform: Platform;
  const secrets = () => platform.service('identity').runtime.ports.secrets;
  const turn = () => secrets().get(INSTALLATION, 'move', 'turn');

  const moving = (name: string, now?: () => Date) => {
    const steps: MoveStep['step'][] = [];
    const order = { tenant: null, file: places.at(name), passphrase: PASSPHRASE, installation: 'test' };
    const installation = { ...installationOf(platform), ...(now ? { now } : {}) };
    const done = exportTenant(installation, order, ({ step }) => steps.push(step));
    done.catch(() => undefined); // it is awaited where it matters
    return { steps, done };
  };
  /** Files come early in an export: it stands there until it is let go. */
  const held = () => {
    const { blobs } = platform.service('campaign').runtime.ports;
    const list = blobs.list.bind(blobs);
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    blobs.list = async function* (tenant) {
      blobs.list = list;
      await gate;
      yield* list(tenant);
    };
    return () => go();
  };

  beforeAll(async () => {
    platform = await places.platform('home');
    await setUpOffice(platform, '桐泽市文明办', 'wenming');
  });
  afterAll(() => places.close());

  it('come one after the other, and the later one says that it waits', async () => {
    const go = held();
    const first = moving('first');
    await until(turn, (held) => held !== null);
    const second = moving('second');
    await pause(600);
    const meanwhile = [...new Set(second.steps)];
    go();
    expect(meanwhile).toEqual(['turn']);
    await first.done;
    await second.done;
    expect(second.steps).toContain('events');
    expect(await turn()).toBeNull();
  });

  it('one of a process that was killed is not waited for, where no other can be at the same data', async () => {
    const later = new Date(Date.now() + 30_000).toISOString();
    await secrets().create(INSTALLATION, 'move', 'turn', { turn: 'x', process: 'dead' }, later);
    const { steps, done } = moving('after-death');
    await done;
    expect(steps).not.toContain('turn');
    expect(await turn()).toBeNull();
  });

  it('one whose clock is slow holds its turn all the same', async () => {
    const go = held();
    const first = moving('slow', () => new Date(Date.now() - 3600_000));
    await until(turn, (held) => held !== null);
    const second = moving('right');
    await pause(600);
    const meanwhile = [...new Set(second.steps)];
    go();
    expect(meanwhile).toEqual(['turn']);
    await first.done;
    await second.done;
  });

  it('one of a process that others may outlive is waited for until it has said nothing for long enough', async () => {
    const { events } = platform.service('identity').runtime.ports;
    const shared = jest.replaceProperty(events, 'shared', true);
    await secrets().create(INSTALLATION, 'move', 'turn', { turn: 'y', process: 'dead' });
    const { steps, done } = moving('after-silence');
    await pause(600);
    expect([...new Set(steps)]).toEqual(['turn']);
    const real = performance.now.bind(performance);
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => real() + 16_000);
    await done;
    clock.mockRestore();
    shared.restore();
    expect(await turn()).toBeNull();
  });

  it('one that stood still for too long goes no further', async () => {
    const go = held();
    const { done } = moving('frozen');
    await until(turn, (held) => held !== null);
    const now = performance.now();
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now + 60_000);
    go();
    expect(await refusal(done)).toBe('move.turn-lost');
    clock.mockRestore();
    expect(await turn()).toBeNull();
  });

  it('find nothing of what one that was killed had built beside the views', async () => {
    const { ports, projectors } = platform.service('identity').runtime;
    const left = { view: `moving:${projectors[0]!.view.name}`, generation: 1 };
    const documents = [{ tenant: 'tongze', id: 'left', body: { name: '程予安' }, index: {} }];
    await ports.views.commit(left, { documents, counters: [], positions: [], seen: [] });
    expect(await refusal(places.imported(platform, 'first'))).toBe('move.not-empty');
    for await (const line of ports.views.dump(left)) expect(line).toBe('gone');
  });
});
