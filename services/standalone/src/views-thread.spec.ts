import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

it('the thread of the views loads what folds events and nothing that only a server needs', () => {
  // The program as it is, but for its end: there is no thread to keep anything in.
  const script = `
    const files = () => Object.keys(require.cache).map((file) => file.slice(${root.length + 1}));
    process.on('uncaughtException', () => {}).on('unhandledRejection', () => {});
    require(${JSON.stringify(join(__dirname, 'views-thread.ts'))});
    const loaded = () => files().some((file) => file.endsWith('adapters-embedded/src/index.ts'));
    const look = setInterval(() => loaded() && (clearInterval(look), console.log(JSON.stringify(files()))), 200);`;
  const hook = ['-C', '@chuangwen/source', '-r', require.resolve('@swc-node/register')];
  const files = JSON.parse(
    execFileSync(process.execPath, [...hook, '-e', script], { cwd: root, encoding: 'utf8' }),
  ) as string[];
  const loaded = files.map((file) => file.replaceAll('\\', '/'));
  expect(loaded).toContain('libs/adapters-embedded/src/views/apart.ts');
  expect(loaded).toContain('services/reporting/src/projections/progress.ts');
  expect(loaded).toContain('libs/platform/src/projector.ts');
  const packages = loaded.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]).filter(Boolean);
  expect([...new Set(packages)].filter((name) => /nest|fastify|rxjs|parse5|xlsx|mammoth|unpdf/.test(name!))).toEqual(
    [],
  );
  expect(loaded.filter((file) => /^libs\/documents\/src\/(?!sheets\/day)/.test(file))).toEqual([]);
});
