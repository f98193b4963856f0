import {
  httpApplication,
  Log,
  openApi,
  PrincipalTickets,
  SystemClock,
  type Clock,
  type InternalRoutes,
} from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import type { DynamicModule } from '@nestjs/common';
import { configuration, distributedOnly } from './configuration';
import { keyFor } from './secrets';
import { openEngines } from './storage';
import { beginTraces } from './traces';
import { beginLog } from './watching';

/** What a service is made of: `TaskModule`. */
export type ServiceModule = Readonly<{ on(ports: ServicePorts, clock: Clock): DynamicModule }>;

export type Started = Readonly<{
  app: Awaited<ReturnType<typeof httpApplication>>;
  tickets: PrincipalTickets;
  clock: Clock;
}>;

type More = Readonly<{
  /** Routes that only the proxy and operators reach. */
  internal?: InternalRoutes;
  /** Once it listens. */
  started?: (service: Started) => Promise<void>;
}>;

/** A stop takes less than ten seconds in all. */
const STOP_MS = 10_000;

/** One service as a process of its own, until it is asked to stop; prints its address. Ends the process with 1 when it can't start. */
export async function runService(name: string, module: ServiceModule, more: More = {}): Promise<void> {
  const log = new Log(name, 'service');
  warnInLog(log);
  try {
    await run(name, module, more, log);
  } catch (error) {
    log.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
    setTimeout(() => process.exit(), 1000).unref(); // what was opened before may hold the process
  }
}

/** What Node would print is a line like any other. That kafkajs asks for timers in the past is known, and harmless (decision 0020). */
function warnInLog(log: Log): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    if (name !== 'TimeoutNegativeWarning') log.warn('Node warns', { warning: name, of: message });
  });
}

async function run(name: string, module: ServiceModule, { internal, started }: More, log: Log): Promise<void> {
  const settings = distributedOnly(configuration(process.env));
  beginLog({ ...settings.watching, level: settings.watching.level ?? 'info' });
  const endTraces = await beginTraces(name, settings.watching);
  const clock = new SystemClock();
  const tickets = new PrincipalTickets(keyFor(settings.secret, 'tickets'));
  const storage = await openEngines(settings, [name]);
  const routes: InternalRoutes = (server, made, by) => {
    server.get('/internal/openapi', async () => openApi(name, made));
    internal?.(server, made, by);
  };
  const { farBehind } = settings.watching;
  const app = await httpApplication(name, module.on(storage.ports(name), clock), tickets, routes, { farBehind });
  await app.listen(settings.port, settings.host);
  log.info('it listens', { url: await app.getUrl(), pid: process.pid });
  await started?.({ app, tickets, clock });
  await asked();
  const slow = setTimeout(() => process.exit(1), STOP_MS);
  await app.close();
  await storage.close();
  await endTraces();
  clearTimeout(slow);
}

/** Resolves at SIGTERM or Ctrl+C; a second time ends the process at once. */
function asked(): Promise<void> {
  return new Promise((resolve) => {
    let once = false;
    const stop = () => {
      if (once) process.exit(1);
      once = true;
      resolve();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}
