import { randomUUID } from 'node:crypto';
import type { ReadModels, ViewRef } from '../read-models';
import { collect, type Opened } from './opened';
import { describeCommits } from './read-models-commits.conformance';
import { describeContent } from './read-models-content.conformance';
import { describeGenerations } from './read-models-generations.conformance';
import { change, doc } from './read-models-stage';
import { describeStamps } from './read-models-stamps.conformance';

export function describeReadModels(name: string, open: () => Promise<Opened<ReadModels>>): void {
  describe(`ReadModels: ${name}`, () => {
    let opened: Opened<ReadModels>;
    let models: ReadModels;
    let view: ViewRef;
    let next: ViewRef;
    beforeAll(async () => {
      opened = await open();
      models = opened.port;
    });
    beforeEach(() => {
      view = { view: `tasks-${randomUUID()}`, generation: 1 };
      next = { ...view, generation: 2 };
    });
    afterAll(() => opened.close());

    const ids = async (ref: ViewRef, tenant: string, find = {}) =>
      (await models.find(ref, tenant, find)).map(({ id }) => id);
    const load = async (ref: ViewRef, id: string, tenant = 'red') => (await models.load(ref, [{ tenant, id }]))[0];
    const dump = (ref: ViewRef, tenant?: string) => collect(models.dump(ref, tenant));
    const stage = { now: () => ({ models, view, next }), ids, load, dump };

    describeContent(stage);
    describeCommits(stage);
    describeGenerations(stage);
    describeStamps(stage);

    it('has all of it after it was opened again', async () => {
      if (!opened.reopen) return;
      await models.commit(
        next,
        change({ documents: [doc('a', { n: 1 })], positions: [{ topic: 'task', partition: 0, next: 5 }] }),
      );
      await models.switchTo(next);
      const before = await dump(next);
      models = opened.port = await opened.reopen();
      expect(await models.live(view.view)).toBe(2);
      expect(await dump(next)).toEqual(before);
      expect(await models.positions(next)).toEqual([{ topic: 'task', partition: 0, next: 5 }]);
      await models.commit(next, change({ documents: [doc('b', { n: 2 })] }));
      expect(await ids(next, 'red')).toEqual(['a', 'b']);
    });
  });
}
