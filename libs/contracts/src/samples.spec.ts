import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { erasedValue, upcast, type EventContract } from './event-contract';
import { personalLeaves, personalPaths } from './personal-paths';
import * as contracts from './index';

const samples = resolve(__dirname, '../samples');
const root = resolve(__dirname, '../../..');

/** Whatever ends in `Contracts` is the list of a service. */
const all: readonly EventContract[] = Object.entries(contracts)
  .filter(([name]) => name.endsWith('Contracts'))
  .flatMap(([, list]) => list as readonly EventContract[]);

const fileOf = (type: string, version: number) => join(samples, type, `v${version}.json`);
/** `v1.json` first, and each `v1-WHAT.json`: a version with a field that need not be there. */
const filesOf = (type: string, version: number) => {
  const more = new RegExp(`^v${version}-[a-z-]+\\.json$`);
  const all = existsSync(join(samples, type)) ? readdirSync(join(samples, type)) : [];
  return [fileOf(type, version), ...all.filter((file) => more.test(file)).map((file) => join(samples, type, file))];
};
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
const sampleOf = (type: string, version: number) => read(fileOf(type, version));
const versionsOf = ({ version }: EventContract) => Array.from({ length: version }, (_, i) => i + 1);

/** Texts that stay open: names of organisations and phases, numbers, title and honour of a public document. */
const OPEN =
  /^(tenant\.(registered|placed)|organisation\.\w+) (name|shortName|category)$|[ .]phases?(\.\*)?\.name$|\.number$| brief\.(title|docNumber|honour)$/;

const byVersion = all.flatMap((contract) =>
  versionsOf(contract).flatMap((version) =>
    filesOf(contract.type, version).map((file) => [contract.type, version, contract, file] as const),
  ),
);

it('there are contracts of every service, each under a type of its own', () => {
  expect(all.length).toBeGreaterThan(20);
  expect(new Set(all.map(({ type }) => type)).size).toBe(all.length);
});

describe('the sample of every version ever written', () => {
  it.each(byVersion)('%s v%i is of today’s shape once lifted', (_type, version, contract, file) => {
    const sample = read(file);
    const lifted = contract.schema.parse(upcast(contract, version, sample));
    // What today's version wrote must come back whole: a field that was taken away needs a new version.
    if (version === contract.version) expect(lifted).toEqual(sample);
  });

  it.each(byVersion)('%s v%i is of today’s shape when its people are forgotten', (_type, version, contract, file) => {
    const sample = read(file);
    const { erased = {} } = contract.older[version] ?? {};
    const then = Object.keys(erased).map((path) => [path, { key: 'document', of: 'id', erased: null }] as const);
    const paths = personalPaths({ ...contract.personal, ...Object.fromEntries(then) });
    for (const { holder, key, path } of personalLeaves(paths, sample))
      holder[key] = erasedValue(contract, version, path);
    contract.schema.parse(upcast(contract, version, sample));
  });

  it('has a contract: none was written for a type or version that is not known', () => {
    const known = new Set(byVersion.map(([, , , file]) => file));
    expect(filesIn(samples).filter((file) => !known.has(file))).toEqual([]);
  });
});

describe('what is personal', () => {
  const personal = all.flatMap((contract) =>
    Object.entries(contract.personal).map((one) => [contract, ...one] as const),
  );
  const named = personal.map(([contract, path, rule]) => [contract.type, path, rule, contract] as const);

  it.each(named)('%s: %s is a place in its shape, and its key is named beside it', (_type, path, rule, { schema }) => {
    expect(shapesAt(schema, path.split('.')).length).toBeGreaterThan(0);
    expect(shapesAt(schema, [rule.of]).length).toBeGreaterThan(0);
  });

  it('is every text of a sample but those that are open on purpose', () => {
    const unsealed = all.flatMap((contract) => {
      const sample = sampleOf(contract.type, contract.version);
      for (const { holder, key } of personalLeaves(contract.personalPaths, sample)) holder[key] = null;
      return textsIn(sample).map((path) => `${contract.type} ${path}`);
    });
    expect(unsealed).toContain('campaign.opened brief.title');
    expect(unsealed.filter((path) => !OPEN.test(path))).toEqual([]);
  });
});

const outside = reasonToSkip();
(outside ? it.skip : it)(`no sample was ever changed or removed${outside ? ` [${outside}]` : ''}`, () => {
  const first = new Map<string, string>();
  // Newest first, so the last one said of a file is how it was first added.
  const added = git('log', '--raw', '--no-abbrev', '--no-renames', '--diff-filter=A', '--format=', '--', samples);
  for (const [, blob, file] of added.matchAll(/^:\S+ \S+ \S+ (\S+) A\t(.+)$/gm)) first.set(file!, blob!);
  const now = [...first].map(([file]) => [
    file,
    existsSync(join(root, file)) ? git('hash-object', file).trim() : 'removed',
  ]);
  expect(Object.fromEntries(now)).toEqual(Object.fromEntries(first));
});

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Only a repository with its whole history can tell. */
function reasonToSkip(): string | null {
  try {
    if (relative(git('rev-parse', '--show-toplevel').trim(), root) !== '') return 'not in its own git repository';
    return git('rev-parse', '--is-shallow-repository').trim() === 'true' ? 'the clone is shallow' : null;
  } catch {
    return 'no git here';
  }
}

type Shape = Readonly<{
  type: string;
  innerType?: Shape;
  shape?: Record<string, Shape>;
  element?: Shape;
  valueType?: Shape;
  options?: Shape[];
  def: Shape;
}>;

/** The schemas that a declared path leads to. */
function shapesAt(schema: unknown, [name, ...rest]: readonly string[]): unknown[] {
  const { def } = schema as Shape;
  if (def.innerType) return shapesAt(def.innerType, name === undefined ? [] : [name, ...rest]);
  if (name === undefined) return [schema];
  if (def.options) return def.options.flatMap((option) => shapesAt(option, [name, ...rest]));
  const below = name === '*' ? (def.element ?? def.valueType) : def.shape?.[name];
  return below ? shapesAt(below, rest) : [];
}

/** Where Chinese stands, with `*` for every entry of a list. */
function textsIn(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return /\p{Script=Han}/u.test(value) ? [path.slice(1)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => textsIn(below, `${path}.${Array.isArray(value) ? '*' : key}`));
}
