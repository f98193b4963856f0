import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoCity, FrontDoor, loadCity, Platform } from '@chuangwen/standalone';
import { agency } from '../journeys/city';
import { describeOneTrace } from './one-trace';

describeOneTrace('on a data folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-trace-'));
  // The views in this thread, where the spans are kept.
  const platform = await Platform.open(folder);
  const door = new FrontDoor(platform);
  const url = await door.listen(0, '127.0.0.1');
  const whole = demoCity();
  const city = { ...whole, below: whole.below.filter(({ code }) => code === 'jiaotong') };
  const office = await loadCity(url, platform, city, () => undefined);
  const close = async () => {
    await door.close();
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { platform, url, agency: agency(office, '交通运输局'), close };
});
