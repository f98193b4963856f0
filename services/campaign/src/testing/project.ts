import type { DomainEvent } from '@chuangwen/kernel';
import type { Recorded, View } from '@chuangwen/platform';

type Told = Readonly<{ tenant: string; stream: string; audience?: readonly string[]; event: DomainEvent }>;

/** Events as they are recorded: versions by stream, the n-th at 09:00:n. */
export function record(...told: readonly Told[]): Recorded[] {
  const versions = new Map<string, number>();
  return told.map(({ tenant, stream, audience = [], event }, i) => {
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    const meta = {
      tenant,
      stream,
      version,
      audience,
      recordedAt: `2026-03-02T01:00:${String(i).padStart(2, '0')}.000Z`,
      actor: { kind: 'person', id: 'p-lin' },
    } as unknown as Recorded['meta'];
    return { ...event, meta };
  });
}

/** The documents of a view by `tenant/id`. Throws when an event would go where it is not addressed to. */
export function project<Doc extends object>(view: View<Doc>, events: readonly Recorded[]): Record<string, Doc> {
  const documents: Record<string, Doc> = {};
  for (const event of events) {
    const route = view.route[event.type] as ((event: Recorded) => unknown) | undefined;
    const targets = route ? [route(event)].flat() : [];
    for (const target of targets as (string | { tenant: string; id: string })[]) {
      const { tenant, id } = typeof target === 'string' ? { tenant: event.meta.tenant, id: target } : target;
      if (tenant !== event.meta.tenant && !event.meta.audience.includes(tenant)) throw new Error(`not for ${tenant}`);
      const after = view.evolve(documents[`${tenant}/${id}`] ?? null, event, id);
      if (after) documents[`${tenant}/${id}`] = after;
      else delete documents[`${tenant}/${id}`];
    }
  }
  return documents;
}
