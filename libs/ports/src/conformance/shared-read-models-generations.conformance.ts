import { ViewMoved, type ReadModels, type ViewRef } from '../read-models';
import { eventually } from './opened';
import { change, doc } from './read-models-stage';
import type { SharedStage } from './shared-read-models.conformance';

/** A view that is switched while another process reads and writes it. */
export function describeSharedGenerations(stage: SharedStage): void {
  let one: ReadModels;
  let other: ReadModels;
  let view: ViewRef;
  let next: ViewRef;
  beforeEach(() => {
    ({ one, other, view, next } = stage.now());
  });
  const filled = (n: number, partition = 0) =>
    change({
      documents: ['red', 'blue'].map((tenant) => doc(`a-${partition}`, { n }, {}, tenant)),
      positions: [{ topic: 'task', partition, next: n }],
      seen: ['red', 'blue'].map((tenant) => ({ topic: 'task', tenant, stream: `s-${partition}`, version: n })),
    });
  const n = async (models: ReadModels, ref: ViewRef) =>
    (await models.load(ref, [{ tenant: 'red', id: 'a-0' }]))[0]?.['n'];
  const settled = async (...all: Promise<void>[]) => {
    const results = await Promise.allSettled(all);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ViewMoved);
    return results.map(({ status }) => status === 'fulfilled');
  };

  describe('a switch', () => {
    it('is heard by the others within a moment; who reads may end, who writes is refused', async () => {
      const heard = { one: [] as number[], other: [] as number[] };
      one.onSwitched((name, generation) => void (name === view.view && heard.one.push(generation)));
      other.onSwitched((name, generation) => void (name === view.view && heard.other.push(generation)));
      expect([await one.live(view.view), await other.live(view.view)]).toEqual([1, 1]);
      await other.commit(view, filled(1));
      await one.commit(next, filled(2));
      await one.switchTo(next);
      expect(await n(other, view)).toBe(1);
      await stage.refused(other, view, filled(2));
      await eventually('heard', () => heard.other.length > 0);
      expect(await n(other, view)).toBe(1);
      expect(await n(other, next)).toBe(2);
      expect(await other.live(view.view)).toBe(2);
      await stage.refused(other, view, filled(3));
      await other.commit(next, filled(3));
      expect(await n(one, next)).toBe(3);
      expect(heard).toEqual({ one: [], other: [2] });
    });

    it('is refused where the live generation has read more: its readers would go on from there', async () => {
      await one.commit(next, filled(1));
      await other.commit(view, filled(2));
      await expect(one.switchTo(next)).rejects.toThrow(ViewMoved);
      expect([await one.live(view.view), await n(other, view)]).toEqual([1, 2]);
      await one.commit(next, filled(2));
      await one.switchTo(next);
    });

    it('never comes between a commit and what it was made of, also where that begins a partition', async () => {
      for (let round = 0; round < 8; round += 1) {
        const [live, beside] = [round + 1, round + 2].map((generation) => ({ ...view, generation })) as [
          ViewRef,
          ViewRef,
        ];
        if (round % 2) await other.commit(live, filled(1, 1));
        await one.commit(beside, filled(2));
        if (round % 2) await one.commit(beside, filled(1, 1));
        const [committed, switched] = await settled(other.commit(live, filled(2, 1)), one.switchTo(beside));
        expect(committed && switched).toBe(false);
        if (!switched) await one.commit(beside, filled(2, 1)).then(() => one.switchTo(beside));
      }
    });

    it('of one tenant is refused where others moved the live generation meanwhile', async () => {
      await other.commit(view, filled(1));
      await one.commit(next, filled(1));
      await other.commit(view, filled(2));
      await expect(one.switchTenant(next, 'red')).rejects.toThrow(ViewMoved);
      const [committed, switched] = await settled(
        other.commit(view, filled(3)),
        one.commit(next, filled(2)).then(() => one.switchTenant(next, 'red')),
      );
      expect(committed && switched).toBe(false);
    });

    it('of one tenant shows at the others within a moment, and who writes begins again', async () => {
      await other.commit(view, filled(5));
      expect(await n(other, view)).toBe(5);
      await one.commit(next, filled(6));
      await one.switchTenant(next, 'red');
      const { seen, ...rest } = filled(7);
      await stage.refused(other, view, { ...rest, seen: seen.map((change) => ({ ...change, from: 5 })) });
      await eventually('shown', async () => (await n(other, view)) === 6);
      expect(await other.load(view, [{ tenant: 'blue', id: 'a-0' }])).toEqual([{ n: 5 }]);
      await other.commit(view, filled(7));
      expect(await n(one, view)).toBe(7);
    });
  });

  describe('a build beside', () => {
    it('that another one dropped is not written any more, nor is what was made in its place', async () => {
      await one.commit(next, filled(1));
      await other.drop(next);
      await stage.refused(one, next, filled(2));
      await one.drop(next);
      await one.commit(next, filled(1));
      await other.drop(next);
      await other.commit(next, change({ documents: [doc('b', {})] }));
      const theirs = await stage.dump(other, next);
      await stage.refused(one, next, filled(2));
      expect(await stage.dump(other, next)).toEqual(theirs);
    });

    it('that began on nothing is refused where another one has begun as well', async () => {
      await one.drop(next);
      await other.commit(next, filled(1));
      await stage.refused(one, next, change({ documents: [doc('b', {})] }));
    });

    it('that another one replaced is not switched to', async () => {
      await one.commit(view, filled(1));
      await one.commit(next, filled(1));
      await other.drop(next);
      await other.commit(next, change({ documents: [doc('half', {})] }));
      await expect(one.switchTo(next)).rejects.toThrow(ViewMoved);
      await one.positions(next);
      expect(await one.live(view.view)).toBe(1);
    });

    it('is not begun again where the view has moved past it', async () => {
      await one.commit(next, filled(1));
      await one.switchTo(next);
      await expect(other.commit(view, filled(1))).rejects.toThrow(ViewMoved);
      expect(await stage.dump(other, view)).toEqual([]);
    });
  });
}
