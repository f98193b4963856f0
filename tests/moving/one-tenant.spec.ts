import type { Platform } from '@chuangwen/standalone';
import { agency, openCity, until, type City } from '../journeys/city';
import { ownCampaign } from '../journeys/desk';
import { faultsOf } from '../journeys/faults-of';
import { caughtUp, foreign, holdings, Places, refusal, setUpOffice } from './world';

jest.setTimeout(180_000);

describe('one tenant of several', () => {
  const places = new Places();
  let city: City;
  let tenant: string;
  let name: string;
  let target: Platform;

  beforeAll(async () => {
    city = await openCity('jiaotong', 'jiaoyu');
    const bureau = agency(city.office, '交通运输局');
    [tenant, name] = [bureau.tenantId, bureau.name];
    await ownCampaign(bureau, '占道经营整治', ['清理人行道', '规范停车位']);
    await ownCampaign(agency(city.office, '教育局'), '校园周边整治', ['清理围墙']);
    await places.exported(city.server.platform, name, 'bureau.export');
    target = await places.platform('target');
  });
  afterAll(async () => {
    await city.close();
    await places.close();
  });

  it('is the same afterwards, with all that is its own', async () => {
    const there = await holdings(city.server.platform, tenant);
    const { plan, others } = await places.imported(target, 'bureau.export');
    expect(others).toEqual([]);
    expect(plan.counts).toMatchObject({ tenants: 1, erased: 0 });
    expect(plan.counts.events).toBeGreaterThan(50);
    const here = await holdings(target, tenant);
    expect(here.filter((line) => !line.includes(' view '))).toEqual(there.filter((line) => !line.includes(' view ')));
    // The office above addressed nothing to it yet, so even the views are the same line by line.
    expect(here).toEqual(there);
    expect(await faultsOf(target)).toEqual([]);
  });

  it('and nothing of anybody else came along', async () => {
    expect(await foreign(target, tenant)).toEqual([]);
    for await (const { subject } of target.service('identity').runtime.ports.keys.list(city.office.tenantId))
      expect(subject).toBe('none');
  });

  it('changes nothing when it comes again, whether by its id or by its name', async () => {
    const before = await holdings(target);
    await places.exported(city.server.platform, tenant, 'again.export');
    await places.imported(target, 'again.export');
    expect(await holdings(target)).toEqual(before);
  });

  it('lets nobody in where a view here is not what its events make', async () => {
    const { runtime } = target.service('task');
    const { ref } = runtime.projector('tasks@3');
    const change = (body: Record<string, unknown> | null) => {
      const documents = [{ tenant, id: 'made-up', body, index: {} }];
      return runtime.ports.views.commit(ref, { documents, counters: [], positions: [], seen: [] });
    };
    await change({ made: 'up' });
    const again = places.imported(target, 'bureau.export');
    await expect(again).rejects.toMatchObject({ code: 'move.views-differ', params: { views: 'task/tasks@3' } });
    await change(null);
    await places.imported(target, 'bureau.export');
  });

  it('has no effect of its history: what an office once handed down to others is not handed down again', async () => {
    const { tenantId, clerk } = city.office;
    const { campaignId, planId } = await ownCampaign(city.office, '创建宣传月', ['张贴公益广告']);
    await clerk.visitor.post(`/api/campaign/campaigns/${campaignId}/issue`, { all: true });
    await until(
      () => clerk.visitor.get<{ done: boolean; opened: number }>(`/api/campaign/plans/${planId}/progress`),
      ({ done, opened }) => done && opened === 2,
    );
    await places.exported(city.server.platform, tenantId, 'office.export');
    const elsewhere = await places.platform('elsewhere');
    await places.imported(elsewhere, 'office.export');
    await caughtUp(elsewhere);
    expect(await foreign(elsewhere, tenantId)).toEqual([]);
    expect((await holdings(elsewhere, tenantId)).length).toBeGreaterThan(50);
    expect(await faultsOf(elsewhere)).toEqual([]);
  });

  describe('is refused, and nothing is written,', () => {
    let other: Platform;
    let before: string[];
    beforeAll(async () => {
      other = await places.platform('other');
      await setUpOffice(other, '桐泽市文明办', 'wenming-2');
      before = await holdings(other);
    });
    afterEach(async () => expect(await holdings(other)).toEqual(before));

    it('where another is called the same', async () => {
      const namesake = await places.platform('namesake');
      await setUpOffice(namesake, ` ${name} `, 'wenming-2');
      const there = await holdings(namesake);
      expect(await refusal(places.imported(namesake, 'bureau.export'))).toBe('tenant.called-alike');
      expect(await holdings(namesake)).toEqual(there);
    });

    it('where a login is somebody else’s', async () => {
      const taken = await places.platform('taken');
      const [login] = (await holdings(target, tenant)).flatMap((line) => / account (\S+)/.exec(line)?.[1] ?? []);
      await setUpOffice(taken, '桐泽市文明办', login!);
      const there = await holdings(taken);
      const refused = places.imported(taken, 'bureau.export');
      await expect(refused).rejects.toMatchObject({ code: 'move.logins-taken', params: { logins: login } });
      expect(await holdings(taken)).toEqual(there);
    });

    it('under an office that is not here', async () => {
      const under = places.imported(other, 'bureau.export', { under: '桐泽市教育局', as: null });
      expect(await refusal(under)).toBe('tenant.none-called');
    });

    it('with another passphrase', async () => {
      const wrong = places.imported(other, 'bureau.export', null, '渡口的老榕树下有八级石阶');
      expect(await refusal(wrong)).toBe('move.passphrase-wrong');
    });
  });
});
