import type { IncomingMessage } from 'node:http';
import type { Watching } from '@chuangwen/runtime';

/** Who may read the metrics at the front door: programs of this machine; everyone; nobody. */
export type MetricsFor = Watching['metrics'];

const HERE = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)$/;
/** What a proxy adds: then it may be on this machine, and who asks is not. */
const HANDED_ON = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/** `peer`: the address that the connection comes from. A proxy that adds nothing to a request is not recognised. */
export function mayMeasure(who: MetricsFor, peer: string, headers: IncomingMessage['headers']): boolean {
  if (who !== 'here') return who === 'everyone';
  return HERE.test(peer) && HANDED_ON.every((name) => headers[name] === undefined);
}
