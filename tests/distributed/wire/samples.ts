import * as contracts from '@chuangwen/contracts';
import { EventCodec } from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { someChain, someEvent, someRef } from '@chuangwen/ports/conformance';
import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../../libs/contracts/samples');

/** Whose the samples are in their topics. */
export const SAMPLES = 'tz-samples';

/**
 * The sample of every version that was ever written, appended as a service does it, and one taken over from elsewhere. Returns what was
 * personal in them, and all the rest as one text.
 */
export async function appendSamples(
  service: string,
  { events, keys }: ServicePorts,
): Promise<{ personal: string[]; open: string }> {
  const all = (contracts as unknown as Record<string, readonly contracts.EventContract[]>)[`${service}Contracts`]!;
  const codec = new EventCodec(all, keys);
  const personal: string[] = [];
  let open = '';
  for (const contract of all)
    for (const file of globSync(`${contract.type}/v*.json`, { cwd: folder })) {
      const schemaVersion = Number(/v(\d+)/.exec(file)![1]);
      const data = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
      const id = randomUUID();
      const event = { type: contract.type, data };
      // What an older program wrote lies there as it wrote it.
      const written =
        schemaVersion === contract.version
          ? await codec.encode(SAMPLES, id, event)
          : { type: contract.type, schemaVersion, data: Buffer.from(JSON.stringify(data)) };
      const made = someEvent({ id, ...written });
      await events.append(someRef(SAMPLES), { expectedVersion: 0, events: [made], receipt: null });
      for (const { holder, key } of contracts.personalLeaves(contract.personalPaths, data)) {
        if (typeof holder[key] === 'string') personal.push(holder[key]);
        holder[key] = null;
      }
      open += JSON.stringify(data);
    }
  const ref = someRef(SAMPLES);
  const [first] = all;
  const data = JSON.parse(readFileSync(join(folder, first!.type, `v${first!.version}.json`), 'utf8')) as object;
  const id = randomUUID();
  const moved = someEvent({ id, ...(await codec.encode(SAMPLES, id, { type: first!.type, data: data as never })) });
  await events.adopt(ref, someChain(ref, moved));
  return { personal, open };
}
