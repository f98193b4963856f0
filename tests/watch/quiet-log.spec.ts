import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@chuangwen/standalone';
import { describeQuietLog } from './quiet-log';

describeQuietLog('of a data folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-log-'));
  const server = await serve({ folder, port: 0, host: '127.0.0.1' });
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...server, close };
});
