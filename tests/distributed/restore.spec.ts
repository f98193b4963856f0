import { writeFileSync } from 'node:fs';
import { topicName } from '@chuangwen/adapters-distributed';
import { configuration, distributedOnly, prepareEngines } from '@chuangwen/runtime';
import { DEMO_PASSWORD, demoCity, SERVICES, Visitor } from '@chuangwen/standalone';
import { agency, openCity, type City } from '../journeys/city';
import { ownCampaign } from '../journeys/desk';
import { faultsOf } from '../journeys/faults-of';
import { chuangwenWith } from '../journeys/program';
import { caughtUp, holdings, PASSPHRASE, Places } from '../moving/world';
import { engineSettings, serveOnEngines, type Served } from '../support/distributed';
import { put } from './feed/raw';

jest.setTimeout(300_000);

type Settings = Record<string, string>;

/** The backup of an operator of engines: `export --all`, and `import` where nothing is. */
describe('a whole installation on engines', () => {
  const places = new Places();
  let city: City;
  let settings: Settings;
  let first: Served;
  let wanted: string[];

  const sealed = () => ['--passphrase-file', places.at('passphrase')];
  const run = async (where: Settings, ...args: string[]) => (await chuangwenWith(where, ...args, ...sealed())).stdout;
  const on = (where: Settings) => distributedOnly(configuration(where));
  /** As after the loss of all engines: other databases, topics and queues, with the secrets that were kept elsewhere. */
  const fresh = async (of: Settings): Promise<Settings> => {
    const { CHUANGWEN_PREFIX } = await engineSettings();
    return { ...of, CHUANGWEN_PREFIX: CHUANGWEN_PREFIX! };
  };

  beforeAll(async () => {
    writeFileSync(places.at('passphrase'), PASSPHRASE);
    city = await openCity('jiaotong');
    await ownCampaign(city.office, '创建宣传月', ['张贴公益广告']);
    await ownCampaign(agency(city.office, '交通运输局'), '占道经营整治', ['清理人行道']);
    await caughtUp(city.server.platform);
    await places.exported(city.server.platform, null, 'folder.export');
    wanted = await holdings(city.server.platform);
    settings = await engineSettings();
    first = await serveOnEngines(on(settings));
  });
  afterAll(async () => {
    await Promise.all([city.close(), first.close()]);
    await places.close();
  });

  it('comes from a data folder while the services run, equal to the line of every view', async () => {
    const token = await first.platform.setupLink.open();
    expect(await run(settings, 'import', places.at('folder.export'))).toContain('迁入完成 Done：2 个单位');
    await caughtUp(first.platform);
    expect(wanted.length).toBeGreaterThan(100);
    expect(await holdings(first.platform)).toEqual(wanted);
    // Its office came with it: the link of the first set-up opens nothing any more.
    const body = {
      token,
      office: { name: '临江县文明办', level: 'district' },
      administrator: { name: '程予安', login: 'linjiang', password: DEMO_PASSWORD },
    };
    const refused = await fetch(`${first.url}/api/identity/setup`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, 'setup.used']);
  });

  it('is backed up while it runs, and restored on engines that lost everything', async () => {
    const visitor = await Visitor.signIn(first.url, demoCity().administrator.login!, DEMO_PASSWORD);
    const me = await visitor.get<{ principal: { root: string } }>('/api/identity/me');
    const section = { name: '督查科', kind: 'section', parent: me.principal.root };
    await visitor.post('/api/identity/organisations', section);
    await caughtUp(first.platform);
    expect(await run(settings, 'export', '--all', places.at('engines.export'))).toContain('导出完成 Done');
    const [before, wiped] = [await holdings(first.platform), await fresh(settings)];
    const said = await chuangwenWith(wiped, 'setup-distributed');
    expect(said.stdout).toContain('引擎已备好');
    expect(await run(wiped, 'import', places.at('engines.export'))).toContain('都与原平台核对一致');
    const restored = await serveOnEngines(on(wiped));
    try {
      await caughtUp(restored.platform);
      expect(await holdings(restored.platform)).toEqual(before);
      expect(await faultsOf(restored.platform)).toEqual([]);
      const again = await Visitor.signIn(restored.url, demoCity().administrator.login!, DEMO_PASSWORD);
      const names = (await again.get<{ name: string }[]>('/api/identity/organisations')).map(({ name }) => name);
      expect(names).toContain('督查科');
    } finally {
      await restored.close();
    }
  });

  it('goes back into a data folder, equal as well', async () => {
    expect(await run({}, 'import', places.at('engines.export'), '--data', places.at('back'))).toContain(
      'Done：2 个单位',
    );
    const back = await places.platform('back');
    await caughtUp(back);
    expect(await holdings(back)).toEqual(await holdings(first.platform));
  });

  it('is refused where databases are empty and topics are not: its views would hear what was recorded before', async () => {
    const kept = await fresh(settings);
    await prepareEngines(on(kept), SERVICES, () => undefined);
    const topic = topicName(kept['CHUANGWEN_PREFIX']!, 'task', 1);
    await put(on(kept).kafka, topic, [{ key: 'x', value: 'what a lost installation left' }]);
    const refused = await run(kept, 'import', places.at('engines.export')).catch((error: { stderr: string }) => error);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('空的主题') as string });
  });
});
