import type { DomainEvent } from '@chuangwen/kernel';
import { Fold, targetsOf, type Recorded, type View } from '@chuangwen/platform';

/** An event as it was recorded at noon of a day. */
export const recorded = (version: number, day: string, type: string, data: object) =>
  ({
    ...{ type, data },
    meta: { id: `e${version}`, tenant: 'office', audience: [], recordedAt: `${day}T04:00:00.000Z`, version },
  }) as unknown as Recorded<DomainEvent>;

/** A view after these events, which counts the documents that are read of it. */
export function readerOf<Doc extends object>(view: View<Doc>, events: readonly Recorded<DomainEvent>[]) {
  const fold = new Fold(view as View);
  for (const event of events) {
    const refs = targetsOf(view as View, event);
    const unknown = fold.unknown(refs);
    fold.know(
      unknown,
      unknown.map(() => null),
    );
    fold.apply(event, refs);
  }
  const { documents, counters } = fold.changes();
  const bodies = new Map(documents.map(({ id, body }) => [id, body]));
  const reader = {
    read: 0,
    standing: () => Promise.resolve({ caughtUp: true, behind: 0, parked: [] }),
    get: (_: string, id: string) => Promise.resolve(bodies.get(id) ?? null),
    many: (_: string, wanted: readonly string[]) => {
      reader.read += wanted.length;
      return Promise.resolve(wanted.map((id) => bodies.get(id) ?? null));
    },
    find: (_: string, { index, value }: { index: string; value: string }) => {
      const found = documents.filter((one) => one.body && one.index[index]?.includes(value));
      reader.read += found.length;
      return Promise.resolve(found.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ body }) => body));
    },
    sum: (_: string, group: string, options: { keyPrefix?: string; until?: string } = {}) => {
      const { keyPrefix = '', until = '9999' } = options;
      const sums = new Map<string, Record<string, number>>();
      for (const { key, add } of counters.filter(
        (one) => one.group === group && one.key.startsWith(keyPrefix) && one.day <= until,
      )) {
        const values = sums.get(key) ?? {};
        for (const [name, value] of Object.entries(add)) values[name] = (values[name] ?? 0) + value;
        sums.set(key, values);
      }
      return Promise.resolve([...sums].map(([key, values]) => ({ tenant: 'office', key, values })));
    },
  };
  return reader;
}
