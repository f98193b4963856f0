import { StorageUnavailable } from '@chuangwen/kernel';
import { ViewMoved, type ReadModels, type ViewCommit, type ViewRef } from '@chuangwen/ports';
import type { mongo } from 'mongoose';
import { startMongo, type PrivateEngine } from '../../engines';
import { ViewsStore } from '../views-store';

jest.setTimeout(60_000);

/** The engine stumbles under a commit: it is made once or not at all, and the caller learns which. */
describe('F10: a commit of a view', () => {
  let engine: PrivateEngine;
  let store: ViewsStore;
  let views: ReadModels;
  let version = 0;
  const view: ViewRef = { view: 'rounds', generation: 1 };
  beforeAll(async () => {
    engine = await startMongo();
    store = await ViewsStore.open(engine.url);
    views = await store.handle();
  });
  afterAll(async () => {
    await store.close();
    await engine.stop();
  });
  const admin = (command: mongo.Document) => store.database.mongo.db('admin').command(command);
  const fail = (command: string, times: number, data: mongo.Document) =>
    admin({ configureFailPoint: 'failCommand', mode: { times }, data: { failCommands: [command], ...data } });
  afterEach(() => admin({ configureFailPoint: 'failCommand', mode: 'off' }));

  const step = (): ViewCommit => {
    const [from, to] = [version, version + 1];
    return {
      documents: [{ tenant: 'tongze', id: '梧桐街道', body: { version: to }, index: {} }],
      counters: [{ tenant: 'tongze', group: 'points', key: 'all', day: '2026-04-28', add: { n: 1 } }],
      positions: [{ topic: 'inspection', partition: 0, next: to }],
      seen: [{ topic: 'inspection', tenant: 'tongze', stream: 'round-1', version: to, from }],
    };
  };
  /** All of it is at this version. */
  const isWhole = async () => {
    expect(await views.load(view, [{ tenant: 'tongze', id: '梧桐街道' }])).toEqual([{ version }]);
    expect((await views.sum(view, ['tongze'], 'points', {}))[0]?.values).toEqual({ n: version });
    expect(await views.positions(view)).toEqual([{ topic: 'inspection', partition: 0, next: version }]);
    expect(await views.seen(view, [{ topic: 'inspection', tenant: 'tongze', stream: 'round-1' }])).toEqual([version]);
  };

  it.each([
    ['the primary is none any more while it writes', 'update', 2, { errorCode: 10107 }],
    ['the primary is none any more when it commits', 'commitTransaction', 2, { errorCode: 10107 }],
    ['the connection is lost while it writes', 'update', 2, { closeConnection: true }],
    ['the connection is lost when it commits', 'commitTransaction', 3, { closeConnection: true }],
    ['others are in its way', 'update', 3, { errorCode: 112, errorLabels: ['TransientTransactionError'] }],
  ])('is made once, though %s', async (_, command, times, data) => {
    await views.commit(view, step());
    version += 1;
    await fail(command, times, data);
    await views.commit(view, step());
    version += 1;
    await isWhole();
  });

  it('is not made where others stay in its way: the view has moved', async () => {
    await fail('update', 1000, { errorCode: 112, errorLabels: ['TransientTransactionError'] });
    await expect(views.commit(view, step())).rejects.toThrow(ViewMoved);
    await admin({ configureFailPoint: 'failCommand', mode: 'off' });
    await isWhole();
  });

  it('is not made while there is no primary, and its maker is told so', async () => {
    await fail('update', 1000, { errorCode: 10107 });
    await expect(views.commit(view, step())).rejects.toThrow(StorageUnavailable);
    await admin({ configureFailPoint: 'failCommand', mode: 'off' });
    await isWhole();
    await views.commit(view, step());
    version += 1;
    await isWhole();
  });
});
