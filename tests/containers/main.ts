/**
 * `npm run test:containers`: docker-compose.yml with real containers, where a Docker engine answers or can be started. Where none can be
 * had it says so and is done; with --required that is a failure.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { composeCommand } from './compose-command';
import { dockerEngine } from './docker-engine';

const root = resolve(__dirname, '../..');
const { argv } = process;

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-containers-'));
  process.env['CHUANGWEN_TEST_RUN'] = folder;
  try {
    const engine = await dockerEngine(folder);
    console.log(
      `Docker 引擎 engine: ${engine.host}（${engine.from === 'started' ? '为本次测试启动 started for this run' : '已有 it was there'}）`,
    );
    try {
      const compose = await composeCommand(engine.host);
      const config = ['--config', 'tests/containers/jest.config.mjs'];
      const others = argv.slice(2).filter((one) => one !== '--required');
      const env = { ...process.env, DOCKER_HOST: engine.host, CHUANGWEN_TEST_COMPOSE: compose, DOCKER_BUILDKIT: '0' };
      return (
        spawnSync('node', ['tools/test.mjs', ...config, ...others], { cwd: root, stdio: 'inherit', env }).status ?? 1
      );
    } finally {
      await engine.stop();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.log(
      `容器测试没有运行：这里没有可用的 Docker 引擎。The test of the containers was not run: no Docker engine can be had here.\n${why}`,
    );
    const required = argv.includes('--required');
    console.log(`0 passed, ${required ? 1 : 0} failed`);
    return required ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main().then((code) => {
  process.exitCode = code;
});
