import { INSTALLATION } from '@chuangwen/contracts';
import { importTenant, type Installation } from '@chuangwen/platform';
import { installationOf, type Platform } from '@chuangwen/standalone';
import { agency, openCity, type City } from '../journeys/city';
import { ownCampaign } from '../journeys/desk';
import { faultsOf } from '../journeys/faults-of';
import { caughtUp, holdings, PASSPHRASE, Places, refusal, setUpOffice } from './world';

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

  const order = () => ({ file: places.at('all.export'), passphrase: PASSPHRASE, placement: null });
  const setUp = async (platform: Platform, token: string | null) => {
    const administrator = { name: '程予安', login: 'linjiang', password: '栖霞岭上 9 只白鹭' };
    const payload = { token, office: { name: '临江县文明办', level: 'district' }, administrator };
    const { app } = platform.service('identity');
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/api/identity/setup', payload });
    return [statusCode, (JSON.parse(body) as { code?: string }).code];
  };

  it('leaves no room for a first office, neither while it comes nor afterwards', async () => {
    const target = await places.platform('linked');
    const token = await target.setupLink.open();
    const { register, ...rest } = installationOf(target);
    const answers: unknown[] = [];
    const watched = Object.create(register, {
      arriving: {
        value: async (who: string, file: string) => {
          await register.arriving(who, file);
          answers.push(await setUp(target, token));
        },
      },
    }) as Installation['register'];
    await importTenant({ ...rest, register: watched }, order(), () => undefined);
    answers.push(await setUp(target, token));
    expect(answers).toEqual([
      [503, 'setup.arriving'],
      [422, 'setup.used'],
    ]);
  });

  it('that broke off before it was proved has no account yet', async () => {
    const target = await places.platform('cut');
    const cut = importTenant(installationOf(target), order(), ({ step }) => {
      if (step === 'proof') throw new Error('cut');
    });
    await expect(cut).rejects.toThrow('cut');
    const { secrets } = target.service('identity').runtime.ports;
    expect(await secrets.list(INSTALLATION, 'account')).toEqual([]);
    await places.imported(target, 'all.export');
    expect((await secrets.list(INSTALLATION, 'account')).length).toBeGreaterThan(3);
  });

  it('with a tenant that was half taken in there says so here, too: the same file makes it whole', async () => {
    const { tenantId } = agency(city.office, '交通运输局');
    const { register } = installationOf(city.server.platform);
    await register.arriving(tenantId, 'the file');
    await places.exported(city.server.platform, null, 'half.export');
    await register.arrived(tenantId);
    const target = await places.platform('half');
    await places.imported(target, 'half.export');
    expect(await installationOf(target).register.arrivingFrom(tenantId)).toBe('the file');
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
