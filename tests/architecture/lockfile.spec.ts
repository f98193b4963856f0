import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './check';

type Entry = { resolved?: string; integrity?: string; link?: boolean; optionalDependencies?: Record<string, string> };
const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
const packages = (JSON.parse(text) as { packages: Record<string, Entry> }).packages;

describe('The lockfile', () => {
  it('names no registry', () => {
    const addresses = Object.entries(packages).filter(([, { resolved }]) => resolved?.includes('://'));
    expect(addresses.map(([path]) => path)).toEqual([]);
  });

  it('has a checksum for everything from outside', () => {
    const outside = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
    expect(outside.length).toBeGreaterThan(100);
    expect(outside.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
  });

  // npm drops what the registry did not have at that moment, and `npm ci` then fails on the platform that needs it.
  it('lacks no optional dependency', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !found(path, name))
        .map((name) => `${name} of ${path || 'the root'}`),
    );
    expect(missing).toEqual([]);
  });
});

/** Node's walk upwards through the node_modules folders. */
function found(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    if (packages[folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}
