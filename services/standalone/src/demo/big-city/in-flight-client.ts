import { Agent, request as open } from 'node:http';
import { inParallel } from '../parallel';

export type Asked = Readonly<{
  url: string;
  inFlight: number;
  requests: readonly Readonly<{ path: string; authorization: string; body: string }>[];
}>;
/** `times`: milliseconds, in the order in which they were answered. */
export type Answered = Readonly<{ failed: string }> | Readonly<{ perSecond: number; times: readonly number[] }>;

async function run({ url, inFlight, requests }: Asked): Promise<Answered> {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const times: number[] = [];
  const ask = ({ path, authorization, body }: Asked['requests'][number]) =>
    new Promise<void>((resolve, reject) => {
      const start = performance.now();
      const headers = { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      open(`${url}${path}`, { method: 'POST', headers, agent }, (response) => {
        response.resume().on('error', reject);
        response.on('end', () => {
          times.push(performance.now() - start);
          if (response.statusCode === 201) resolve();
          else reject(new Error(`${path} was answered ${response.statusCode}`));
        });
      })
        .on('error', reject)
        .end(body);
    });
  const began = performance.now();
  await inParallel(inFlight, requests, ask);
  agent.destroy();
  return { perSecond: (requests.length * 1000) / (performance.now() - began), times };
}

process.once('message', (asked: Asked) => {
  const tell = (answered: Answered) => process.send?.(answered);
  run(asked).then(tell, (error: unknown) => tell({ failed: String(error) }));
});
process.on('disconnect', () => process.exit(0));
