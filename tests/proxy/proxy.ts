import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { engines, freePort } from '../engines';

export interface Proxy {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const script = join(__dirname, '../../deploy/proxy/start.sh');

/** nginx as deploy/proxy starts it, on a port of this machine. `settings`: environment variables of start.sh. */
export async function startProxy(settings: Readonly<Record<string, string>>): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-proxy-'));
  const port = await freePort();
  const nginx = await engines.nginx();
  const env = {
    PATH: `${dirname(nginx)}${delimiter}${process.env['PATH']}`,
    CHUANGWEN_PROXY_FOLDER: folder,
    CHUANGWEN_PROXY_LISTEN: `127.0.0.1:${port}`,
    CHUANGWEN_PROXY_LOG: join(folder, 'requests.log'),
    ...settings,
  };
  const child = spawn('sh', [script], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += String(text)));
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const scheme = settings['CHUANGWEN_TLS_CERTIFICATE'] ? 'https' : 'http';
  const stop = async () => {
    child.kill('SIGQUIT');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  for (const end = Date.now() + 10_000; Date.now() < end && child.exitCode === null;) {
    if (await listens(port)) return { url: `${scheme}://127.0.0.1:${port}`, port, stop };
    await new Promise((wake) => setTimeout(wake, 50));
  }
  await stop();
  throw new Error(`nginx did not start: ${said}`);
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
