import { appendFileSync, globSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { operate, type Line } from '@chuangwen/standalone';
import { agency, noticeText, openCity, type City } from './city';
import { ownCampaign } from './desk';

jest.setTimeout(120_000);

describe('verify', () => {
  let city: City;
  afterAll(() => city.close());
  const faults = async () => {
    const lines: Line[] = [];
    for await (const line of operate(city.server.platform, { name: 'verify' })) lines.push(line);
    return lines
      .filter(({ ok }) => !ok)
      .map(({ text }) => text)
      .slice(0, -1); // the last one counts them
  };

  it('misses no file where only its hash was kept: a table that came in', async () => {
    city = await openCity('shuili');
    const water = agency(city.office, '水利局');
    const { campaignId } = await ownCampaign(water, '清洁河湖', ['清理河道垃圾']);
    const text = '任务,牵头科室,备注\n清理河道垃圾,,每周一次\n';
    const path = `/api/task/campaigns/${campaignId}/table`;
    const { data } = (await water.clerk.visitor.send('POST', `${path}/preview`, { text })) as {
      data: { fileHash: string };
    };
    await water.clerk.visitor.post(`${path}/imports?fileHash=${data.fileHash}`, { text });
    expect(await faults()).toEqual([]);
    await city.close();
  });

  it('finds nothing wrong in a sound folder, and names a file that was changed, and one that is gone', async () => {
    city = await openCity('shuili');
    await city.office.clerk.visitor.post('/api/campaign/notices', { text: noticeText() });
    expect(await faults()).toEqual([]);
    const [file = ''] = globSync(join(city.folder, 'blobs/campaign/*/*/*'));
    appendFileSync(file, 'x');
    expect(await faults()).toEqual([expect.stringContaining('已被改动')]);
    renameSync(file, `${city.folder}/elsewhere`);
    expect(await faults()).toEqual([expect.stringMatching(/notice-.*缺失/)]);
  });
});
