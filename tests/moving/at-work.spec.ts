import { EVERYTHING, importTenant, type Installation } from '@chuangwen/platform';
import {
  DEMO_PASSWORD,
  demoCity,
  installationOf,
  type Refused,
  serve,
  Visitor,
  type Server,
} from '@chuangwen/standalone';
import { agency, openCity, type City } from '../journeys/city';
import { ownCampaign } from '../journeys/desk';
import { holdings, PASSPHRASE, Places, refusal } from './world';

jest.setTimeout(180_000);

type Me = { principal: { root: string } };

/** A tenant that was here before is taken in again, with what was done elsewhere, while its people are at work here. */
describe('an import beside people at work', () => {
  const places = new Places();
  let city: City;
  let tenant: string;
  let bureau: ReturnType<typeof agency>;
  let here: Server;
  let visitor: Visitor;

  const into = (): Installation => installationOf(here.platform);
  const order = (file: string) => ({ file: places.at(file), passphrase: PASSPHRASE, placement: null });
  const me = () => visitor.send('GET', '/api/identity/me') as Promise<{ data: Me }>;
  const status = () =>
    me().then(
      () => 200,
      (error: Refused) => error.problem.status,
    );
  const streams = async () => (await holdings(here.platform, tenant)).filter((line) => / stream /.test(line));

  beforeAll(async () => {
    city = await openCity('jiaotong');
    bureau = agency(city.office, '交通运输局');
    tenant = bureau.tenantId;
    await places.exported(city.server.platform, tenant, 'one.export');
    here = await serve({ folder: places.at('here'), port: 0, host: '127.0.0.1' });
    await places.imported(here.platform, 'one.export');
    await ownCampaign(bureau, '占道经营整治', ['清理人行道']);
    await places.exported(city.server.platform, tenant, 'two.export');
    const { administrator } = demoCity().below.find(({ code }) => code === 'jiaotong')!;
    visitor = await Visitor.signIn(here.url, administrator.login!, DEMO_PASSWORD);
  });
  afterAll(async () => {
    await Promise.all([city.close(), here.close()]);
    await places.close();
  });

  it('lets none of them do anything from its first word on, also who was just there, until it is done', async () => {
    const { register, ...rest } = into();
    const seen: number[] = [];
    const watched = Object.create(register, {
      arriving: {
        value: async (who: string, file: string) => {
          seen.push(await status());
          await register.arriving(who, file);
          seen.push(await status());
        },
      },
    }) as Installation['register'];
    await importTenant({ ...rest, register: watched }, order('two.export'), () => undefined);
    expect(seen).toEqual([200, 401]);
    expect(await status()).toBe(200);
  });

  it('that is not done leaves nothing to export: neither the tenant, nor a whole installation half-way', async () => {
    const { register } = into();
    for (const who of [tenant, EVERYTHING]) {
      await register.arriving(who, 'a file');
      expect(await refusal(places.exported(here.platform, tenant, 'half.export'))).toBe('move.arriving');
      await register.arrived(who);
    }
    await places.exported(here.platform, tenant, 'whole.export');
  });

  it('is refused for what one of them does while the file is looked through; then the doors are open again', async () => {
    await ownCampaign(bureau, '校园周边整治', ['清理围墙']);
    await places.exported(city.server.platform, tenant, 'three.export');
    const { register, ...rest } = into();
    const busy = Object.create(register, {
      arriving: {
        value: async (who: string, file: string) => {
          const { data } = await me();
          const section = { name: '法规二科', kind: 'section', parent: data.principal.root };
          await visitor.post('/api/identity/organisations', section);
          await register.arriving(who, file);
        },
      },
    }) as Installation['register'];
    const before = await streams();
    const refused = importTenant({ ...rest, register: busy }, order('three.export'), () => undefined);
    expect(await refusal(refused)).toBe('move.both-went-on');
    expect(await register.arrivingFrom(tenant)).toBeNull();
    expect(await status()).toBe(200);
    expect(await streams()).toHaveLength(before.length + 1); // the section’s, and nothing of the file
  });
});
