import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { type Container } from './container';
import { installed, onPath, recipe, runTool, systemProgram } from './install';
import { engineFolder, freePort, startProgram, type PrivateEngine } from './process';
import { setting } from './settings';

export interface MongoOptions {
  /** Not a replica set: no transactions, and the platform refuses it. */
  standalone?: boolean;
}

/** A `mongod` of the machine as a replica set of one, or what stands in for it. */
export async function startMongo({ standalone = false }: MongoOptions = {}): Promise<PrivateEngine> {
  const folder = engineFolder('MongoDB');
  const data = join(folder, 'data');
  mkdirSync(data);
  const port = await freePort();
  const { command, args, set } = await server(port, data, standalone);
  const url = urlOf(port, standalone ? null : set);
  const ready = () => mongoAnswers(port, standalone ? null : set);
  const engine = await startProgram(folder, { name: 'MongoDB', url, command, args, ready });
  const standIn = await standInOf(url);
  if (!standIn) return engine;
  // For the end of the run to say.
  writeFileSync(`${folder}.json`, JSON.stringify({ name: 'MongoDB', from: 'local', standIn }));
  return Object.defineProperty(engine, 'standIn', { value: standIn });
}

export async function mongoContainer(image: string): Promise<Container> {
  const port = await freePort();
  const command = ['mongod', '--port', String(port), '--bind_ip_all', '--replSet', 'tests', ...testCommands];
  return { name: 'MongoDB', image, port, command, ready: async () => urlOf(port, await mongoAnswers(port, 'tests')) };
}

const testCommands = ['--setParameter', 'enableTestCommands=1'];
const urlOf = (port: number, set: string | null) => `mongodb://127.0.0.1:${port}/${set ? `?replicaSet=${set}` : ''}`;

async function server(port: number, data: string, standalone: boolean) {
  const mongod = onPath('mongod');
  if (mongod) {
    const listen = ['--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', data];
    const args = [...listen, ...testCommands, ...(standalone ? [] : ['--replSet', 'tests'])];
    return { command: mongod, args, set: 'tests' };
  }
  const args = ['--port', String(port), '--storage-path', data, '--cache-size', '256M'];
  // Without it both lose acknowledged w:majority, j:true writes at kill -9.
  args.push('--sync-on-commit', ...(standalone ? ['--standalone'] : []));
  if (setting('CHUANGWEN_TEST_MONGO_STANDIN') === 'rust') return { command: rustStandIn(), args, set: 'secantus' };
  return { command: await pythonStandIn(), args: [...args, '--enable-test-commands'], set: 'secantus' };
}

async function pythonStandIn(): Promise<string> {
  const requirements = recipe('mongo/requirements.txt');
  const folder = await installed('secantusdb', readFileSync(requirements, 'utf8'), async (folder) => {
    const otherwise = 'mongod, Docker, CHUANGWEN_TEST_MONGO=mongodb://…';
    const python = await systemProgram('python3', 'python3-venv', 'SecantusDB (MongoDB)', otherwise);
    await runTool(python, ['-m', 'venv', folder]);
    await runTool(join(folder, 'bin/pip'), ['install', '-q', '--disable-pip-version-check', '-r', requirements]);
  });
  return join(folder, 'bin/secantusd-py');
}

/** Built by hand, for it takes minutes. It has no fail points. */
function rustStandIn(): string {
  const kept = join(setting('CHUANGWEN_ENGINES'), 'secantusd-rs');
  const found = existsSync(kept) ? kept : onPath('secantusd-rs');
  if (found) return found;
  const version = '0.5.3-beta.193';
  throw new Error(
    `CHUANGWEN_TEST_MONGO_STANDIN=rust: cargo install secantus-mdb --version ${version} --locked --ignore-rust-version → ${kept}`,
  );
}

/**
 * Resolves when it takes writes, with the name of its set. A set that is new is initiated as `set` first; a stand-in is one from the start,
 * by a name of its own.
 */
async function mongoAnswers(port: number, set: string | null): Promise<string | null> {
  const address = `127.0.0.1:${port}`;
  return asking(`mongodb://${address}/?directConnection=true`, async (admin) => {
    const hello = await admin.command({ hello: 1 });
    if (hello['isWritablePrimary'] && (hello['setName'] || !set)) return hello['setName'] ?? null;
    if (set && !hello['setName']) {
      await admin.command({ replSetInitiate: { _id: set, members: [{ _id: 0, host: address }] } });
    }
    throw new Error('It is not yet primary.');
  });
}

/** By what name a server says that it is not MongoDB, wherever it came from. */
export async function standInOf(url: string): Promise<string | undefined> {
  return asking(url, async (admin) => {
    const { secantusVersion, allocator } = await admin.command({ buildInfo: 1 });
    if (secantusVersion) return `SecantusDB ${secantusVersion}${allocator ? ' (Rust)' : ''}`;
    return undefined;
  });
}

async function asking<Answer>(url: string, ask: (admin: mongo.Db) => Promise<Answer>): Promise<Answer> {
  const client = new mongo.MongoClient(url, { serverSelectionTimeoutMS: 2000, connectTimeoutMS: 2000 });
  try {
    return await ask(client.db('admin'));
  } finally {
    await client.close();
  }
}
