import { randomBytes } from 'node:crypto';
import { CampaignModule } from '@chuangwen/campaign';
import { IdentityModule, PrincipalResolver, SetupLink } from '@chuangwen/identity';
import { httpApplication, PrincipalTickets, ServiceRuntime, SystemClock, type Clock } from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { ReportingModule } from '@chuangwen/reporting';
import { openStorage, type Storage } from '@chuangwen/runtime';
import { TaskModule } from '@chuangwen/task';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const modules: Readonly<Record<string, { on(ports: ServicePorts, clock: Clock): DynamicModule }>> = {
  identity: IdentityModule,
  campaign: CampaignModule,
  task: TaskModule,
  reporting: ReportingModule,
};

export type Service = Readonly<{ name: string; app: NestFastifyApplication; runtime: ServiceRuntime }>;

/** Every service in one process, each in a Nest container of its own, on one data folder. */
export class Platform {
  private constructor(
    readonly folder: string,
    readonly services: readonly Service[],
    readonly tickets: PrincipalTickets,
    readonly clock: Clock,
    private readonly storage: Storage,
  ) {}

  /** Throws DataFolderInUse, and what the storage refuses. */
  static async open(folder: string, clock: Clock = new SystemClock()): Promise<Platform> {
    const storage = await openStorage({ mode: 'embedded', folder });
    // The front door and the services share this process, so the secret needs no longer life than it.
    const tickets = new PrincipalTickets(randomBytes(32));
    const services: Service[] = [];
    try {
      for (const [name, module] of Object.entries(modules)) {
        const app = await httpApplication(name, module.on(storage.ports(name), clock), tickets);
        services.push({ name, app, runtime: app.get(ServiceRuntime) });
      }
      return new Platform(folder, services, tickets, clock, storage);
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
    await Promise.all(this.services.map(({ app }) => app.close()));
    await this.storage.close();
  }
}
