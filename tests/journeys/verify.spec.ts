import { faultsOf } from './faults-of';
import { agency, openCity, type City } from './city';
import { ownCampaign } from './desk';

jest.setTimeout(300_000); // every view is replayed, on engines by way of the broker

describe('verify', () => {
  let city: City;
  afterAll(() => city.close());

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
    expect(await faultsOf(city.server.platform)).toEqual([]);
  });
});
