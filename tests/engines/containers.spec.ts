import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { noContainer, startContainer } from './container';
import { kafkaContainer } from './kafka';
import { mongoContainer, standInOf } from './mongo';
import { redisContainer } from './redis';
import { closeRun, openRun } from './run.mjs';
import { setting } from './settings';

/** The image that is set, or the one that deploy/images/build.mjs makes of the same engine, whichever is on this machine. */
const images = {
  kafka: imageHere('chuangwen/kafka:local', setting('CHUANGWEN_IMAGE_KAFKA')),
  mongo: imageHere('chuangwen/mongo:local', setting('CHUANGWEN_IMAGE_MONGO')),
  redis: imageHere('chuangwen/redis:local', setting('CHUANGWEN_IMAGE_REDIS')),
};

function imageHere(made: string, set: string): string {
  return docker('image', 'inspect', set) || !docker('image', 'inspect', made) ? set : made;
}

function docker(...args: string[]): boolean {
  return spawnSync('docker', args, { stdio: 'ignore' }).status === 0;
}

/** Asked for containers it fails by name where there are none; otherwise it says why it is skipped. */
function describeContainers(fn: () => void): void {
  const reason = !docker('version') ? 'no Docker engine answers' : missing();
  if (reason && setting('CHUANGWEN_TEST_ENGINES') !== 'containers') describe.skip(`Containers [${reason}]`, fn);
  else describe('Containers', fn);
}

function missing(): string | null {
  const names = Object.values(images).filter((image) => !docker('image', 'inspect', image));
  return names.length ? `no images ${names.join(', ')}: pull them, or node deploy/images/build.mjs` : null;
}

describeContainers(() => {
  const before = process.env['CHUANGWEN_TEST_RUN'];
  let run = '';
  beforeEach(async () => {
    run = await openRun();
  });
  afterEach(async () => {
    if (existsSync(run)) await closeRun(run);
    process.env['CHUANGWEN_TEST_RUN'] = before;
  });

  it.each(Object.values(images))('%s can be had', async (image) => {
    expect(await noContainer(image)).toBeNull();
  });

  it('Kafka, MongoDB and Redis answer from containers, which the end of the run removes', async () => {
    // Started means that they answered.
    const containers = [kafkaContainer(images.kafka), mongoContainer(images.mongo), redisContainer(images.redis)];
    const [, mongo = ''] = await Promise.all(containers.map(async (container) => startContainer(await container)));
    if (images.mongo.startsWith('chuangwen/')) expect(await standInOf(mongo)).toContain('SecantusDB');

    const ids = readdirSync(join(run, 'started')).map((name) => name.replace('container-', ''));
    expect(ids).toHaveLength(3);
    for (const id of ids) expect(publishedOn(id)).toEqual(['127.0.0.1']);
    await closeRun(run);
    expect(ids.filter((id) => docker('container', 'inspect', id))).toEqual([]);
  });

  it('that does not start says why, with what it wrote', async () => {
    const notMongo = await mongoContainer(images.redis);
    await expect(startContainer(notMongo)).rejects.toThrow(/MongoDB.*did not start.*mongod/);
  });
});

function publishedOn(id: string): string[] {
  const format = '{{range .HostConfig.PortBindings}}{{range .}}{{.HostIp}} {{end}}{{end}}';
  const { stdout } = spawnSync('docker', ['container', 'inspect', '-f', format, id], { encoding: 'utf8' });
  return stdout.trim().split(' ');
}
