import { PrincipalTickets, SystemClock, WholeFile } from '@chuangwen/platform';
import { keyFor, openEngines, type DistributedConfiguration } from '@chuangwen/runtime';
import { isWork, operate, type Line, type Operation } from '../operations';
import { SERVICES } from '../service-name';
import { Services } from '../services';

/** Runs an operation on what the services keep in their engines, whether they run or not. */
export async function* operateOnEngines(settings: DistributedConfiguration, asked: Operation): AsyncGenerator<Line> {
  // Before anything is joined or waited for: what is wrong with a file is known by itself.
  if (asked.name === 'import') await WholeFile.open(asked.file, asked.passphrase);
  const tickets = new PrincipalTickets(keyFor(settings.secret, 'tickets'));
  const storage = await openEngines(settings, SERVICES);
  const services = await Services.on(storage, { clock: new SystemClock(), tickets, atRest: !isWork(asked) });
  try {
    yield* operate(services, asked);
  } finally {
    await services.close();
  }
}
