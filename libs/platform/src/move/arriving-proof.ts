import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { RuleViolation } from '@chuangwen/kernel';
import { canonicalJson } from '../ids';
import type { Plan } from './arriving-check';
import { contentsOf, type Content, type Stream } from './contents';
import type { WholeFile } from './file';
import { isRegister, serviceOf, type Installation } from './installation';
import type { FileRecord, HeadOf } from './records';
import { digestOf, ViewDigests, type ViewDigest } from './view-digests';

/** Between two looks (ms), and how long views may stand still. */
const LOOK = 100;
const STILL = 120_000;

/** Until every view has taken in what was appended by now. Throws RuleViolation `move.views-behind`. */
export async function viewsCaughtUp({ services }: Installation, told: (behind: number) => void): Promise<void> {
  const ends = [];
  for (const { name, runtime } of services) {
    await runtime.ports.feed.settled();
    ends.push(...(await runtime.ports.feed.ends([name])));
  }
  let [behind, since] = [Infinity, performance.now()];
  for (;;) {
    let now = 0;
    for (const { runtime } of services)
      for (const projector of runtime.projectors) {
        const own = ends.filter(({ topic }) => projector.view.topics.includes(topic));
        if (!(await projector.reaches(own))) now += await projector.lag();
      }
    told(now);
    if (now === 0) return;
    if (now < behind) [behind, since] = [now, performance.now()];
    if (performance.now() - since > STILL) throw new RuleViolation('move.views-behind', { count: now });
    await pause(LOOK);
  }
}

/**
 * Reads back all that was taken in and holds it against the file. Views: the live ones; where they differ because others here
 * addressed something to the tenant, what comes of its own streams alone, and they against a replay. Resolves with those. Throws RuleViolation `move.unproved`,
 * `move.views-differ`.
 */
export async function proved(
  into: Installation,
  file: WholeFile,
  plan: Plan,
  told: (done: number) => void,
): Promise<string[]> {
  const others = await otherViews(into, plan);
  const clock = { now: () => into.now() };
  const digests = others.length === 0 ? null : await ViewDigests.begin(into.services, plan.scope, clock);
  try {
    const proof = new Proof(into, plan, digests, told);
    const contents = contentsOf(file);
    for await (const content of contents) await proof.take(content, contents);
    const beside = new Map((await digests?.end())?.map((one) => [nameOf(one), one.sha256]));
    // What was erased here can't be as it is there.
    const unlike =
      plan.erased > 0 ? [] : plan.views.filter((view) => digests && beside.get(nameOf(view)) !== view.sha256);
    const differ = [...unlike.map(nameOf), ...(await unlikeReplay(into, others))];
    if (differ.length > 0) throw new RuleViolation('move.views-differ', { views: differ.join('、') });
    return others.map(nameOf);
  } finally {
    await digests?.drop();
  }
}

const nameOf = ({ service, view }: { service: string; view: string }) => `${service}/${view}`;

/** A live view that is another one only by what others addressed to the tenant is what a replay of everything gives. */
async function unlikeReplay(into: Installation, views: readonly ViewDigest[]): Promise<string[]> {
  const differ: string[] = [];
  for (const view of views) {
    const { equal } = await serviceOf(into, view.service).runtime.projector(view.view).compare();
    if (!equal) differ.push(nameOf(view));
  }
  return differ;
}

/** The live views whose lines are not those of the file. A view that the file does not know is another program's. */
async function otherViews({ services }: Installation, { views, scope }: Plan): Promise<ViewDigest[]> {
  const differ: ViewDigest[] = [];
  for (const { name, runtime } of services)
    for (const projector of runtime.projectors) {
      const wanted = views.find((one) => one.service === name && one.view === projector.view.name);
      if (!wanted) continue;
      const { sha256 } = await projector.read((ref) => digestOf(runtime.ports.views, ref, scope));
      if (sha256 !== wanted.sha256) differ.push(wanted);
    }
  return differ;
}

class Proof {
  private done = 0;

  constructor(
    private readonly into: Installation,
    private readonly plan: Plan,
    private readonly digests: ViewDigests | null,
    private readonly told: (done: number) => void,
  ) {}

  async take(content: Content, rest: AsyncGenerator<Content>): Promise<void> {
    this.told((this.done += 1));
    if (content.is === 'stream') return this.stream(content);
    const { head } = content;
    if (head.is === 'key') return this.key(head, content.bytes);
    if (head.is === 'file') return this.file(head, rest);
    if (head.is === 'receipt') return this.receipt(head);
    if (head.is === 'entry' && !head.last) return this.entry(head);
  }

  private async stream({ service, ref, events }: Stream): Promise<void> {
    const own = isRegister(ref) && this.plan.ownRegister.has(ref.stream);
    const here = own ? events : (await serviceOf(this.into, service).runtime.ports.events.read(ref)).events;
    const same = events.every(({ hash }, at) => here[at] && Buffer.compare(hash, here[at].hash) === 0);
    if (!same) throw unproved(`${service}/${ref.stream}`);
    await this.digests?.take(service, here.slice(0, events.length));
  }

  /** One that was destroyed here stays so. */
  private async key({ tenant, subject }: HeadOf<'key'>, bytes: Buffer): Promise<void> {
    const vault = this.into.services[0]!.runtime.ports.keys;
    const [here, known] = [await vault.find(tenant, subject), await vault.knows(tenant, subject)];
    if (!known || (here && Buffer.compare(here, bytes) !== 0)) throw unproved(subject);
  }

  private async file({ service, tenant, sha256 }: HeadOf<'file'>, rest: AsyncGenerator<Content>): Promise<void> {
    const whole = await endsWhole(rest);
    const content = await serviceOf(this.into, service).runtime.ports.blobs.get(tenant, sha256);
    const hash = createHash('sha256');
    for await (const chunk of content ?? []) hash.update(chunk as Buffer);
    if (whole && hash.digest('hex') !== sha256) throw unproved(`${service}/${sha256}`);
  }

  private async receipt({ service, tenant, actor, commandId, bodyHash, answer }: HeadOf<'receipt'>): Promise<void> {
    const here = await serviceOf(this.into, service).runtime.ports.events.receipt(tenant, actor, commandId);
    if (here?.bodyHash !== bodyHash || here.answer !== answer) throw unproved(`${service} ${commandId}`);
  }

  private async entry({ service, tenant, kind, key, value }: HeadOf<'entry'>): Promise<void> {
    const here = await serviceOf(this.into, service).runtime.ports.secrets.get(tenant, kind, key);
    if (canonicalJson(here?.value) !== canonicalJson(value)) throw unproved(`${service} ${kind}`);
  }
}

const unproved = (what: string) => new RuleViolation('move.unproved', { what });

async function endsWhole(contents: AsyncGenerator<Content>): Promise<boolean> {
  for (;;) {
    const { value, done } = await contents.next();
    if (done || value.is !== 'other' || value.head.is !== 'part') return false;
    const { end } = (value as FileRecord<HeadOf<'part'>>).head;
    if (end !== 'more') return end === 'whole';
  }
}
