import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './process';
import { setting } from './settings';

export interface Container {
  name: string;
  image: string;
  /** Of 127.0.0.1; the same inside, so that what an engine says of its own address is true on both sides. */
  port: number;
  command?: string[];
  env?: Record<string, string>;
  /** Asks the engine whether it works, and resolves its URL; throws while it does not. */
  ready(): Promise<string>;
}

/** How long a registry may take to say that it has an image, and to hand it out, in ms. */
const [probing, pulling] = [10_000, 90_000];

/** Why no container of this image can be had here, in one line; null where it can, and then the image is here. */
export async function noContainer(image: string): Promise<string | null> {
  // Loaded when it is needed, here and below, for most specs do without.
  const { getContainerRuntimeClient, ImageName } = await import('testcontainers');
  const client = await getContainerRuntimeClient().catch(() => null);
  if (!client) return 'no Docker engine answers';
  const { dockerode } = client.container;
  const { socketPath, host } = dockerode.modem as { socketPath?: string; host?: string };
  if (!socketPath) return `the Docker engine is on ${host}, and engines are reached by loopback only`;
  const name = ImageName.fromString(image);
  if (await client.image.exists(name)) return null;
  try {
    // Asked for its description first: where no registry can be reached this says so at once.
    await within(probing, dockerode.getImage(image).distribution());
    await within(pulling, client.image.pull(name));
    if (await client.image.exists(name)) return null;
    return `${image} was not handed out`;
  } catch (error) {
    return `${image} can't be had: ${(error as Error).message}`;
  }
}

function within<Answer>(ms: number, work: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Starts it and waits until it answers; closing the run removes it by its id. Resolves its URL. @throws Error with the end of its log */
export async function startContainer({ name, image, port, command, env = {}, ready }: Container): Promise<string> {
  // Without Ryuk, which would remove the container as soon as the Jest worker that asked first ends.
  const { getContainerRuntimeClient } = await import('testcontainers');
  const { Loopback, Started } = await classes();
  const container = new Loopback(image).withAutoCleanup(false).withWaitStrategy(new Started());
  container.withExposedPorts({ container: port, host: port }).withEnvironment(env);
  if (command) container.withCommand(command);
  const started = await container.start().catch((error: Error) => {
    throw new Error(`${name} 没有启动 · ${name}, a container of ${image}, did not start: ${error.message}`);
  });
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const handle = dockerode.getContainer(started.getId());
  const alive = async () => (await handle.inspect()).State.Running;
  const log = async () => String(await handle.logs({ stdout: true, stderr: true, tail: 60 }));
  return until(name, ready, alive, log);
}

async function classes() {
  const { GenericContainer, StartupCheckStrategy } = await import('testcontainers');

  class Loopback extends GenericContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      const bindings = Object.values<{ HostIp?: string }[]>(this.hostConfig.PortBindings ?? {});
      for (const binding of bindings.flat()) binding.HostIp = '127.0.0.1';
    }

    protected override async containerCreated(id: string): Promise<void> {
      const file = join(setting('CHUANGWEN_TEST_RUN'), 'started', `container-${id}`);
      writeFileSync(file, process.env['DOCKER_HOST'] ?? '');
    }
  }

  /** Docker has started it; whether the engine answers is asked of the engine. */
  class Started extends StartupCheckStrategy {
    checkStartupState(): Promise<'SUCCESS'> {
      return Promise.resolve('SUCCESS');
    }
  }

  return { Loopback, Started };
}
