import { openEmbedded, type EmbeddedStorage } from '@chuangwen/adapters-embedded';
import type { EventContract } from '@chuangwen/contracts';
import { Arrivals, EventCodec, Projector, Streams } from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { begin, chosenStreams, drive, inFlight, result, withFacts } from '../drive';
import { lagAt } from '../lag';
import type { Job, Side } from '../measure';
import { aggregate, clock, report, view } from '../pipeline';
import { spread } from '../stats';
import * as workload from '../workload';
import { longTaskOf, taskOf, TENANT } from '../workload';

/** The same states under another name, for which no snapshot was ever kept. */
const unseen: typeof aggregate = { ...aggregate, kind: 'bench-task-without-snapshot@1' };

/** Reports that travel in one command while long streams are filled. */
const TOGETHER = 10;

const side = (contract: EventContract): Side => ({
  async seed({ dir, sizes }) {
    const { storage, task, long } = await open(dir, contract);
    await inFlight(64, 0, sizes.streams, async (stream) => {
      for (let step = 1; step <= sizes.events; step += 1) await report(task.streams, taskOf(stream), step);
    });
    for (let step = 1; step <= sizes.longEvents; step += TOGETHER)
      await inFlight(64, 0, sizes.longStreams, (stream) => report(long.streams, longTaskOf(stream), step, TOGETHER));
    await storage.close();
  },
  tasks: {
    async commands(job) {
      const { storage, task } = await open(job.dir, contract);
      const streams = chosenStreams(job);
      await threadsStarted(task.streams, job);
      const measured = await drive(job, (i) => report(task.streams, taskOf(streams[i]!), job.sizes.events + i));
      await storage.close();
      return withFacts(measured, FACTS);
    },
    async lag(job) {
      const { storage, task } = await open(job.dir, contract);
      const measured = await lagAt(job, task);
      await storage.close();
      return withFacts(measured, FACTS);
    },
    async replay(job) {
      const { storage, task } = await open(job.dir, contract);
      const projector = new Projector(
        view,
        task.ports.views,
        task.ports.feed,
        task.codec,
        new Arrivals(),
        clock,
        'bench',
      );
      for (let i = 0; i < job.warmup; i += 1) await projector.rebuild();
      const passes = [];
      for (let i = 0; i < job.count; i += 1) {
        await setTimeout(500); // what the last build left behind is swept away meanwhile
        passes.push(await timedRebuild(projector, job));
      }
      await storage.close();
      const median = spread(passes.map(({ perSecond }) => perSecond)).median;
      return withFacts(passes.find(({ perSecond }) => perSecond === median) ?? passes[0]!, FACTS);
    },
    load: (job) => load(job, contract, unseen),
    'load-snapshot': (job) => load(job, contract, aggregate),
  },
});

export const ours = side(workload.reported);
export const oursSmall = ofSize(1 / 5);
export const oursLarge = ofSize(20);
export const oursSealed = side(workload.reportedSealed);

/** So many times as many streams, and no long ones: what a command costs, what stays in memory, what lies on the disk. */
function ofSize(times: number): Side {
  const resized = (job: Job): Job => {
    const streams = Math.round(job.sizes.streams * times);
    return { ...job, sizes: { ...job.sizes, streams, longStreams: 0 } };
  };
  return {
    seed: (job) => ours.seed(resized(job)),
    tasks: {
      async scale(asked) {
        const job = resized(asked);
        const { streams, events } = job.sizes;
        const bytes = readdirSync(job.dir, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.db'))
          .reduce((sum, name) => sum + statSync(join(job.dir, name)).size, 0);
        const measured = await ours.tasks.commands!(job);
        const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20);
        const gbPerMillion = Number((bytes / (streams * events) / 1000).toFixed(3));
        return withFacts(measured, { ...FACTS, rssMb, gbPerMillion });
      },
    },
  };
}

const FACTS = { events: 'set to FULL by the store', views: 'set to FULL for this', service: 'one process' };
type Opened = Readonly<{ ports: ServicePorts; codec: EventCodec; streams: Streams }>;

async function open(dir: string, contract: EventContract) {
  const storage: EmbeddedStorage = await openEmbedded(dir, { viewSync: 'FULL' });
  const service = (name: string): Opened => {
    const ports = storage.ports(name);
    const codec = new EventCodec([contract], ports.keys);
    return { ports, codec, streams: new Streams(name, ports.events, codec, clock) };
  };
  return { storage, task: service('task'), long: service('long') };
}

/** A burst makes the store start its threads, which is not what is measured. */
async function threadsStarted(streams: Streams, { sizes }: Job): Promise<void> {
  await inFlight(64, 0, 256, (i) => report(streams, taskOf(i % sizes.streams), sizes.events + i));
  await setTimeout(500);
}

/** Until the last event is in the view's last commit; the switch to the new build is not in it. */
async function timedRebuild(projector: Projector, { sizes }: Job) {
  const all = sizes.streams * sizes.events;
  const mark = begin();
  let end = mark.at;
  const events = await projector.rebuild({
    onProgress: (done) => {
      if (done === all) end = performance.now();
    },
  });
  if (events !== all) throw new Error(`replayed ${events} of ${all} events`);
  return result(all, mark, [], end);
}

/** Each load by a pipeline that remembers nothing. */
async function load(job: Job, contract: EventContract, as: typeof aggregate) {
  const { storage, long } = await open(job.dir, contract);
  const measured = await drive(job, async (i) => {
    const streams = new Streams('long', long.ports.events, long.codec, clock);
    const { version } = await streams.load(as, { tenant: TENANT, stream: longTaskOf(i % job.sizes.longStreams) });
    if (version !== job.sizes.longEvents) throw new Error(`a long stream at version ${version}`);
  });
  await storage.close();
  return withFacts(measured, FACTS);
}
