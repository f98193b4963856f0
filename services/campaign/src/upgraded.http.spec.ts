import { cityOn } from './testing/city';
import { openStage, type Stage } from './testing/stage';

let stage: Stage;
afterAll(() => stage.end());

it('drops what views of an older shape had kept', async () => {
  const ref = { view: 'plans', generation: 1 };
  const document = { tenant: 'office-tz', id: 'old', body: { old: true }, index: {} };
  stage = await openStage(async ({ views }) => {
    await views.commit(ref, { documents: [document], counters: [], positions: [], seen: [] });
  });
  const { city } = await cityOn(stage);
  expect(await stage.ports.views.load(ref, [{ tenant: 'office-tz', id: 'old' }])).toEqual([null]);
  expect((await city.get('/plans')).status).toBe(200);
});
