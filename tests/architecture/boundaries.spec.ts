import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { check, root } from './check';

type Message = { ruleId: string | null; message: string };
const boundary = '@nx/enforce-module-boundaries';

const forbidden: [file: string, text: string, rule: string][] = [
  ['libs/kernel/src/probe.ts', `import '@chuangwen/ports';`, boundary],
  ['libs/kernel/src/probe.ts', `import 'node:fs';`, 'no-restricted-imports'],
  ['libs/kernel/src/probe.ts', `import 'zod';`, 'no-restricted-imports'],
  ['libs/contracts/src/probe.ts', `import '@chuangwen/platform';`, boundary],
  ['libs/documents/src/probe.ts', `import '@chuangwen/contracts';`, boundary],
  ['libs/platform/src/probe.ts', `import '@chuangwen/adapters-embedded';`, boundary],
  ['libs/adapters-embedded/src/probe.ts', `import '@chuangwen/platform';`, boundary],
  ['libs/runtime/src/probe.ts', `import '@chuangwen/task';`, boundary],
  ['services/task/src/probe.ts', `import '@chuangwen/campaign';`, boundary],
  ['services/task/src/probe.ts', `import '../../campaign/src/index';`, boundary],
  ['services/task/src/probe.ts', `import '@chuangwen/adapters-embedded';`, boundary],
  ['services/task/src/probe.ts', `export const late = () => import('@chuangwen/adapters-embedded');`, boundary],
  [
    'services/task/src/probe.ts',
    `import { EventBus } from '@nestjs/cqrs';\nexport const bus = EventBus;`,
    '@typescript-eslint/no-restricted-imports',
  ],
  ['services/task/src/task/probe.ts', `export const now = () => new Date();`, 'no-restricted-syntax'],
  ['libs/kernel/src/probe.ts', `export const now = () => Date.now();`, 'no-restricted-syntax'],
];

const allowed: [file: string, text: string][] = [
  ['libs/contracts/src/probe.ts', `import '@chuangwen/kernel';`],
  ['libs/ports/src/probe.ts', `import '@chuangwen/contracts';`],
  ['libs/runtime/src/probe.ts', `export const late = () => import('@chuangwen/adapters-embedded');`],
  ['services/task/src/probe.ts', `import '@chuangwen/runtime';`],
  ['services/task/src/probe.ts', `import '@chuangwen/documents';`],
  ['services/standalone/src/probe.ts', `import '@chuangwen/task';`],
];

describe('Boundaries bite', () => {
  let found: Message[][];

  beforeAll(() => {
    // Without a project graph on disk the rule of Nx skips itself without a word.
    execFileSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects'], { cwd: root });
    const cases = [...forbidden, ...allowed].map(([file, text]) => ({ file, text }));
    found = check<Message[][]>('boundaries.mjs', [], JSON.stringify(cases));
  });

  it.each(forbidden.map((row, i) => [...row, i] as const))('%s may not say %s', (_file, _text, rule, i) => {
    expect(found[i]?.map(({ ruleId }) => ruleId)).toContain(rule);
  });

  it.each(allowed.map((row, i) => [...row, i + forbidden.length] as const))('%s may say %s', (_file, _text, i) => {
    expect(found[i]).toEqual([]);
  });
});
