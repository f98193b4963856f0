import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readNoticeFiles } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import { openFolder, type EmbeddedConfiguration } from '@chuangwen/runtime';
import { dated } from '../demo/days';
import { demoCity, type DemoTenant } from '../demo/city';
import { DEMO_PASSWORD, loadCity, type LoadedTenant } from '../demo/load';
import { playRound, type DemoNotice } from '../demo/play';
import { playDesks } from '../demo/play-desks';
import { buildBigCity, peopleOf } from '../demo/big-city/build';
import { caughtUp } from '../demo/caught-up';
import { CityClock } from '../demo/big-city/city-clock';
import { DAYS } from '../demo/big-city/notice';
import type { CitySize } from '../demo/big-city/size';
import { measureBigCity } from '../demo/big-city/measure';
import type { Say } from '../demo/play-tasks';
import { printReport, printUnderstood } from '../demo/print';
import { serve, untilStopped, type Server } from '../server';
import { bytesOf } from './notice';
import { wordsOf } from './words';

/** `anyPort`: nobody named one, so any free one will do where the usual one is taken. */
type DemoSettings = EmbeddedConfiguration & Readonly<{ anyPort: boolean }>;

/** A large city of a seed, with what it is measured by. */
export async function demoOfSize(size: CitySize, settings: DemoSettings, once: boolean): Promise<void> {
  const say = timed();
  await freshFolder(settings.folder);
  const clock = new CityClock(DAYS + 1);
  let server = await serve({ ...settings, clock });
  try {
    say(`生成城市 Building a city: ${size.agencies} × ${size.units} × ${size.tasks}，${server.url}`);
    const { platform, url } = server;
    const [identity, task] = [platform.service('identity').runtime, platform.service('task').runtime];
    const ground = { url, setupToken: await platform.setupLink.open(), identity, task };
    const { campaignId } = await buildBigCity(ground, size, say);
    await caughtUp(platform, say);
    // What is measured is the platform as it starts on such a city, today, and not what the building left in memory.
    await server.close();
    server = await serve(settings);
    const city = await peopleOf(server.url, campaignId);
    const met = await measureBigCity(server, city, say);
    say(`全部完成 All done：${met.filter(Boolean).length} / ${met.length} 个目标达到 goals met`);
    if (once) return await server.close();
    console.log(
      `\n  登录 sign in：wenmingban（文明办经办人 clerk of the office）、danwei-1（第一个单位 the first agency）；密码 password ${DEMO_PASSWORD}`,
    );
    console.log(`  ${server.url}/api/docs\n\n按 Ctrl+C 停止。Press Ctrl+C to stop.`);
  } catch (error) {
    await server.close();
    throw error;
  }
  await untilStopped(server);
}

function timed(): Say {
  const began = Date.now();
  return (text) => console.log(`[${((Date.now() - began) / 1000).toFixed(1).padStart(5)} 秒] ${text}`);
}

/** Loads the demo city into a folder of its own, plays the round of work with every notice, and keeps running unless `once`. */
export async function demo(files: readonly string[], settings: DemoSettings, once: boolean): Promise<void> {
  const say = timed();
  const given: DemoNotice[] = [];
  for (const file of files) given.push(await givenNotice(file));
  const text = dated(readFileSync(join(__dirname, '../demo/notice.txt'), 'utf8'));
  const own = { name: '演示通知.txt', bytes: Buffer.from(text), ours: true };
  await freshFolder(settings.folder);
  const server = await serve(settings);
  try {
    const city = demoCity();
    say(`装入演示城市桐泽市 Loading the demo city: ${server.url}`);
    const office = await loadCity(server.url, server.platform, city, say);
    for (const notice of [own, ...given]) await play(server, office, notice, say);
    const { user, system } = process.cpuUsage();
    say(`全部完成 All done（处理器 ${((user + system) / 1e6).toFixed(1)} 秒 of CPU）`);
    if (once) return await server.close();
    welcome(server, city);
  } catch (error) {
    await server.close();
    throw error;
  }
  await untilStopped(server);
}

/** Read before the city is built, so that a file that can't be read is told at once. Throws RuleViolation `demo.notice-refused`. */
export async function givenNotice(file: string): Promise<DemoNotice> {
  const notice = { name: basename(file), bytes: await bytesOf(file), ours: false };
  try {
    await readNoticeFiles([{ name: notice.name, bytes: notice.bytes }]);
    return notice;
  } catch (error) {
    const { zh, en } = wordsOf(error);
    throw new RuleViolation('demo.notice-refused', { file: notice.name, why: zh, whyEn: en });
  }
}

async function play({ platform }: Server, office: LoadedTenant, notice: DemoNotice, say: Say): Promise<void> {
  say(`—— ${notice.name} ——`);
  const { noticeId, campaignId } = await playRound(office, notice, say);
  if (notice.ours) await playDesks(office, campaignId, say);
  await printUnderstood(office.clerk.visitor, noticeId);
  await printReport(office.clerk.visitor, campaignId, platform);
}

const markIn = (folder: string) => join(folder, 'demo.json');

/** The demo starts anew each time, never in a folder that is not its own, nor in one that is in use. */
async function freshFolder(folder: string): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(markIn(folder))) throw new RuleViolation('demo.foreign-folder', { folder: basename(folder) });
    await mustBeFree(folder);
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(markIn(folder), '{"demo":true}\n');
}

/** Throws DataFolderInUse. A damaged demo may go. */
async function mustBeFree(folder: string): Promise<void> {
  try {
    await (await openFolder({ folder })).close();
  } catch (error) {
    if (error instanceof Error && error.name === 'DataFolderInUse') throw error;
  }
}

/** Whoever starts the platform on a demo's folder goes on using it: no later demo may wipe it. */
export const keepForGood = (folder: string): void => rmSync(markIn(folder), { force: true });

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
  console.log(`\n  看报表 to read a report（任务在各单位账号下查看，如 jiaotong）：
  curl -s ${url}/api/identity/sessions -H 'content-type: application/json' -d '{"login":"${office.code}","password":"${DEMO_PASSWORD}"}'
  curl -s ${url}/api/campaign/campaigns -H 'authorization: Bearer 上面答复的 session'
  curl -s '${url}/api/reporting/campaigns/创建工作的编号/report?by=unit&format=csv' -H 'authorization: Bearer …'`);
  console.log('\n按 Ctrl+C 停止。Press Ctrl+C to stop.');
}
