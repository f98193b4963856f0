/** Writes docs/asyncapi.json from libs/contracts: `npm run asyncapi` after a change of them. */
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const { asyncApi } = createRequire(join(root, 'tests/package.json'))('@chuangwen/contracts');
writeFileSync(join(root, 'docs/asyncapi.json'), `${JSON.stringify(asyncApi(), null, 2)}\n`);
