import { MongoUnfit, openMongo } from '@chuangwen/adapters-distributed';
import { startMongo, type PrivateEngine } from '../../engines';

const refusal = (url: string) =>
  openMongo(url, { database: 'test_opening' }).then(
    () => null,
    (error: unknown) => error,
  );

describe('F11: an engine on which the promises would not hold is refused at the start', () => {
  let alone: PrivateEngine;
  let set: PrivateEngine;
  beforeAll(async () => {
    [alone, set] = await Promise.all([startMongo({ standalone: true }), startMongo()]);
  });
  afterAll(() => Promise.all([alone.stop(), set.stop()]));

  it('standalone, whether or not the address names a set', async () => {
    for (const url of [alone.url, `${alone.url}?replicaSet=rs0`, `${alone.url}?directConnection=true`]) {
      const refused = await refusal(url);
      expect(refused).toBeInstanceOf(MongoUnfit);
      expect(refused).toMatchObject({ why: 'standalone' });
      expect(String(refused)).toMatch(/副本集[\s\S]*--replSet/);
    }
  });

  it('nobody there', async () => {
    const refused = await refusal('mongodb://clerk:geheim-1@127.0.0.1:9/?authSource=admin');
    expect(refused).toMatchObject({ name: 'MongoUnfit', why: 'unreachable', hosts: ['127.0.0.1:9'] });
    expect(String(refused)).not.toMatch(/clerk|geheim/);
  });

  it('a majority that does not take a write', async () => {
    const opened = await openMongo(set.url, { database: 'test_opening' });
    await opened.db('admin').command({
      configureFailPoint: 'failCommand',
      mode: 'alwaysOn',
      data: { failCommands: ['update'], writeConcernError: { code: 100, errmsg: 'Not enough data-bearing nodes' } },
    });
    expect(await refusal(set.url)).toMatchObject({ name: 'MongoUnfit', why: 'no-majority' });
    await opened.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
    expect(await refusal(set.url)).toBeNull();
    await opened.close();
  });
});
