import type { Clock } from '@chuangwen/platform';
import { beginTraces, type Watching } from '@chuangwen/runtime';
import { ControlSocket } from './control';
import { FrontDoor, type WatchingHere } from './front-door';
import { Platform } from './platform';

/** The platform with its open port and its control socket. */
export type Server = Readonly<{ platform: Platform; url: string; close(): Promise<void> }>;

export async function serve(options: {
  folder: string;
  port: number;
  host: string;
  seals?: string | undefined;
  trustedProxies?: readonly string[];
  watching?: WatchingHere & Partial<Watching>;
  /** Default: the machine's. */
  clock?: Clock;
  /** Any free port will do where this one is taken. */
  anyPort?: boolean;
}): Promise<Server> {
  const { folder, seals, clock, watching: { traces, share = 1 } = {} } = options;
  const endTraces = await beginTraces('standalone', { traces, share });
  const told = clock ? { clock, storageByClock: true } : {};
  const platform = await Platform.open(folder, { seals, viewsApart: true, ...told });
  const door = new FrontDoor(platform, options.trustedProxies, options.watching);
  const control = new ControlSocket(platform);
  const close = async () => {
    await door.close();
    await control.close();
    await platform.close();
    await endTraces();
  };
  try {
    const url = await door.listen(options.port, options.host).catch((error: NodeJS.ErrnoException) => {
      if (!options.anyPort || error.code !== 'EADDRINUSE') throw error;
      return door.listen(0, options.host);
    });
    await control.listen();
    return { platform, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Resolves when the process is asked to stop (Ctrl+C, SIGTERM), after a graceful close; a second time it stops at once. */
export function untilStopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(1);
      asked = true;
      console.log('正在停止，请稍候…… Stopping ...');
      void server.close().then(resolve);
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}
