import { readdirSync, readFileSync, globSync } from 'node:fs';
import { join } from 'node:path';
import type { Recorded, View } from '@chuangwen/platform';

/** What a view keeps for the golden samples of the events that it hears: each path in its documents with the kinds of value there. */
export type Shape = readonly string[];

/** By the name under which a view's documents are kept. */
export function shapesOf(root: string, views: readonly View[]): Record<string, Shape> {
  return Object.fromEntries(views.map((view): [string, Shape] => [view.name, shapeOf(view, root)]).sort(byName));
}

/** Every view that a service's projections and the platform's directory define. */
export function viewsOf(root: string): View[] {
  const files = globSync(['services/*/src/projections/*.ts', 'libs/platform/src/directory.ts'], { cwd: root });
  return files
    .filter((file) => !/\.(spec|sample)\.ts$/.test(file))
    .flatMap((file) => Object.values(jest.requireActual<Record<string, unknown>>(join(root, file))))
    .filter(isView);
}

const isView = (value: unknown): value is View =>
  typeof value === 'object' && value !== null && 'route' in value && 'evolve' in value && 'topics' in value;

const byName = ([a]: [string, Shape], [b]: [string, Shape]) => (a < b ? -1 : 1);

/** The first event makes the document, each of the others changes it. */
function shapeOf(view: View, root: string): Shape {
  const events = Object.keys(view.route).map((type) => sampleOf(root, type));
  const kinds = new Map<string, Set<string>>();
  for (const first of events) {
    const made = evolved(view, null, first);
    if (!made) continue;
    for (const document of [made, ...events.map((event) => evolved(view, made, event))]) {
      if (!document) continue;
      walk(document, '', kinds);
      walk({ ...view.index?.(document) }, 'index ', kinds, false);
      for (const { group, values } of view.contributions?.(document) ?? []) walk(values, `count ${group} `, kinds);
    }
  }
  return [...kinds].map(([path, what]) => `${path}: ${[...what].sort().join(' ')}`).sort();
}

/** An event that says nothing to this very document makes none. */
function evolved(view: View, document: object | null, event: Recorded): object | null {
  try {
    return view.evolve(document, event, 'id');
  } catch {
    return null;
  }
}

function sampleOf(root: string, type: string): Recorded {
  const folder = join(root, 'libs/contracts/samples', type);
  const [newest = ''] = readdirSync(folder).sort().reverse();
  const data = JSON.parse(readFileSync(join(folder, newest), 'utf8')) as object;
  const meta = {
    ...{ id: 'e', type, tenant: 't', stream: 's', version: 1, schemaVersion: 1, position: 1 },
    ...{ recordedAt: '2026-03-01T02:00:00.000Z', effectiveOn: null, actor: { kind: 'person', id: 'p' } },
    ...{ commandId: 'c', correlationId: 'c', causationId: 'c', audience: [] },
  };
  return { type, data, meta } as unknown as Recorded;
}

/** Keys that are ids or paths are all one. */
const plain = (key: string): string => (/^[0-9a-f-]{36}$|[.\d]/.test(key) ? '*' : key);

function walk(value: unknown, path: string, kinds: Map<string, Set<string>>, deep = true): void {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
  if (path !== '') kinds.set(path, (kinds.get(path) ?? new Set()).add(kind));
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    if (deep || !Array.isArray(value)) walk(inner, `${path}.${Array.isArray(value) ? '*' : plain(key)}`, kinds, deep);
}
