import { ConcurrencyConflict } from '@chuangwen/kernel';
import { append, versions, type EventStoreStage } from './event-store-stage';
import { someEvent, someRef } from './samples';

export function describeVersions({ now }: EventStoreStage): void {
  describe('versions', () => {
    it('refuses a version that is stale or not yet reached, says which it found, and leaves the stream writable', async () => {
      const ref = someRef();
      await now().append(ref, append(0, someEvent(), someEvent()));
      for (const expected of [0, 1, 3]) {
        const refused = await now()
          .append(ref, append(expected, someEvent()))
          .catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(ConcurrencyConflict);
        expect(refused).toMatchObject({ stream: ref.stream, expected, actual: 2 });
      }
      await now().append(ref, append(2, someEvent()));
      expect(await versions(now(), ref)).toEqual([1, 2, 3]);
    });

    it('refuses the first append to a stream that exists, and a later one to a stream that does not', async () => {
      const ref = someRef();
      await expect(now().append(ref, append(1, someEvent()))).rejects.toThrow(ConcurrencyConflict);
      expect(await now().read(ref)).toEqual({ events: [], version: 0 });
    });

    it('lets exactly one of sixteen win, round after round', async () => {
      const ref = someRef();
      for (let version = 0; version < 10; version += 1) {
        const storm = await Promise.allSettled(
          Array.from({ length: 16 }, () => now().append(ref, append(version, someEvent()))),
        );
        const lost = storm.filter((outcome) => outcome.status === 'rejected');
        expect(lost).toHaveLength(15);
        expect(lost.every(({ reason }) => reason instanceof ConcurrencyConflict)).toBe(true);
      }
      expect(await versions(now(), ref)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    });

    it('fails one of 64 appends in flight alone', async () => {
      const refs = Array.from({ length: 64 }, () => someRef());
      const outcomes = await Promise.allSettled(
        refs.map((ref, at) => now().append(ref, append(at === 40 ? 5 : 0, someEvent(), someEvent()))),
      );
      expect(outcomes.flatMap(({ status }, at) => (status === 'rejected' ? [at] : []))).toEqual([40]);
      for (const [at, ref] of refs.entries()) expect((await now().read(ref)).version).toBe(at === 40 ? 0 : 2);
    });

    it('keeps appends that follow one another in the order of their versions', async () => {
      const ref = someRef();
      for (let version = 0; version < 30; version += 1) await now().append(ref, append(version, someEvent()));
      expect(await versions(now(), ref)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
    });
  });
}
