import { agency, openCity, type City } from '../journeys/city';
import { ownCampaign } from '../journeys/desk';
import { holdings, Places } from './world';
import type { Platform } from '@chuangwen/standalone';

jest.setTimeout(180_000);

describe('what was erased', () => {
  const places = new Places();
  let city: City;
  let tenant: string;
  let source: City['server']['platform'];
  let target: Platform;
  const people: string[] = [];

  const keys = (platform: City['server']['platform']) => platform.service('identity').runtime.ports.keys;
  /** The people's own names, as the view of the tenant shows them. */
  const names = async (platform: City['server']['platform']) => {
    const { runtime } = platform.service('identity');
    const view = runtime.projector('people');
    const found = await runtime.ports.views.find(view.ref, tenant, { limit: 1000 });
    return new Map(found.map(({ id, body }) => [id, body['name']]));
  };

  beforeAll(async () => {
    city = await openCity('jiaotong');
    source = city.server.platform;
    const bureau = agency(city.office, '交通运输局');
    tenant = bureau.tenantId;
    await ownCampaign(bureau, '占道经营整治', ['清理人行道']);
    people.push(...(await names(source)).keys());
    await places.exported(source, tenant, 'first.export');
    target = await places.platform('target');
    await places.imported(target, 'first.export');
  });
  afterAll(async () => {
    await city.close();
    await places.close();
  });

  it('here never comes back with a file in which it was not erased', async () => {
    const [gone] = people;
    await keys(target).destroy(tenant, `person:${gone}`);
    await places.exported(source, tenant, 'again.export');
    // The file's views show the name, these don't, so they are held against a replay here.
    expect((await places.imported(target, 'again.export')).plan).toMatchObject({ erases: 0, erased: 1 });
    expect(await keys(target).find(tenant, `person:${gone}`)).toBeNull();
    expect((await names(target)).get(gone!)).toBe('（已删除）');
  });

  it('there is erased here too, in the views as well', async () => {
    const [first, second] = people;
    await keys(source).destroy(tenant, `person:${first}`);
    await keys(source).destroy(tenant, `person:${second}`);
    for (const { runtime } of source.services)
      for (const projector of runtime.projectors) await projector.rebuild({ tenant });
    expect((await names(target)).get(second!)).not.toBe('（已删除）');
    await places.exported(source, tenant, 'erased.export');
    const { plan } = await places.imported(target, 'erased.export');
    expect(plan).toMatchObject({ erases: 1, erased: 0, counts: { erased: 2 } });
    expect(await keys(target).find(tenant, `person:${second}`)).toBeNull();
    expect((await names(target)).get(second!)).toBe('（已删除）');
    expect(await holdings(target, tenant)).toEqual(await holdings(source, tenant));
  });
});
