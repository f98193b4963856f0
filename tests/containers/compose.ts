import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { freePort } from '../engines';

const exec = promisify(execFile);
const root = resolve(__dirname, '../..');

/** What `docker inspect` says of a container, as far as it is looked at here. */
const container = z.object({
  Name: z.string(),
  State: z.object({ Running: z.boolean(), Pid: z.number(), StartedAt: z.string(), OOMKilled: z.boolean() }),
  RestartCount: z.number(),
  Config: z.object({ User: z.string(), Labels: z.record(z.string(), z.string()), Healthcheck: z.unknown() }),
  HostConfig: z.object({
    ReadonlyRootfs: z.boolean(),
    Privileged: z.boolean(),
    CapDrop: z.array(z.string()).nullable(),
    CapAdd: z.array(z.string()).nullable(),
    SecurityOpt: z.array(z.string()).nullable(),
    Memory: z.number(),
    RestartPolicy: z.object({ Name: z.string() }),
  }),
  NetworkSettings: z.object({
    Ports: z.record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable()),
    Networks: z.record(z.string(), z.object({ IPAddress: z.string() })),
  }),
});
export type Container = z.infer<typeof container>;

/** docker-compose.yml of this clone as a project of its own, with secrets, volumes and a port of its own. */
export class Compose {
  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly env: Readonly<Record<string, string>>,
    private readonly project = `chuangwen-${randomBytes(4).toString('hex')}`,
  ) {}

  static async of(settings: Readonly<Record<string, string>>): Promise<Compose> {
    const folder = mkdtempSync(join(tmpdir(), 'chuangwen-compose-'));
    writeFileSync(join(folder, 'env'), '');
    const secrets = join(folder, 'secrets');
    await exec('sh', [join(root, 'deploy/make-secrets.sh'), secrets]);
    const port = String(await freePort());
    const own = { CHUANGWEN_IMAGE: 'chuangwen:test', CHUANGWEN_SECRETS: secrets, CHUANGWEN_PORT: port };
    return new Compose(`http://127.0.0.1:${port}`, folder, { ...settings, ...own });
  }

  /** Runs `docker compose ...args` to its end. @throws Error with what it said */
  async run(...args: readonly string[]): Promise<string> {
    const [program = '', ...plugin] = (process.env['CHUANGWEN_TEST_COMPOSE'] ?? 'docker compose').split(' ');
    const project = [
      '-p',
      this.project,
      '-f',
      join(root, 'docker-compose.yml'),
      '--env-file',
      join(this.folder, 'env'),
    ];
    const env = { ...process.env, ...this.env };
    try {
      const all = [...plugin, '--ansi', 'never', '--progress', 'plain', ...project, ...args];
      const { stdout } = await exec(program, all, { env, cwd: root, maxBuffer: 1 << 26 });
      return stdout;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`docker compose ${args.join(' ')}\n${(stdout + stderr).slice(-6000)}`);
    }
  }

  /** Until each is healthy, and what runs once has ended well. @throws Error with what the containers said */
  async up(): Promise<void> {
    try {
      await this.run('up', '--no-build', '--wait', '--wait-timeout', '180', '-d');
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${await this.run('logs', '--no-color', '--tail', '25')}`);
    }
  }

  async containers(...services: readonly string[]): Promise<Container[]> {
    const ids = (await this.run('ps', '-a', '-q', ...services)).split('\n').filter((id) => id !== '');
    const { stdout } = await exec('docker', ['inspect', ...ids], { maxBuffer: 1 << 26 });
    return z.array(container).parse(JSON.parse(stdout));
  }

  logs(service: string): Promise<string> {
    return this.run('logs', '--no-color', '--no-log-prefix', service);
  }

  /** Takes away its containers, networks, volumes and secrets. */
  async remove(): Promise<void> {
    await this.run('down', '--volumes', '--remove-orphans', '--timeout', '5');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
