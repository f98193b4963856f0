import { isOld, type EmbeddedConfiguration } from '@chuangwen/runtime';
import { isNew } from '../data-folder';
import { mustBeFree } from '../front-door';
import { keepForGood } from './demo';
import { upgrade } from './upgrade';
import { brokenOffWords } from '../operations/folder-status';
import { serve, untilStopped } from '../server';

/** Runs the platform on a data folder until it is stopped. */
export async function start({
  folder,
  port,
  host,
  seals,
  trustedProxies,
  watching,
}: EmbeddedConfiguration): Promise<void> {
  const fresh = await isNew(folder);
  if (await isOld(folder)) await upgrade(folder);
  // Else a start that is refused would leave a folder of new data that nobody asked for.
  if (fresh) await mustBeFree(port, host);
  const server = await serve({ folder, port, host, seals, trustedProxies, watching });
  keepForGood(folder);
  console.log(`创文已启动 Chuangwen is running: ${server.url}`);
  console.log(`${fresh ? '新的数据文件夹 New data folder' : '数据文件夹 Data folder'}: ${folder}`);
  for (const path of server.platform.storage.standing().brokenOff.removed) console.log(brokenOffWords(path));
  const token = await server.platform.setupLink.open();
  if (token) {
    console.log('\n还没有单位。请用浏览器打开下面的链接（只能用一次），设立文明办和第一位管理员：');
    console.log('There is no office yet. Open this one-time link to set up the office and its first administrator:');
    console.log(`\n    ${server.url}/setup#${token}\n`);
  }
  console.log(`接口说明 API: ${server.url}/api/docs`);
  console.log('按 Ctrl+C 停止。Press Ctrl+C to stop.');
  await untilStopped(server);
}
