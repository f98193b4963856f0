import { CampaignModule } from '@chuangwen/campaign';
import { IdentityModule, PrincipalResolver, SetupLink } from '@chuangwen/identity';
import { httpApplication, ServiceRuntime, type Clock, type PrincipalTickets } from '@chuangwen/platform';
import { EventFeed } from '@chuangwen/ports';
import { ReportingModule } from '@chuangwen/reporting';
import type { ServiceModule, Storage } from '@chuangwen/runtime';
import { TaskModule } from '@chuangwen/task';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SERVICES, type ServiceName } from './service-name';

const modules: Readonly<Record<ServiceName, ServiceModule>> = {
  identity: IdentityModule,
  campaign: CampaignModule,
  task: TaskModule,
  reporting: ReportingModule,
};

/** Nobody is told of events; they can be read and replayed as ever. */
class RestingFeed extends EventFeed {
  constructor(private readonly feed: EventFeed) {
    super();
  }
  publish: EventFeed['publish'] = () => Promise.resolve();
  subscribe: EventFeed['subscribe'] = () => Promise.resolve({ stop: () => Promise.resolve() });
  replay: EventFeed['replay'] = (...asked) => this.feed.replay(...asked);
  ends: EventFeed['ends'] = (...asked) => this.feed.ends(...asked);
  settled: EventFeed['settled'] = () => this.feed.settled();
}

export type Service = Readonly<{ name: string; app: NestFastifyApplication; runtime: ServiceRuntime }>;

/** `atRest`: nothing runs by itself, so that looking at the data does not change it. */
export type RunAs = Readonly<{ clock: Clock; tickets: PrincipalTickets; atRest: boolean }>;

/** Every service in this process, each in a Nest container of its own, on whatever keeps their data. */
export class Services {
  protected constructor(
    readonly services: readonly Service[],
    readonly storage: Storage,
    readonly runAs: RunAs,
  ) {}

  static async on(storage: Storage, runAs: RunAs): Promise<Services> {
    return new Services(await started(storage, runAs), storage, runAs);
  }

  get clock(): Clock {
    return this.runAs.clock;
  }

  get tickets(): PrincipalTickets {
    return this.runAs.tickets;
  }

  get atRest(): boolean {
    return this.runAs.atRest;
  }

  get principals(): PrincipalResolver {
    return this.service('identity').app.get(PrincipalResolver);
  }

  get setupLink(): SetupLink {
    return this.service('identity').app.get(SetupLink);
  }

  service(name: string): Service {
    const found = this.services.find((service) => service.name === name);
    if (!found) throw new Error(`no service ${name}`);
    return found;
  }

  /** Takes no new work, finishes what is in flight, lets go of the data. */
  async close(): Promise<void> {
    await Promise.all(this.services.map(({ app }) => app.close()));
    await this.storage.close();
  }
}

/** Ends what was begun, the storage included, when one of them can't be started. */
export async function started(storage: Storage, { clock, tickets, atRest }: RunAs): Promise<Service[]> {
  const services: Service[] = [];
  try {
    for (const name of SERVICES) {
      const ports = storage.ports(name);
      const feed = atRest ? new RestingFeed(ports.feed) : ports.feed;
      const app = await httpApplication(name, modules[name].on({ ...ports, feed }, clock), tickets);
      services.push({ name, app, runtime: app.get(ServiceRuntime) });
    }
    return services;
  } catch (error) {
    for (const { app } of services) await app.close();
    await storage.close();
    throw error;
  }
}
