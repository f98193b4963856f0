import { identityContracts, taskContracts, type EventContract } from '@chuangwen/contracts';
import { EventCodec } from '@chuangwen/platform';
import { configuration, distributedOnly, openEngines } from '@chuangwen/runtime';
import { buildBigCity, peopleOf } from '@chuangwen/standalone';
import { setTimeout as pause } from 'node:timers/promises';
import { lagOf, startApart } from '../support/apart';

export type CityApart = Readonly<{ agencies: number; units: number; tasks: number }>;
export type Taken = Readonly<{
  /** Of the tasks' history, and seconds until the last was stored. */
  events: number;
  stored: number;
  /** Seconds from the first of them until no view or workflow of any process was behind. */
  caughtUp: number;
  /** Of the office's report, and as many as there are. */
  counted: number;
  tasks: number;
}>;

/** How long (s) views may take before it is given up. */
const PATIENCE = 1800;

/**
 * A city on two processes of each service. Everything but the history goes through the proxy and the processes' own workflows; the
 * history is written to the task service's store by one more process, from where the two relays, Kafka, and all views take it.
 */
export async function cityApart(size: CityApart, say: (text: string) => void): Promise<Taken> {
  const apart = await startApart(2);
  const settings = distributedOnly(configuration(apart.settings));
  const storage = await openEngines(settings, ['identity', 'task']);
  const runtimeOf = (service: string, contracts: readonly EventContract[]) => {
    const ports = storage.ports(service);
    return { ports, codec: new EventCodec(contracts, ports.keys) };
  };
  try {
    const { url, setupToken } = apart;
    const [identity, task] = [runtimeOf('identity', identityContracts), runtimeOf('task', taskContracts)];
    const built = await buildBigCity({ url, setupToken, identity, task }, { ...size, seed: 1 }, say);
    const { campaignId, tasks, events, seconds: stored } = built;
    const began = performance.now() - stored * 1000;
    const taken = () => (performance.now() - began) / 1000;
    for (let still = 0, told = 0; still < 2;) {
      const lag = await lagOf(apart.listening());
      still = lag === 0 ? still + 1 : 0;
      if (taken() - told > 10) say(`视图还差 views are ${lag} events behind，${(told = taken()).toFixed(0)} 秒`);
      if (taken() > PATIENCE) throw new Error(`still ${lag} events behind after ${PATIENCE} s`);
      await pause(500);
    }
    const caughtUp = taken();
    const { clerk } = await peopleOf(url, campaignId);
    const path = `/api/reporting/campaigns/${campaignId}/report?by=unit`;
    const { totals } = await clerk.get<{ totals: { tasks: number } }>(path);
    return { events, stored, caughtUp, counted: totals.tasks, tasks };
  } finally {
    await storage.close();
    await apart.close();
  }
}
