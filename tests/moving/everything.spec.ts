import { agency, openCity, type City } from '../journeys/city';
import { ownCampaign } from '../journeys/desk';
import { faultsOf } from '../journeys/faults-of';
import { caughtUp, holdings, Places, refusal, setUpOffice } from './world';

jest.setTimeout(180_000);

describe('a whole installation', () => {
  const places = new Places();
  let city: City;

  beforeAll(async () => {
    city = await openCity('jiaotong', 'jiaoyu');
    const { clerk } = city.office;
    const { campaignId } = await ownCampaign(city.office, '创建宣传月', ['张贴公益广告']);
    await clerk.visitor.post(`/api/campaign/campaigns/${campaignId}/issue`, { all: true });
    await ownCampaign(agency(city.office, '交通运输局'), '占道经营整治', ['清理人行道']);
    await caughtUp(city.server.platform);
    await places.exported(city.server.platform, null, 'all.export');
  });
  afterAll(async () => {
    await city.close();
    await places.close();
  });

  it('is the same in an empty one, to the line of every view', async () => {
    const target = await places.platform('target');
    const { plan, others } = await places.imported(target, 'all.export');
    expect([plan.scope, plan.tenants.length, others]).toEqual([null, 3, []]);
    const there = await holdings(city.server.platform);
    expect(there.length).toBeGreaterThan(150);
    expect(await holdings(target)).toEqual(there);
    expect(await faultsOf(target)).toEqual([]);
    await places
      .imported(target, 'all.export')
      .catch((error: { code: string }) => expect(error.code).toBe('move.not-empty'));
  });

  it('is refused where something is, and with an office to stand under', async () => {
    const taken = await places.platform('taken');
    await setUpOffice(taken, '青浦县文明办', 'qingpu');
    const before = await holdings(taken);
    expect(await refusal(places.imported(taken, 'all.export'))).toBe('move.not-empty');
    expect(await holdings(taken)).toEqual(before);
    const empty = await places.platform('empty');
    const under = places.imported(empty, 'all.export', { under: '桐泽市文明办', as: null });
    expect(await refusal(under)).toBe('move.place-one');
  });
});
