import { spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { installed, runTool, systemProgram } from '../engines/install';

const version = 'v2.29.7';

/** The program that is Docker Compose: the plugin where docker has it, else one that is installed from the Go modules and kept. */
export async function composeCommand(host: string): Promise<string> {
  const plugin = spawnSync('docker', ['-H', host, 'compose', 'version'], { stdio: 'ignore' }).status === 0;
  if (plugin) return 'docker compose';
  const folder = await installed('compose', version, async (made) => {
    const go = await systemProgram('go', 'golang-go', 'Docker Compose', 'docker compose');
    await runTool(go, ['install', `github.com/docker/compose/v2/cmd@${version}`], { GOBIN: made });
    renameSync(join(made, 'cmd'), join(made, 'docker-compose'));
  });
  return join(folder, 'docker-compose');
}
