import type { ServicePorts } from '@chuangwen/ports';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backUp, type Backup, type BackupTold } from './backup/backup';
import { removeBrokenOff, type BrokenOff } from './backup/under-way';
import { FolderBlobStore } from './blobs/store';
import { damagedRows, type Damage } from './checks/damage';
import { systemClock, type Clock } from './clock';
import type { EventsAnswer, EventsRequest } from './events/engine';
import { SqliteEventFeed } from './events/feed';
import { EventLogs } from './events/logs';
import { packRequests } from './events/message';
import { SqliteEventStore } from './events/store';
import { eventsWriter } from './events/writer';
import { takeFolder } from './folder';
import type { JobsRequest } from './jobs/engine';
import { SqliteJobQueue } from './jobs/queue';
import type { KeysRequest } from './keys/engine';
import { SqliteKeyVault } from './keys/vault';
import { FORMAT } from './manifest';
import { OpenFiles } from './open-files';
import type { PrivateRequest } from './private/engine';
import { SqlitePrivateStore } from './private/store';
import { ErasureList } from './seals/erased';
import { agree, moveSeals } from './seals/place';
import { Sealer } from './seals/sealer';
import { attempt } from './sqlite';
import type { EmbeddedOptions, Standing } from './storage-options';
import { keptIn } from './upgrade/upgrade';
import type { ViewsAnswer, ViewsRequest } from './views/engine';
import { SqliteReadModels } from './views/read-models';
import { ViewsReader } from './views/reader';
import { ViewsKeptApart } from './views/thread';

/** A service's name is its folder's; the blobs have theirs beside them. */
const SERVICE = /^(?!blobs$|seals$)[a-z][a-z0-9-]*$/;

export const openEmbedded = async (folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedStorage> =>
  new EmbeddedStorage(folder, options);

/** All stores of one data folder, for one process. */
export class EmbeddedStorage {
  private readonly lock;
  private readonly brokenOff: BrokenOff;
  private readonly files: OpenFiles;
  private readonly logs: EventLogs;
  private readonly services = new Map<string, ServicePorts>();
  private readonly running: { stop(): Promise<void> }[] = [];
  private readonly feed: SqliteEventFeed;
  private readonly keys: SqliteKeyVault;
  private readonly incoming: string;
  private readonly sealer: Sealer;
  private readonly clock: Clock;
  private closing: Promise<void> | null = null;
  private readonly stopping = new AbortController();
  private readonly apart: ViewsKeptApart | null;

  constructor(
    private readonly folder: string,
    { viewSync = 'NORMAL', clock = systemClock, seals, viewsProgram }: EmbeddedOptions,
  ) {
    this.clock = clock;
    this.lock = takeFolder(folder);
    this.brokenOff = removeBrokenOff(folder, this.lock.manifest.installation);
    try {
      this.incoming = join(folder, 'blobs', '.incoming');
      attempt(folder, () => {
        rmSync(this.incoming, { recursive: true, force: true });
        mkdirSync(this.incoming, { recursive: true });
      });
      const { manifest } = this.lock;
      this.apart = viewsProgram === undefined ? null : new ViewsKeptApart(viewsProgram, folder);
      this.files = new OpenFiles(folder, manifest, viewSync, this.apart?.storage);
      this.logs = new EventLogs((service) => join(folder, service, 'events.db'));
      this.feed = new SqliteEventFeed(this.logs);
      if (seals !== undefined) moveSeals(manifest, seals);
      this.sealer = new Sealer(manifest.seals, this.files.background, clock);
      const keys = this.files.open('', 'keys');
      const erased = new ErasureList(manifest.seals, manifest.installation);
      agree(keys, erased);
      this.keys = new SqliteKeyVault(
        keys.path,
        this.files.reader(keys),
        this.files.queue<KeysRequest, Uint8Array | null>(keys),
        erased,
      );
      this.keys.onDestroyed((tenant) => this.apart?.destroyed(tenant));
    } catch (error) {
      this.lock.release();
      throw error;
    }
  }

  /**
   * The handles of one service. `topics`: the services whose events it may hear (default: any). Throws DataDamaged also
   * when one of its views has read more of a topic than there is.
   */
  ports(service: string, topics?: readonly string[]): ServicePorts {
    if (!SERVICE.test(service)) throw new TypeError(`Not a name of a service: ${service}`);
    const known = this.services.get(service) ?? this.openService(service);
    this.services.set(service, known);
    return topics ? { ...known, feed: this.feed.only(topics) } : known;
  }

  /**
   * What SQLite finds wrong with the files of the services opened so far; takes a while, and nobody waits for it but
   * the caller. It does not see a flipped bit in a value: the hash chain, the checks of rows and the seals do.
   */
  integrity(): Promise<{ path: string; problem: string }[]> {
    return this.files.integrity();
  }

  /** Everything that is not as it was written, but for what stands in hash chains and views: pages, rows, seals. */
  async *damage(): AsyncGenerator<Damage> {
    for (const { path, problem } of await this.integrity()) yield { path, what: 'page', where: problem };
    for (const file of this.files.all) yield* damagedRows(file);
    for await (const { path, tenant, from, to } of this.sealer.check())
      yield { path, what: 'seal', where: tenant === null ? '' : `${tenant} ${from + 1}–${to}` };
  }

  /** Seals what was appended; the seals stand outside of the database and say what it held. */
  seal(): Promise<void> {
    return this.sealer.seal();
  }

  standing(): Standing {
    const { installation, seals } = this.lock.manifest;
    const [sealed, kept] = [this.sealer.standing(), keptIn(this.folder)];
    return { format: FORMAT, installation, seals, sealed, kept, brokenOff: this.brokenOff };
  }

  /** See `backUp`. One at a time. */
  async backup(target: string, told?: BackupTold): Promise<Backup> {
    await this.seal();
    const { installation, seals } = this.lock.manifest;
    const services = [...this.services.keys()];
    const order = { folder: this.folder, installation, seals, services, target, at: this.clock().toISOString() };
    const backup = backUp(order, told, this.stopping.signal);
    this.running.push({ stop: () => backup.then(nothing, nothing) });
    return backup;
  }

  /** Ends subscriptions and job handlers, answers what was asked, closes the files (which checkpoints them), gives the folder free. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    this.stopping.abort(); // a backup in work is given up
    await Promise.all([this.feed, ...this.running].map((each) => each.stop()));
    await this.files.drain();
    await this.sealer.stop();
    this.logs.close();
    await this.files.close();
    this.lock.release();
  }

  private openService(service: string): ServicePorts {
    const folder = join(this.folder, service);
    attempt(folder, () => mkdirSync(folder, { recursive: true }));
    const { files } = this;
    const events = files.open(service, 'events');
    const views = files.open(service, 'views');
    const secrets = files.open(service, 'private');
    const jobs = files.open(service, 'jobs');
    const writer = files.writer(events);
    const sealed = this.sealer.open(service, events);
    if (sealed) this.logs.find(service)!.mustReach(sealed.sealed, `a seal of ${sealed.at}`);
    const viewsReader = files.reads(new ViewsReader(views.path));
    for (const { view, topic, next } of viewsReader.reached())
      this.logs.find(topic)?.mustReach(next, `the view ${view} of ${service}`);
    const jobQueue = new SqliteJobQueue(files.reader(jobs), files.queue<JobsRequest, boolean>(jobs), this.clock);
    this.running.push(jobQueue);
    return {
      service,
      events: new SqliteEventStore(
        this.logs.find(service)!,
        files.queue<EventsRequest, EventsAnswer>(events, { pack: packRequests, here: eventsWriter.group(writer) }),
        () => this.woken(service),
      ),
      feed: this.feed,
      views: new SqliteReadModels(views.path, viewsReader, files.queue<ViewsRequest, ViewsAnswer>(views)),
      jobs: jobQueue,
      blobs: new FolderBlobStore(join(this.folder, 'blobs', service), this.incoming),
      keys: this.keys,
      secrets: new SqlitePrivateStore(
        secrets.path,
        files.reader(secrets),
        files.queue<PrivateRequest, boolean>(secrets),
        this.clock,
      ),
      ...(this.apart ? { viewsThread: this.apart.of(service, views) } : {}),
    };
  }

  private woken(topic: string): void {
    this.logs.wake(topic);
    this.apart?.wake(topic);
  }
}

const nothing = (): void => undefined;
