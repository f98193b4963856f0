import { randomBytes } from 'node:crypto';
import { extname, join } from 'node:path';
import { dropLeftDigests, PrincipalTickets, SystemClock, type Clock } from '@chuangwen/platform';
import { openFolder, type FolderStorage } from '@chuangwen/runtime';
import { Backups } from './backups/backups';
import { Services, started, type RunAs, type Service } from './services';

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

/** Every service in one process on one data folder. */
export class Platform extends Services {
  private constructor(
    readonly folder: string,
    services: readonly Service[],
    override readonly storage: FolderStorage,
    runAs: RunAs,
    readonly backups: Backups,
  ) {
    super(services, storage, runAs);
  }

  /** Throws DataFolderInUse and the like. */
  static async open(folder: string, options: PlatformOptions = {}): Promise<Platform> {
    const { clock = new SystemClock(), atRest = false, seals, viewsApart = false, storageByClock = false } = options;
    const viewsProgram = viewsApart ? VIEWS_PROGRAM : undefined;
    const storage = await openFolder({
      folder,
      seals,
      viewsProgram,
      clock: storageByClock ? () => clock.now() : undefined,
    });
    // The front door and the services share this process, so the secret needs no longer life than it.
    const runAs = { clock, tickets: new PrincipalTickets(randomBytes(32)), atRest };
    const services = await started(storage, runAs);
    if (!atRest) await dropLeftDigests(services);
    const backups = new Backups(folder, storage, clock);
    if (!atRest) backups.start();
    return new Platform(folder, services, storage, runAs, backups);
  }

  override async close(): Promise<void> {
    this.backups.stop();
    await super.close();
    await this.backups.idle();
  }
}
