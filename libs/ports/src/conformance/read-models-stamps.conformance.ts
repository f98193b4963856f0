import type { CounterDay, Differences, ReadModels, ViewRef } from '../read-models';
import { change, count, doc, type ReadModelsStage } from './read-models-stage';

/** How somebody who keeps what was read knows what of it is old. */
export function describeStamps(stage: ReadModelsStage): void {
  let models: ReadModels;
  let view: ViewRef;
  let next: ViewRef;
  beforeEach(() => {
    ({ models, view, next } = stage.now());
  });
  const stamp = async (tenant = 'red') => (await models.stamps(view, [tenant]))[0]!;
  const position = { topic: 'task', partition: 0, next: 1 };

  describe('stamps', () => {
    it('change with every commit that touches the tenant’s documents or counters, and with no other', async () => {
      const seen = [await stamp()];
      expect(seen).toEqual(['']);
      const then = async (parts: Parameters<typeof change>[0]) => {
        await models.commit(view, change(parts));
        seen.push(await stamp());
      };
      await then({ documents: [doc('a', { n: 1 })] });
      await then({ counters: [count('k', '2026-04-28', { n: 1 })] });
      await then({ documents: [doc('a', null)] });
      await then({ counters: [count('k', '2026-04-28', { n: -1 })] });
      expect(new Set(seen).size).toBe(5);
      await then({ documents: [doc('a', {}, {}, 'blue')], counters: [count('k', '2026-04-28', { n: 1 }, 'blue')] });
      await then({ positions: [position], seen: [{ topic: 'task', tenant: 'red', stream: 's', version: 1 }] });
      expect(new Set(seen).size).toBe(5);
    });

    it('are told in the order asked for, of few tenants and of many', async () => {
      const tenants = Array.from({ length: 80 }, (_, i) => `t${i}`);
      await models.commit(view, change({ documents: tenants.slice(1).map((tenant) => doc('a', {}, {}, tenant)) }));
      const many = await models.stamps(view, tenants);
      const few = await Promise.all(tenants.map((tenant) => stamp(tenant)));
      expect(many).toEqual(few);
      expect([many[0], many.filter((one) => one !== '').length]).toEqual(['', 79]);
    });

    it('are others after a switch', async () => {
      await models.commit(view, change({ documents: [doc('a', { n: 1 })], positions: [position] }));
      await models.commit(next, change({ documents: [doc('a', { n: 1 })], positions: [position] }));
      const before = await stamp();
      await models.switchTenant(next, 'red');
      expect(await stamp()).not.toBe(before);
    });
  });

  describe('differences', () => {
    const all = async (since?: string) =>
      models.differences(view, 'red', 'unit', { keyPrefix: 'c1|', ...(since === undefined ? {} : { since }) });

    it('are the counters day by day, of one tenant, group and beginning of the key', async () => {
      await models.commit(
        view,
        change({
          counters: [
            count('c1|b', '2026-04-29', { open: -1, done: 1 }),
            count('c1|b', '2026-04-28', { open: 2 }),
            count('c1|a', '2026-04-28', { open: 3 }),
            count('c2|a', '2026-04-28', { open: 4 }),
            count('c1|a', '2026-04-28', { open: 5 }, 'blue'),
            count('c1|a', '2026-04-28', { open: 6 }, 'red', 'phase'),
          ],
        }),
      );
      expect(await all()).toEqual({
        stamp: await stamp(),
        days: null,
        rows: [
          { key: 'c1|a', day: '2026-04-28', values: { open: 3 } },
          { key: 'c1|b', day: '2026-04-28', values: { open: 2 } },
          { key: 'c1|b', day: '2026-04-29', values: { open: -1, done: 1 } },
        ],
      });
    });

    it('since a stamp are those of the days that were counted on, whole; also where nothing is left of a day', async () => {
      await models.commit(
        view,
        change({
          counters: [
            count('c1|a', '2026-04-27', { n: 1 }),
            count('c1|a', '2026-04-28', { n: 1 }),
            count('c1|b', '2026-04-28', { n: 1 }),
            count('c1|a', '2026-04-29', { n: 1 }),
          ],
        }),
      );
      const { stamp: before } = await all();
      expect(await all(before)).toEqual({ stamp: before, days: [], rows: [] });
      await models.commit(view, change({ counters: [count('c1|b', '2026-04-28', { n: 4 })] }));
      await models.commit(view, change({ counters: [count('c1|a', '2026-04-29', { n: -1 })] }));
      const { days, rows, stamp: after } = await all(before);
      expect([days, after]).toEqual([['2026-04-28', '2026-04-29'], await stamp()]);
      expect(rows).toEqual([
        { key: 'c1|a', day: '2026-04-28', values: { n: 1 } },
        { key: 'c1|b', day: '2026-04-28', values: { n: 5 } },
      ]);
    });

    it('taken again and again by somebody who keeps them are what is there', async () => {
      let kept: readonly CounterDay[] = [];
      let since: string | undefined;
      const take = ({ stamp: to, days, rows }: Differences) => {
        since = to;
        kept = days === null ? rows : [...kept.filter(({ day }) => !days.includes(day)), ...rows];
      };
      for (let at = 0; at < 60; at += 1) {
        const key = `c${1 + (at % 2)}|${at % 5}`;
        const add = { n: (at % 5) - 2, m: at % 3 };
        await models.commit(view, change({ counters: [count(key, `2026-04-${10 + ((at * 7) % 11)}`, add)] }));
        if (at % 4 === 0) take(await all(since));
      }
      take(await all(since));
      const { rows } = await all();
      expect([...kept].sort((a, b) => (a.key + a.day < b.key + b.day ? -1 : 1))).toEqual(rows);
    });

    it('come whole when the part is another one by now', async () => {
      await models.commit(view, change({ counters: [count('c1|a', '2026-04-27', { n: 1 })], positions: [position] }));
      const { stamp: before } = await all();
      await models.commit(next, change({ counters: [count('c1|a', '2026-04-26', { n: 2 })], positions: [position] }));
      await models.switchTenant(next, 'red');
      const { days, rows } = await all(before);
      const gone = days === null || days.includes('2026-04-27');
      expect([gone, rows]).toEqual([true, [{ key: 'c1|a', day: '2026-04-26', values: { n: 2 } }]]);
    });
  });
}
