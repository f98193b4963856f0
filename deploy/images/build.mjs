/**
 * `node deploy/images/build.mjs [NAME...]`: images made here, from package registries only, for a machine with Docker where no image
 * registry can be reached. They take the place of the official ones by setting their names: CHUANGWEN_IMAGE_REDIS=chuangwen/redis:local ...
 * As root, with debootstrap, Maven and Python 3.11.
 *
 *   redis  Debian's; started like the official image
 *   kafka  Apache's, from Maven Central; reads the same KAFKA_* variables as the official image
 *   mongo  SecantusDB, which stands in for MongoDB and is not MongoDB; takes mongod's options
 *   nginx  Debian's
 *   node   Node 24 as this clone has it and this machine's npm, to build and run the services on
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = ['redis-server', 'openjdk-17-jre-headless', 'python3', 'nginx-light', 'curl', 'ca-certificates'];
const debian = `chuangwen/debian:${createHash('sha1').update(packages.join()).digest('hex').slice(0, 12)}`;

/** What an image needs besides its recipe, put into the folder that it is built from. */
const payload = {
  redis: () => {},
  kafka: (folder) =>
    run('mvn', ['-q', '-B', '-f', join(folder, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime']),
  mongo: (folder) => {
    // Debian 12 has Python 3.11, whatever this machine has.
    const fits = ['--only-binary=:all:', '--python-version', '3.11', '--target', join(folder, 'lib')];
    run('python3', ['-m', 'pip', 'install', '-q', ...fits, '-r', join(folder, 'requirements.txt')]);
  },
  nginx: () => {},
  node: (folder) => {
    copyFileSync(realpathSync(join(root, 'node_modules/.bin/node')), join(folder, 'node'));
    const modules = spawnSync('npm', ['root', '-g'], { encoding: 'utf8' }).stdout.trim();
    cpSync(join(modules, 'npm'), join(folder, 'npm'), { recursive: true });
    // Whom this machine trusts besides: the registry may be reached by a proxy with an authority of its own.
    const trusted = process.env.NODE_EXTRA_CA_CERTS;
    if (trusted && existsSync(trusted)) copyFileSync(trusted, join(folder, 'trusted.crt'));
    else writeFileSync(join(folder, 'trusted.crt'), '');
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in payload));
if (unknown.length)
  throw new Error(`No such image: ${unknown.join(', ')}. There are: ${Object.keys(payload).join(', ')}`);
if (!imageExists(debian)) buildDebian();
run('docker', ['tag', debian, 'chuangwen/debian:local']);
for (const name of asked.length ? asked : Object.keys(payload)) build(name);

function buildDebian() {
  inFolder((folder) => {
    const include = `--include=${packages.join(',')}`;
    run('debootstrap', ['--variant=minbase', include, 'bookworm', folder]);
    rmSync(join(folder, 'var/cache/apt'), { recursive: true, force: true });
    run('sh', ['-c', `tar -C "$0" -c . | docker import - ${debian}`, folder]);
  });
}

function build(name) {
  inFolder((folder) => {
    cpSync(join(here, name), folder, { recursive: true });
    payload[name](folder);
    // Without BuildKit, which is a plugin that Debian's Docker lacks.
    run('docker', ['build', '-q', '-t', `chuangwen/${name}:local`, folder], { DOCKER_BUILDKIT: '0' });
  });
}

function inFolder(fill) {
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-image-'));
  try {
    fill(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function imageExists(name) {
  return spawnSync('docker', ['image', 'inspect', name], { stdio: 'ignore' }).status === 0;
}

function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2], env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${error?.message ?? `exit ${status}`}`);
}
