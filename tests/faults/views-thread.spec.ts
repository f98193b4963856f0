import type { Worker } from 'node:worker_threads';
import { House } from '../security/support/house';
import { Stock } from '../security/support/stock';
import { Town, type Place } from '../security/support/town';

jest.setTimeout(120_000);

const threads = jest.requireActual<{ Worker: typeof Worker }>('node:worker_threads');
const { Worker: Real } = threads;

describe('The thread of the views is killed under the running platform', () => {
  /** Each one that was started, the last one last. */
  const keepers: Worker[] = [];
  let house: House;
  let place: Place;
  let stock: Stock;

  beforeAll(async () => {
    threads.Worker = class extends Real {
      constructor(...[file, options]: ConstructorParameters<typeof Worker>) {
        super(file, options);
        if (options?.name === 'storage-views') keepers.push(this as unknown as Worker);
      }
    } as typeof Worker;
    house = await House.open();
    const town = await Town.build(house, ['office', 'a']);
    [place, stock] = [town.at('a'), new Stock(town)];
  });
  afterAll(async () => {
    threads.Worker = Real;
    await house.close();
  });

  it('commands go on, what was being rebuilt is told so, and afterwards every view equals a full replay', async () => {
    const taskId = await stock.assignedTask(place);
    const { session } = place.people.clerk;
    const named: string[] = [];
    let going = true;
    const work = (async () => {
      for (let n = 0; going; n += 1) {
        const deadline = `2027-0${1 + (n % 9)}-15`;
        const set = await house.ask('POST', `/api/task/tasks/${taskId}/deadline`, { session, body: { deadline } });
        if (set.status < 300) named.push(deadline);
        await new Promise((wait) => setTimeout(wait, 2));
      }
    })();
    const progress = house.platform
      .service('reporting')
      .runtime.projectors.find(({ view }) => /^progress/.test(view.name))!;
    for (const after of [10, 60]) {
      const told = named.length;
      const rebuilding = progress.rebuild().then(
        () => 'rebuilt',
        (error: Error) => error.name,
      );
      await new Promise((wait) => setTimeout(wait, after));
      await keepers.at(-1)!.terminate();
      expect(['rebuilt', 'StorageUnavailable']).toContain(await rebuilding);
      // Without it for a second or two: commands are still taken, and reads say how far back they are.
      await new Promise((wait) => setTimeout(wait, 300));
      expect(named.length).toBeGreaterThan(told + 10);
      const seen = keepers.length;
      while (keepers.length === seen) await new Promise((wait) => setTimeout(wait, 20));
    }
    going = false;
    await work;
    await house.quiet();
    expect(keepers).toHaveLength(3);
    const { text } = await house.ask('GET', `/api/task/tasks/${taskId}`, { session });
    expect(text).toContain(named.at(-1)!);
    for (const { runtime } of house.platform.services)
      for (const projector of runtime.projectors)
        expect([projector.view.name, await projector.compare()]).toMatchObject([projector.view.name, { equal: true }]);
  });
});
