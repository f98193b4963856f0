import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

jest.setTimeout(120_000);

const run = promisify(execFile);
const root = join(__dirname, '../..');
const node = [process.execPath, '-C', '@chuangwen/source', '-r', require.resolve('@swc-node/register')];

it('a full disk is said in words over HTTP, loses nothing acknowledged, and work goes on once there is room', async () => {
  const disk = mkdtempSync(join(tmpdir(), 'chuangwen-disk-'));
  const child = [...node, join(__dirname, 'full-disk-child.ts'), disk];
  const { stdout } = await run('unshare', ['--map-root-user', '--mount', ...child], { cwd: root }).catch(
    (error: Error) => {
      throw new Error(`This test needs unshare (util-linux) and a kernel that lets it mount a tmpfs. ${error.message}`);
    },
  );
  rmSync(disk, { recursive: true, force: true });
  const report = JSON.parse(/^report (.*)$/m.exec(stdout)![1]!) as Record<string, unknown>;
  expect(report).toMatchObject({ problem: { status: 503, code: 'storage.full' }, lost: [], more: 0 });
  expect((report['problem'] as { messages: Record<string, string> }).messages).toMatchObject({
    'zh-CN': expect.stringContaining('存储空间已满') as string,
    en: expect.stringContaining('disk is full') as string,
  });
});
