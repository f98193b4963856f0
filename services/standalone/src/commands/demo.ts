import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { RuleViolation } from '@chuangwen/kernel';
import { dated } from '../demo/days';
import { demoCity, type DemoTenant } from '../demo/city';
import { DEMO_PASSWORD, loadCity, type LoadedTenant } from '../demo/load';
import { playRound, type DemoNotice } from '../demo/play';
import { printReport, printUnderstood } from '../demo/print';
import { serve, untilStopped, type Server } from '../server';
import { bytesOf } from './notice';

type Options = Readonly<{ once?: boolean; data?: string; port?: string }>;

/** Loads the demo city into a folder of its own, plays the round of work with every notice, and keeps running unless `once`. */
export async function demo(files: readonly string[], options: Options): Promise<void> {
  const began = Date.now();
  const say = (text: string) => console.log(`[${((Date.now() - began) / 1000).toFixed(1).padStart(5)} 秒] ${text}`);
  const given: DemoNotice[] = [];
  for (const file of files) given.push({ name: basename(file), bytes: await bytesOf(file), ours: false });
  const text = dated(readFileSync(join(__dirname, '../demo/notice.txt'), 'utf8'));
  const own = { name: '演示通知.txt', bytes: Buffer.from(text), ours: true };
  const folder = freshFolder(resolve(options.data ?? 'data/demo'));
  const server = await serve({ folder, port: Number(options.port ?? 0), host: '127.0.0.1' });
  try {
    const city = demoCity();
    say(`装入演示城市桐泽市 Loading the demo city: ${server.url}`);
    const office = await loadCity(server.url, server.platform, city, say);
    for (const notice of [own, ...given]) await play(office, notice, say);
    const { user, system } = process.cpuUsage();
    say(`全部完成 All done（处理器 ${((user + system) / 1e6).toFixed(1)} 秒 of CPU）`);
    if (options.once) return await server.close();
    welcome(server, city);
  } catch (error) {
    await server.close();
    throw error;
  }
  await untilStopped(server);
}

async function play(office: LoadedTenant, notice: DemoNotice, say: (text: string) => void): Promise<void> {
  say(`—— ${notice.name} ——`);
  const { noticeId, campaignId } = await playRound(office, notice, say);
  await printUnderstood(office.clerk.visitor, noticeId);
  await printReport(office.clerk.visitor, campaignId);
}

/** The demo starts anew each time, and never in a folder that is not its own. */
function freshFolder(folder: string): string {
  const mark = join(folder, 'demo.json');
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(mark)) throw new RuleViolation('demo.foreign-folder', { folder: basename(folder) });
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(mark, '{"demo":true}\n');
  return folder;
}

function welcome({ url }: Server, office: DemoTenant): void {
  const rows = [office, ...office.below].map(
    ({ name, code, administrator }) => `  ${code.padEnd(14)}${administrator.login!.padEnd(20)}${name}`,
  );
  console.log(
    `\n演示城市正在运行 The demo city is running\n  首页 start page  ${url}\n  接口 API         ${url}/api/docs\n`,
  );
  console.log(
    `  经办人 clerk  管理员 administrator  单位 organisation（密码均为 the password of all: ${DEMO_PASSWORD}）`,
  );
  console.log(rows.join('\n'));
  console.log('\n按 Ctrl+C 停止。Press Ctrl+C to stop.');
}
