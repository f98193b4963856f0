import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { noContainer } from '../engines/container';
import { systemProgram } from '../engines/install';

const exec = promisify(execFile);

/** By the variable that names it for docker-compose.yml. */
const official = {
  CHUANGWEN_IMAGE_NODE: 'node:24-slim',
  CHUANGWEN_IMAGE_NGINX: 'nginx:1.28',
  CHUANGWEN_IMAGE_KAFKA: 'apache/kafka:4.1.1',
  CHUANGWEN_IMAGE_MONGO: 'mongo:8.0',
  CHUANGWEN_IMAGE_REDIS: 'redis:7.4',
} as const;

type Variable = keyof typeof official;

/**
 * Settings that name an image for each: the official one where it can be had, else one made here (deploy/images). The stand-in for MongoDB
 * calls its replica set by another name.
 */
export async function images(): Promise<Readonly<Record<string, string>>> {
  const chosen = await Promise.all((Object.keys(official) as Variable[]).map(choose));
  const made = chosen.flatMap(({ make }) => make ?? []);
  if (made.length > 0) {
    await systemProgram('debootstrap', 'debootstrap', 'images', 'an image registry');
    await exec('node', [join(__dirname, '../../deploy/images/build.mjs'), ...made], { maxBuffer: 1 << 26 });
  }
  const settings = Object.fromEntries(chosen.map(({ name, image }) => [name, image]));
  if (settings['CHUANGWEN_IMAGE_MONGO'] !== localImage('mongo')) return settings;
  console.log(
    'MongoDB 由 SecantusDB 代替，它不是 MongoDB · MongoDB is stood in for by SecantusDB, which is not MongoDB',
  );
  return { ...settings, CHUANGWEN_MONGO: 'mongodb://mongo:27017/?replicaSet=secantus' };
}

const localImage = (name: string): string => `chuangwen/${name}:local`;

async function choose(name: Variable): Promise<{ name: Variable; image: string; make?: string }> {
  const wanted = process.env[name] || official[name];
  if ((await noContainer(wanted)) === null) return { name, image: wanted };
  const make = name.replace('CHUANGWEN_IMAGE_', '').toLowerCase();
  return { name, image: localImage(make), make };
}
