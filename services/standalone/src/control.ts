import { chmodSync, existsSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { RuleViolation } from '@chuangwen/kernel';
import { sha256Hex, WholeFile } from '@chuangwen/platform';
import { z } from 'zod';
import { inWords } from './commands/words';
import { isNew, mustHoldData } from './data-folder';
import { isWork, operate, operationSchema, type Line, type Operation } from './operations';
import { Platform } from './platform';

const line = z.object({ ok: z.boolean(), text: z.string() });

/** A socket's path may have about 100 bytes: that of a deep folder stands among the temporary files, by the folder's hash. */
function socketIn(folder: string): string {
  const path = join(folder, 'control.sock');
  return Buffer.byteLength(path) <= 100 ? path : join(tmpdir(), `chuangwen-${sha256Hex(folder).slice(0, 16)}.sock`);
}

/** Lets the command line reach the running process: a socket in the data folder, for its owner only. */
export class ControlSocket {
  private readonly server: Server;
  private readonly path: string;

  constructor(platform: Platform) {
    this.path = socketIn(platform.folder);
    this.server = createServer((incoming, response) => {
      void (async () => {
        try {
          let body = '';
          for await (const chunk of incoming) body += String(chunk);
          for await (const said of operate(platform, operationSchema.parse(JSON.parse(body))))
            response.write(`${JSON.stringify(said)}\n`);
        } catch (error) {
          response.write(`${JSON.stringify({ ok: false, text: inWords(error) })}\n`);
        }
        response.end();
      })();
    });
  }

  async listen(): Promise<void> {
    rmSync(this.path, { force: true }); // the data folder is ours, so a socket there is a dead process's
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen(this.path, resolve));
    chmodSync(this.path, 0o600);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Runs an operation in the process that holds the folder, or here when none does. */
export async function* operateOn(folder: string, asked: Operation): AsyncGenerator<Line> {
  const running = existsSync(socketIn(folder)) ? await connect(folder, asked) : null;
  if (running) return yield* running;
  if (asked.name === 'import' && (await isNew(folder))) await mustBeReadable(asked);
  else await mustHoldData(folder);
  const platform = await Platform.open(folder, { atRest: !isWork(asked) });
  try {
    yield* operate(platform, asked);
  } finally {
    await platform.close();
  }
}

/** Before a folder is made that nobody wants when the file is none. */
async function mustBeReadable({ file, passphrase }: { file: string; passphrase: string }): Promise<void> {
  await WholeFile.open(file, passphrase);
}

/** null when nobody answers at the socket. Throws RuleViolation `operation.server-ended` when who answered ends meanwhile. */
function connect(folder: string, asked: Operation): Promise<AsyncGenerator<Line> | null> {
  const ended = () => new RuleViolation('operation.server-ended');
  return new Promise((resolve, reject) => {
    let answered = false;
    const outgoing = request({ socketPath: socketIn(folder), method: 'POST', path: '/' }, (response) => {
      resolve(
        (async function* () {
          const lines = createInterface({ input: response })[Symbol.asyncIterator]();
          for (;;) {
            const { value, done } = await lines.next().catch(() => Promise.reject(ended()));
            if (done) break;
            yield line.parse(JSON.parse(value));
          }
          if (!response.complete) throw ended();
        })(),
      );
    });
    outgoing.on('socket', (socket) => socket.once('connect', () => (answered = true)));
    outgoing.on('error', () => (answered ? reject(ended()) : resolve(null)));
    outgoing.end(JSON.stringify(asked));
  });
}
