import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Clock } from '@chuangwen/platform';
import { FrontDoor, Platform } from '@chuangwen/standalone';
import { Footprint } from './footprint';
import { Http, type Answered, type Asked } from './http';

/** The whole platform behind its front door, on a folder of its own. */
export class House {
  readonly footprint: Footprint;
  private stopping: Promise<void> | null = null;

  private constructor(
    readonly folder: string,
    readonly platform: Platform,
    private readonly door: FrontDoor,
    readonly url: string,
    private readonly http: Http,
  ) {
    this.footprint = new Footprint(folder);
  }

  static async open(clock?: Clock): Promise<House> {
    const folder = join(await mkdtemp(join(tmpdir(), 'security-')), 'data'); // made by the program itself
    const platform = await Platform.open(folder, clock ? { clock } : { viewsApart: true });
    const door = new FrontDoor(platform);
    const url = await door.listen(0, '127.0.0.1');
    return new House(folder, platform, door, url, new Http(url));
  }

  ask(method: string, path: string, asked?: Asked): Promise<Answered> {
    return this.http.ask(method, path, asked);
  }

  /** Every view and workflow has done what the events so far ask of it. */
  async quiet(): Promise<void> {
    for (let still = 0; still < 2;) {
      const behind = await Promise.all(this.platform.services.map((service) => lagOf(service)));
      still = behind.every((lag) => lag === 0) ? still + 1 : 0;
      if (still < 2) await new Promise((wake) => setTimeout(wake, still ? 0 : 5));
    }
  }

  /** Nobody is served any more; the folder is still there to be looked at. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    this.footprint.close();
    this.http.close();
    await this.door.close(500);
    await this.platform.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(dirname(this.folder), { recursive: true, force: true });
  }
}

async function lagOf({ runtime }: Platform['services'][number]): Promise<number> {
  const { views, feed } = runtime.ports;
  const lags = [...runtime.projectors].map((projector) => projector.lag());
  const flows = runtime.workflows.map(async ({ ref, workflow }) => {
    const at = await views.positions(ref);
    const ends = await feed.ends(workflow.topics);
    const next = (topic: string, partition: number) =>
      at.find((position) => position.topic === topic && position.partition === partition)?.next ?? 0;
    return ends.reduce((sum, end) => sum + Math.max(0, end.next - next(end.topic, end.partition)), 0);
  });
  return (await Promise.all([...lags, ...flows])).reduce((sum, lag) => sum + lag, 0);
}
