import { createServer, type AddressInfo } from 'node:net';

/** So many ports of loopback that nobody listens on now. */
export async function freePorts(many: number): Promise<number[]> {
  const probes = await Promise.all(
    Array.from({ length: many }, async () => {
      const probe = createServer();
      await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
      return probe;
    }),
  );
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port);
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}
