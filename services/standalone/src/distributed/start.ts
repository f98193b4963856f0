import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RuleViolation } from '@chuangwen/kernel';
import { growEngines, prepareEngines, type DistributedConfiguration } from '@chuangwen/runtime';
import { SERVICES } from '../service-name';
import { freePorts } from './free-ports';
import { Supervised, type Program } from './supervised';

const root = resolve(__dirname, '../../../..');

/** Makes the indexes and topics that services want to find at their start. */
export async function setUp(settings: DistributedConfiguration): Promise<void> {
  await prepareEngines(settings, SERVICES, (text) => console.log(text));
  console.log('引擎已备好 The engines are ready');
}

/** Throws RuleViolation `operation.no-such-service`. */
export async function grow(settings: DistributedConfiguration, service: string, partitions: number): Promise<void> {
  if (!SERVICES.some((name) => name === service))
    throw new RuleViolation('operation.no-such-service', { service, services: SERVICES.join('、') });
  let told = 0;
  await growEngines(settings, service, partitions, (appends) => {
    if (appends < told + 10_000) return;
    told = appends;
    console.log(`  已写入 ${appends} 次追加 appends written`);
  });
  console.log(`${service} 的主题现有 ${partitions} 个分区 The topic has ${partitions} partitions now`);
}

/** `instances`: processes of each service. */
export type Extent = Readonly<{ instances: number }>;

/** Every service in processes of its own, with the site and nginx before them, until it is stopped. Those that die are started again. */
export async function startApart(settings: DistributedConfiguration, { instances }: Extent): Promise<void> {
  await setUp(settings);
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-proxy-'));
  const running = (await programs(settings, instances, folder)).map((program) => new Supervised(program, console.log));
  console.log(`创文已启动 Chuangwen is running: http://${settings.host}:${settings.port}`);
  console.log('按 Ctrl+C 停止。Press Ctrl+C to stop.');
  await asked();
  // The proxy first, so that nothing new comes in.
  await running.pop()!.stop();
  await Promise.all(running.map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
}

async function programs({ host, port }: DistributedConfiguration, instances: number, folder: string) {
  const names = [...SERVICES.flatMap((name) => Array.from({ length: instances }, () => name)), 'site'];
  const ports = await freePorts(names.length);
  const addresses = names.map((name, at) => `${name}=http://127.0.0.1:${ports[at]}`).join(',');
  const apart = names.map((name, at): Program => {
    const file = name === 'site' ? 'services/standalone/dist/site-main.js' : `services/${name}/dist/main.js`;
    const env = { CHUANGWEN_HOST: '127.0.0.1', CHUANGWEN_PORT: String(ports[at]), CHUANGWEN_SERVICES: addresses };
    return { name, file: process.execPath, args: [join(root, file)], env };
  });
  const proxy: Program = {
    name: 'proxy',
    file: 'sh',
    args: [join(root, 'deploy/proxy/start.sh')],
    stopBy: 'SIGQUIT', // with SIGTERM nginx ends requests that are under way
    env: {
      CHUANGWEN_SERVICES: addresses,
      CHUANGWEN_PROXY_LISTEN: `${host}:${port}`,
      CHUANGWEN_PROXY_FOLDER: folder,
      CHUANGWEN_PROXY_LOG: 'off',
    },
  };
  return [...apart, proxy];
}

/** Resolves at SIGTERM, at Ctrl+C, or when the terminal is closed. More of them change nothing: npm sends a second one after a Ctrl+C. */
const asked = (): Promise<void> =>
  new Promise((resolve) => {
    process.on('SIGINT', resolve).on('SIGTERM', resolve).on('SIGHUP', resolve);
  });
