import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './check';

/** What only the distributed mode needs. */
const ENGINES = /^(?:kafkajs|mongoose|mongodb|bson|bullmq|ioredis|testcontainers|@opentelemetry\/(?!api$).+)$/;

/** Packages that a process has loaded which ran a script, from source. */
function packagesAfter(script: string): string[] {
  const told = `
    const { dirname } = require('node:path');
    const said = () => [...new Set(Object.keys(require.cache).flatMap((file) =>
      /node_modules\\/((?:@[^/]+\\/)?[^/]+)\\/(?!.*node_modules)/.exec(file.replaceAll('\\\\', '/'))?.[1] ?? []))];
    (async () => { ${script} })().then(() => { console.log(JSON.stringify(said())); process.exit(0); });`;
  const hook = ['-C', '@chuangwen/source', '-r', require.resolve('@swc-node/register')];
  const out = execFileSync(process.execPath, [...hook, '-e', told], { cwd: join(root, 'tests'), encoding: 'utf8' });
  return JSON.parse(out.trim().split('\n').at(-1)!) as string[];
}

describe('A platform on a data folder', () => {
  it('loads nothing of the engines that others run on', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chuangwen-'));
    const loaded = packagesAfter(`
      const { serve } = require('@chuangwen/standalone');
      const server = await serve({ folder: ${JSON.stringify(folder)}, port: 0, host: '127.0.0.1' });
      await fetch(server.url + '/health/ready');
      await server.close();`);
    rmSync(folder, { recursive: true, force: true });
    expect(loaded).toContain('@nestjs/common');
    expect(loaded.filter((name) => ENGINES.test(name))).toEqual([]);
  });

  it('would be seen to: the adapters of the other mode do load them', () => {
    const loaded = packagesAfter(`require('@chuangwen/adapters-distributed');`);
    expect(loaded.filter((name) => ENGINES.test(name))).toEqual(
      expect.arrayContaining(['kafkajs', 'mongoose', 'bullmq', 'ioredis']),
    );
  });
});
