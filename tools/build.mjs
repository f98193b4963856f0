/**
 * src → dist of every CommonJS package, for what changed since the last time (by content, so a checkout costs nothing).
 * Types are not looked at here: a demo starts in seconds, `npm run types` is the judge.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { swcOptions } from './swc.mjs';

export async function build(root) {
  const recordFile = join(root, 'node_modules/.chuangwen-build.json');
  const before = existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, 'utf8')) : {};
  const compiler = readFileSync(join(root, 'node_modules/@swc/core/package.json')) + JSON.stringify(swcOptions);
  const sources = new Map(sourceFiles(root).map((source) => [relative(root, outputOf(source)), source]));

  const now = {};
  const stale = [];
  for (const [output, source] of sources) {
    now[output] = createHash('sha1').update(compiler).update(readFileSync(source)).digest('hex');
    if (now[output] !== before[output] || !existsSync(join(root, output))) stale.push([join(root, output), source]);
  }
  const gone = Object.keys(before).filter((output) => !sources.has(output));
  if (stale.length + gone.length === 0) return;

  const { transform } = await import('@swc/core');
  const outcomes = await Promise.allSettled(stale.map(([output, source]) => compile(transform, source, output)));
  const failures = outcomes.filter(({ status }) => status === 'rejected');
  if (failures.length) {
    // swc shows the place, then a stack of its own.
    const places = failures.map(({ reason }) => reason.message.split(/\n+Caused by:/)[0]);
    throw new Error(`编译失败 Build failed\n${places.join('\n')}`);
  }
  for (const output of gone) {
    for (const file of [output, `${output}.map`, output.replace(/\.js$/, '.d.ts')])
      rmSync(join(root, file), { force: true });
  }
  writeFileSync(recordFile, JSON.stringify(now));
}

async function compile(transform, source, output) {
  mkdirSync(dirname(output), { recursive: true });
  if (!source.endsWith('.ts')) return copyFileSync(source, output);
  const { code, map } = await transform(readFileSync(source, 'utf8'), {
    ...swcOptions,
    filename: source,
    sourceFileName: relative(dirname(output), source),
    sourceMaps: true,
  });
  put(`${output}.map`, map);
  put(output, `${code}//# sourceMappingURL=${output.split(/[\\/]/).at(-1)}.map\n`);
}

/** Whole or not at all: a service may be starting from this folder. */
function put(file, text) {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

const outputOf = (source) => source.replace(/([\\/])src([\\/])/, '$1dist$2').replace(/\.ts$/, '.js');

/** Specs and conformance suites stay out; so do packages of type "module" (the console has its own bundler). */
function sourceFiles(root) {
  return ['libs', 'services']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)))
    .filter((folder) => existsSync(join(folder, 'src')) && existsSync(join(folder, 'package.json')))
    .filter((folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).type !== 'module')
    .flatMap((folder) =>
      readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/(\.spec|conformance|\.d)\.ts$/.test(entry.name))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
    );
}
