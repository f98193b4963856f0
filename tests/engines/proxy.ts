import { freePort } from './process';

/** A TCP proxy before an engine; everything it does to a connection is undone by `mend`. */
export interface Proxy {
  /** `host:port` to connect to instead of the engine's. */
  readonly address: string;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  /** @param toxic of toxiproxy, as `latency`, `timeout`, `limit_data`, `slicer`, `bandwidth`, `reset_peer`, with its attributes */
  spoil(toxic: string, attributes: Record<string, number>, stream?: 'upstream' | 'downstream'): Promise<void>;
  mend(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * @param toxiproxy `url` of `engines.toxiproxy()`
 * @param upstream `host:port` of the engine
 * @param port where it listens, if that has to be known first (Kafka advertises it)
 */
export async function proxyTo(toxiproxy: string, upstream: string, port?: number): Promise<Proxy> {
  const address = `127.0.0.1:${port ?? (await freePort())}`;
  const name = address.replace(':', '-');
  const call = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${toxiproxy}/proxies${path}`, init);
    if (!response.ok) throw new Error(`toxiproxy ${method} ${path}: ${response.status} ${await response.text()}`);
    return response.text();
  };
  await call('POST', '', { name, listen: address, upstream, enabled: true });
  return {
    address,
    cut: async () => void (await call('POST', `/${name}`, { enabled: false })),
    async spoil(type, attributes, stream = 'downstream') {
      await call('POST', `/${name}/toxics`, { name: `${type}-${stream}`, type, stream, attributes });
    },
    async mend() {
      const toxics = JSON.parse(await call('GET', `/${name}/toxics`)) as { name: string }[];
      for (const toxic of toxics) await call('DELETE', `/${name}/toxics/${toxic.name}`);
      await call('POST', `/${name}`, { enabled: true });
    },
    remove: async () => void (await call('DELETE', `/${name}`)),
  };
}
