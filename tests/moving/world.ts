import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INSTALLATION } from '@chuangwen/contracts';
import { exportTenant, importTenant, type Placement } from '@chuangwen/platform';
import { until } from '../journeys/city';
import { installationOf, Platform, type Services } from '@chuangwen/standalone';

export const PASSPHRASE = '渡口的老榕树下有七级石阶';

/** A folder of its own, and platforms at work in folders within it. */
export class Places {
  readonly home = mkdtempSync(join(tmpdir(), 'chuangwen-moving-'));
  private readonly open: Platform[] = [];

  at(name: string): string {
    return join(this.home, name);
  }

  async platform(name: string, options: { atRest?: boolean } = {}): Promise<Platform> {
    const platform = await Platform.open(this.at(name), options);
    this.open.push(platform);
    return platform;
  }

  async closed(platform: Platform): Promise<void> {
    this.open.splice(this.open.indexOf(platform), 1);
    await platform.close();
  }

  /** Into a new file; of one tenant, or of all. */
  async exported(from: Services, tenant: string | null, file: string, patience = 20_000): Promise<string> {
    const order = { tenant, file: this.at(file), passphrase: PASSPHRASE, installation: 'test', patience };
    await exportTenant(installationOf(from), order, () => undefined);
    return order.file;
  }

  imported(into: Services, file: string, placement: Placement | null = null, passphrase = PASSPHRASE) {
    return importTenant(installationOf(into), { file: this.at(file), passphrase, placement }, () => undefined);
  }

  async close(): Promise<void> {
    await Promise.all(this.open.map((platform) => platform.close()));
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Everything that is a tenant's (or everybody's), as lines that are equal where it is. */
export async function holdings({ services }: Services, tenant?: string): Promise<string[]> {
  const lines: string[] = [];
  for (const { name, runtime } of services) {
    const { events, blobs, keys, secrets, views } = runtime.ports;
    const tenants = new Set<string>();
    for await (const ref of events.streams(tenant)) {
      tenants.add(ref.tenant);
      const last = (await events.read(ref)).events.at(-1)!;
      lines.push(`${name} stream ${ref.tenant}/${ref.stream} ${last.version} ${hex(last.hash)}`);
    }
    for await (const receipt of events.receipts(tenant)) lines.push(`${name} receipt ${JSON.stringify(receipt)}`);
    for (const of of tenants) {
      for await (const sha256 of blobs.list(of)) lines.push(`${name} file ${of} ${sha256}`);
      if (name === 'identity')
        for await (const { subject, key } of keys.list(of))
          lines.push(`key ${of} ${subject} ${key ? hex(key) : 'gone'}`);
    }
    for (const of of [...tenants, INSTALLATION])
      for await (const { kind, key, value } of secrets.everything(of)) {
        const goes = runtime.whenMoved[kind] !== 'stays';
        if (goes && (tenant === undefined || of === tenant || (value as { tenant?: string }).tenant === tenant))
          lines.push(`${name} entry ${of} ${kind} ${key} ${JSON.stringify(value)}`);
      }
    for (const projector of runtime.projectors) {
      const hash = createHash('sha256');
      for await (const line of views.dump(projector.ref, tenant)) hash.update(`${line}\n`);
      lines.push(`${name} view ${projector.view.name} ${hash.digest('hex')}`);
    }
  }
  return [...new Set(lines)].sort();
}

/** The first office of a platform that has none. */
export async function setUpOffice(
  platform: Services,
  name: string,
  login: string,
  password = '栖霞岭上 9 只白鹭',
): Promise<void> {
  const { app } = platform.service('identity');
  const body = {
    token: await platform.setupLink.open(),
    office: { name, level: 'city' },
    administrator: { name: '程予安', login, password },
  };
  const { statusCode, body: answer } = await app.inject({ method: 'POST', url: '/api/identity/setup', payload: body });
  if (statusCode !== 201) throw new Error(answer);
  await caughtUp(platform);
}

export async function caughtUp({ services }: Services): Promise<void> {
  const behind = async () => (await Promise.all(services.map(({ runtime }) => runtime.lags()))).flat();
  await until(behind, (lags) => lags.every(({ lag }) => lag === 0));
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Streams and accounts of others than this tenant. */
export async function foreign({ services }: Services, tenant: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name, runtime } of services) {
    for await (const ref of runtime.ports.events.streams()) {
      const registers = ref.tenant === INSTALLATION && ref.stream === `tenant-${tenant}`;
      if (ref.tenant !== tenant && !registers) found.push(`${name} ${ref.tenant}/${ref.stream}`);
    }
    for await (const { kind, value } of runtime.ports.secrets.everything(INSTALLATION))
      if ((value as { tenant?: string }).tenant !== tenant) found.push(`${name} ${kind}`);
  }
  return found;
}

/** The refusal's code. Throws when there is none. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('it was not refused'),
    (thrown: Error & { code?: string }) => thrown,
  );
  const { code } = error as { code?: string };
  if (code === undefined) throw error;
  return code;
}
