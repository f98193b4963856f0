import { randomUUID } from 'node:crypto';
import { ViewMoved, type ReadModels, type ViewCommit, type ViewRef } from '../read-models';
import { collect } from './opened';
import { change } from './read-models-stage';
import { describeSharedContent } from './shared-read-models-content.conformance';
import { describeSharedGenerations } from './shared-read-models-generations.conformance';
import { describeSharedStreams } from './shared-read-models-streams.conformance';

/** Handles on one store, as two processes have them. */
export type OpenedTwice = { one: ReadModels; other: ReadModels; close(): Promise<void> };

/** What the themes share: per test a view of its own, and a generation beside it. */
export type SharedStage = Readonly<{
  now(): { one: ReadModels; other: ReadModels; view: ViewRef; next: ViewRef };
  /** That the commit gets ViewMoved, and that nothing of it was written. */
  refused(models: ReadModels, ref: ViewRef, parts: Partial<ViewCommit>): Promise<void>;
  dump(models: ReadModels, ref: ViewRef): Promise<string[]>;
}>;

/** For an adapter whose views are written by several processes: one of two that made theirs of the same state wins, the other begins again. */
export function describeSharedReadModels(name: string, open: () => Promise<OpenedTwice>): void {
  describe(`ReadModels of several processes: ${name}`, () => {
    let opened: OpenedTwice;
    let view: ViewRef;
    let next: ViewRef;
    beforeAll(async () => {
      opened = await open();
    });
    beforeEach(() => {
      view = { view: `tasks-${randomUUID()}`, generation: 1 };
      next = { ...view, generation: 2 };
    });
    afterAll(() => opened.close());

    const dump = (models: ReadModels, ref: ViewRef) => collect(models.dump(ref));
    const refused = async (models: ReadModels, ref: ViewRef, parts: Partial<ViewCommit>) => {
      // Asked of the other one: who asks where it stands begins again from there.
      const looking = models === opened.one ? opened.other : opened.one;
      const state = async () => [await dump(looking, ref), await looking.positions(ref), await looking.parked(ref)];
      const before = await state();
      await expect(models.commit(ref, change(parts))).rejects.toThrow(ViewMoved);
      expect(await state()).toEqual(before);
    };
    const stage: SharedStage = { now: () => ({ ...opened, view, next }), refused, dump };

    describeSharedContent(stage);
    describeSharedStreams(stage);
    describeSharedGenerations(stage);
  });
}
