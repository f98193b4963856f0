import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { installed, onPath, runTool, systemProgram } from './install';
import { engineFolder, freePort, startProgram, type PrivateEngine } from './process';

/** The proxy that delays, cuts and halves connections; `url` is that of its HTTP API. */
export async function startToxiproxy(): Promise<PrivateEngine> {
  const command = onPath('toxiproxy-server') ?? (await toxiproxyInstalled());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return startProgram(engineFolder('toxiproxy'), {
    name: 'toxiproxy',
    url,
    command,
    args: ['-host', '127.0.0.1', '-port', String(port)],
    ready: async () => (await fetch(`${url}/version`)).text(),
  });
}

const source = 'github.com/Shopify/toxiproxy/v2/cmd/server@v2.12.0';

async function toxiproxyInstalled(): Promise<string> {
  const folder = await installed('toxiproxy', source, async (folder) => {
    const go = await systemProgram('go', 'golang-go', 'toxiproxy', 'toxiproxy-server');
    await runTool(go, ['install', source], { GOBIN: folder });
    // Its package is called plainly `server`.
    renameSync(join(folder, 'server'), join(folder, 'toxiproxy-server'));
  });
  return join(folder, 'toxiproxy-server');
}
