import { createHash } from 'node:crypto';
import type { StoredEvent } from '@chuangwen/contracts';
import type { ReadModels, ViewRef } from '@chuangwen/ports';
import { Build, LIVE } from '../build';
import type { ServiceRuntime } from '../service-runtime';
import type { HeadOf } from './records';

export type ViewDigest = Omit<HeadOf<'view'>, 'is'>;

/** What waits behind a parked stream is kept as it came, adopted or not: no part of what is compared. */
const WAITING = '["parked event"';

/** Of a view's lines (of one tenant). */
export async function digestOf(models: ReadModels, ref: ViewRef, tenant: string | null) {
  const hash = createHash('sha256');
  let lines = 0;
  for await (const line of models.dump(ref, tenant ?? undefined)) {
    if (line.startsWith(WAITING)) continue;
    hash.update(line).update('\n');
    lines += 1;
  }
  return { lines, sha256: hash.digest('hex') };
}

type Beside = Readonly<{ service: string; topics: readonly string[]; view: string; models: ReadModels; build: Build }>;

/** A view of its own, which nobody reads: not in the way of a rebuild. */
const besideOf = (view: string): ViewRef => ({ view: `moving:${view}`, generation: 1 });

/** Builds beside the live views what comes of the events that it is given, and of no others. */
export class ViewDigests {
  private constructor(
    private readonly builds: readonly Beside[],
    private readonly tenant: string | null,
  ) {}

  static async begin(
    services: readonly { runtime: ServiceRuntime }[],
    tenant: string | null,
    clock: { now(): Date },
  ): Promise<ViewDigests> {
    const builds: Beside[] = [];
    for (const { runtime } of services) {
      const { service, views: models } = runtime.ports;
      for (const { view } of runtime.projectors) {
        const ref = besideOf(view.name);
        await models.drop(ref);
        const options = { only: tenant ?? undefined, empty: true, limits: LIVE };
        const build = new Build(view, ref, models, runtime.codec, clock, options);
        builds.push({ service, topics: view.topics, view: view.name, models, build });
      }
    }
    return new ViewDigests(builds, tenant);
  }

  /** Events of one service, in order per stream. */
  async take(topic: string, events: readonly StoredEvent[]): Promise<void> {
    // No offsets: they are positions of a log, and this is none.
    const delivery = { topic, partition: 0, next: 0, events };
    for (const { topics, build } of this.builds) if (topics.includes(topic)) await build.take(delivery);
  }

  async end(): Promise<ViewDigest[]> {
    const digests: ViewDigest[] = [];
    for (const { service, view, models, build } of this.builds) {
      await build.end();
      digests.push({ service, view, ...(await digestOf(models, besideOf(view), this.tenant)) });
    }
    return digests;
  }

  /** To be called whatever happened: texts about people are in what was built. */
  async drop(): Promise<void> {
    for (const { view, models, build } of this.builds) {
      await build.end().catch(() => undefined);
      await models.drop(besideOf(view));
    }
  }
}

/** What a process that was killed left of them. */
export async function dropLeftDigests(services: readonly { runtime: ServiceRuntime }[]): Promise<void> {
  for (const { runtime } of services)
    for (const { view } of runtime.projectors) await runtime.ports.views.drop(besideOf(view.name));
}
