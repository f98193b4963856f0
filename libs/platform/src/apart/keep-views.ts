import type { EventContract } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import type { ProjectionPorts, SeenChange } from '@chuangwen/ports';
import { setTimeout } from 'node:timers';
import type { MessagePort } from 'node:worker_threads';
import { SystemClock } from '../clock';
import { EventCodec } from '../codec';
import type { LiveView, StreamOfTopic } from '../live-view';
import { Projector } from '../projector';
import type { View } from '../view';
import { Line } from './line';

/** What a service says of its views: all that a thread of their own must know. */
export type Projections = Readonly<{ contracts: readonly EventContract[]; views: readonly View[] }>;

/** It is not said more often than this that a view has moved (ms). */
const SOON = 4;
/** So many streams are named then; of more it is only said that it moved. */
const FEW = 200;

type Of<More = unknown> = Readonly<{ view: string } & More>;

/** The far end: keeps a service's views as they are asked for over the line, until it is hung up. */
export function keepViews(port: MessagePort, { contracts, views }: Projections, ports: ProjectionPorts): void {
  const { service, feed, keys } = ports;
  const [codec, clock] = [new EventCodec(contracts, keys), new SystemClock()];
  const projectors = new Map(
    views.map((view) => {
      let where: SeenChange[] | null = [];
      const tell = atMostEvery(SOON, () => {
        line.tell('moved', { view: view.name, where });
        where = [];
      });
      const announce = (_view: string, moved: readonly SeenChange[]) => {
        where = where && where.length + moved.length <= FEW ? [...where, ...moved] : null;
        tell();
      };
      const look = () => line.tell('moved', { view: view.name, where: null });
      const arrivals = { announce, look };
      const projector = new Projector(view, ports.views, feed, codec, arrivals, clock, `${service}.${view.name}`, {
        change: async (work) => {
          await line.ask('hold', { view: view.name });
          try {
            return await work();
          } finally {
            await line.ask('release', { view: view.name, generation: projector.ref.generation });
          }
        },
      });
      return [view.name, projector] as const;
    }),
  );
  const of = ({ view }: Of): LiveView => {
    const found = projectors.get(view);
    if (!found) throw new NotFound(`view ${view} in the thread of views`);
    return found;
  };
  const line: Line = new Line(
    port,
    {
      start: async (asked: Of) => {
        await of(asked).start();
        return of(asked).ref.generation;
      },
      stop: (asked: Of) => of(asked).stop(),
      running: (asked: Of) => of(asked).running(),
      retry: (asked: Of<{ stream: StreamOfTopic; dryRun: boolean }>) => of(asked).retry(asked.stream, asked.dryRun),
      rebuild: (asked: Of<{ tenant?: string }>, onProgress) =>
        of(asked).rebuild({ ...(asked.tenant === undefined ? {} : { tenant: asked.tenant }), onProgress }),
      compare: (asked: Of) => of(asked).compare(),
    },
    () => void Promise.all([...projectors.values()].map((projector) => projector.stop())),
  );
}

/** The first at once, and what comes soon after it together. */
function atMostEvery(ms: number, work: () => void): () => void {
  let [last, waits] = [-Infinity, false];
  const run = () => {
    [last, waits] = [performance.now(), false];
    work();
  };
  return () => {
    if (waits) return;
    const left = last + ms - performance.now();
    if (left <= 0) return run();
    waits = true;
    setTimeout(run, left);
  };
}
