import { randomBytes } from 'node:crypto';
import { extname, join } from 'node:path';
import { CampaignModule } from '@chuangwen/campaign';
import { IdentityModule, PrincipalResolver, SetupLink } from '@chuangwen/identity';
import { httpApplication, PrincipalTickets, ServiceRuntime, SystemClock, type Clock } from '@chuangwen/platform';
import { EventFeed, type ServicePorts } from '@chuangwen/ports';
import { ReportingModule } from '@chuangwen/reporting';
import { openStorage, type Storage } from '@chuangwen/runtime';
import { TaskModule } from '@chuangwen/task';
import { Backups } from './backups/backups';
import type { ServiceName } from './service-name';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const modules: Readonly<Record<ServiceName, { on(ports: ServicePorts, clock: Clock): DynamicModule }>> = {
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

const VIEWS_PROGRAM = join(__dirname, `views-thread${extname(__filename)}`);

/**
 * `atRest`: nothing runs by itself, so that looking at the data does not change it. `seals`: where they are kept from now
 * on. `viewsApart`: the views are kept in a thread of their own, which takes a second to start and leaves this one to commands.
 */
export type PlatformOptions = Readonly<{
  clock?: Clock;
  /** The storage goes by that clock too: its jobs, expiries and seals. It must run then. Default: by the machine's. */
  storageByClock?: boolean;
  atRest?: boolean;
  seals?: string | undefined;
  viewsApart?: boolean;
}>;

/** Every service in one process, each in a Nest container of its own, on one data folder. */
export class Platform {
  private constructor(
    readonly folder: string,
    readonly services: readonly Service[],
    readonly tickets: PrincipalTickets,
    readonly clock: Clock,
    readonly storage: Storage,
    readonly backups: Backups,
    readonly atRest: boolean,
  ) {}

  /** Throws DataFolderInUse and the like. */
  static async open(folder: string, options: PlatformOptions = {}): Promise<Platform> {
    const { clock = new SystemClock(), atRest = false, seals, viewsApart = false, storageByClock = false } = options;
    const viewsProgram = viewsApart ? VIEWS_PROGRAM : undefined;
    const storage = await openStorage({
      mode: 'embedded',
      folder,
      seals,
      viewsProgram,
      clock: storageByClock ? () => clock.now() : undefined,
    });
    // The front door and the services share this process, so the secret needs no longer life than it.
    const tickets = new PrincipalTickets(randomBytes(32));
    const services: Service[] = [];
    try {
      for (const [name, module] of Object.entries(modules)) {
        const ports = storage.ports(name);
        const feed = atRest ? new RestingFeed(ports.feed) : ports.feed;
        const app = await httpApplication(name, module.on({ ...ports, feed }, clock), tickets);
        services.push({ name, app, runtime: app.get(ServiceRuntime) });
      }
      const backups = new Backups(folder, storage, clock);
      if (!atRest) backups.start();
      return new Platform(folder, services, tickets, clock, storage, backups, atRest);
    } catch (error) {
      for (const { app } of services) await app.close();
      await storage.close();
      throw error;
    }
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

  /** Takes no new work, finishes what is in flight, lets go of the data folder. */
  async close(): Promise<void> {
    this.backups.stop();
    await Promise.all(this.services.map(({ app }) => app.close()));
    await this.storage.close();
    await this.backups.idle();
  }
}
