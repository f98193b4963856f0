import { setTimeout as pause } from 'node:timers/promises';
import type { StreamRef } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import type { Position } from '@chuangwen/ports';
import type { EventFollower } from '../event-follower';
import { isRegister, type Installation, type MovingService, type Scope } from './installation';

/** Between two looks (ms). */
const LOOK = 50;

/** Ends of all topics at an instant. */
type Cut = ReadonlyMap<string, readonly Position[]>;

/**
 * What was appended before a cut that was made at a quiet moment: nothing of it is left for a workflow to do. Found without stopping
 * anybody: the workflows catch up with where the topics end, and if meanwhile nothing was appended for the tenant, it was quiet.
 */
export class Quiet {
  /** The first version of a stream that came later. */
  private readonly later = new Map<string, number>();

  private constructor(
    private readonly installation: Installation,
    private readonly scope: Scope,
    private cut: Cut,
  ) {}

  /** Throws RuleViolation `move.parked`, and `move.pending` when it was not quiet within `patience` (ms). */
  static async begin(installation: Installation, scope: Scope, patience: number): Promise<Quiet> {
    const until = performance.now() + patience;
    for (;;) {
      const quiet = new Quiet(installation, scope, await endsOf(installation));
      await quiet.workflowsDone(until);
      await quiet.look();
      if (quiet.later.size === 0) return quiet;
      if (performance.now() > until) throw new RuleViolation('move.pending', { seconds: Math.round(patience / 1000) });
      await pause(LOOK);
    }
  }

  /** To be asked after the stream was read: how many of its events belong to the cut. */
  async lengthOf(service: string, refs: readonly (StreamRef & { version: number })[]): Promise<number[]> {
    await this.look();
    return refs.map((ref) => Math.min(ref.version, (this.later.get(keyOf(service, ref)) ?? Infinity) - 1));
  }

  private async workflowsDone(until: number): Promise<void> {
    for (;;) {
      const behind: string[] = [];
      for (const { name, runtime } of this.installation.services)
        for (const follower of runtime.followers) {
          await this.mustHaveNoneParked(follower);
          const ends = follower.topics.flatMap((topic) => this.cut.get(topic) ?? []);
          if (!(await follower.reaches(ends))) behind.push(`${name}/${follower.ref.view}`);
        }
      if (behind.length === 0) return;
      if (performance.now() > until) throw new RuleViolation('move.behind', { workflows: behind.join('、') });
      await pause(LOOK);
    }
  }

  /** Its own streams, and others' that were addressed to it: their commands are still to come. */
  private async mustHaveNoneParked(follower: EventFollower): Promise<void> {
    const { tenant } = this.scope;
    for (const entry of await follower.parked()) {
      const own = tenant === null || entry.tenant === tenant;
      const addressed = own || (await follower.waiting(entry)).some(({ audience }) => audience.includes(tenant));
      if (addressed) throw new RuleViolation('move.parked', { workflow: follower.ref.view, stream: entry.stream });
    }
  }

  /** What came since the last look. */
  private async look(): Promise<void> {
    const ends = await endsOf(this.installation);
    const { tenant, register } = this.scope;
    const whose = tenant === null ? [undefined] : [tenant, ...new Set(register.map((ref) => ref.tenant))];
    for (const service of this.installation.services) for (const only of whose) await this.lookAt(service, only);
    this.cut = ends;
  }

  private async lookAt({ name, runtime }: MovingService, tenant: string | undefined): Promise<void> {
    const from = this.cut.get(name) ?? [];
    const options = { from, ...(tenant === undefined ? {} : { tenant }) };
    for await (const { events } of runtime.ports.feed.replay([name], options))
      for (const { tenant: of, stream, version } of events) {
        const ref = { tenant: of, stream };
        const key = keyOf(name, ref);
        if (this.concerns(ref)) this.later.set(key, Math.min(version, this.later.get(key) ?? version));
      }
  }

  private concerns(ref: StreamRef): boolean {
    const { tenant, register } = this.scope;
    if (tenant === null || ref.tenant === tenant) return true;
    return isRegister(ref) && register.some(({ stream }) => stream === ref.stream);
  }
}

const keyOf = (service: string, { tenant, stream }: StreamRef) => `${service}\0${tenant}\0${stream}`;

/** All that was stored by now included. */
async function endsOf({ services }: Installation): Promise<Cut> {
  const cut = new Map<string, readonly Position[]>();
  for (const { name, runtime } of services) {
    await runtime.ports.feed.settled();
    cut.set(name, await runtime.ports.feed.ends([name]));
  }
  return cut;
}
