import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { check, root } from './check';

type Report = { modules: number; violations: { rule: string; from: string; to: string }[] };

describe('Imports', () => {
  it('has no cycle, no service that imports another, nothing undeclared', () => {
    const report = check<Report>('imports.mjs', [root]);
    expect(report.violations).toEqual([]);
    expect(report.modules).toBeGreaterThan(10);
  });

  describe('in a sample that breaks the rules', () => {
    const folder = mkdtempSync(join(tmpdir(), 'imports-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('finds each breach', () => {
      const face = { exports: { '.': { '@chuangwen/source': './src/index.ts', default: './dist/index.js' } } };
      put('package.json', '{}');
      put('libs/kernel/src/index.ts', `import type { B } from './b'; export type A = B;`);
      put('libs/kernel/src/b.ts', `import type { A } from './index'; import 'node:fs'; export type B = A;`);
      put('libs/adapters-embedded/src/index.ts', 'export const store = 1;');
      put('services/task/package.json', JSON.stringify({ name: '@chuangwen/task', ...face }));
      put('services/task/src/index.ts', `export { store } from '../../../libs/adapters-embedded/src/index';`);
      put('services/campaign/src/index.ts', `import '@chuangwen/task';`);
      put('services/standalone/src/index.ts', `import '@chuangwen/task';`);
      mkdirSync(join(folder, 'node_modules/@chuangwen'), { recursive: true });
      symlinkSync(join(folder, 'services/task'), join(folder, 'node_modules/@chuangwen/task'));

      const { violations } = check<Report>('imports.mjs', [folder]);
      const breaches = violations.map(({ rule, from, to }) => `${rule}: ${from} > ${to}`);
      expect(breaches).toEqual(
        expect.arrayContaining([
          'no-cycle: libs/kernel/src/b.ts > libs/kernel/src/index.ts',
          'kernel-depends-on-nothing: libs/kernel/src/b.ts > fs',
          'only-runtime-knows-adapters: services/task/src/index.ts > libs/adapters-embedded/src/index.ts',
          'no-service-imports-another: services/campaign/src/index.ts > services/task/src/index.ts',
        ]),
      );
      expect(breaches.filter((line) => line.includes('services/standalone'))).toEqual([]);
    });

    function put(file: string, text: string): void {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  });
});
