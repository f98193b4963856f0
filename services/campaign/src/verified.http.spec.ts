import { campaignFrom, cityOn, dataOf, done, handDown, planOf, type City } from './testing/city';
import { openStage, type Stage } from './testing/stage';

let stage: Stage;
let city: City;
beforeAll(async () => {
  stage = await openStage();
  city = await cityOn(stage);
  await stage.tenant('water', '桐泽市水务局', 'agency', ['office-tz'], false);
});
afterAll(() => stage.end());

type Handed = { to: { tenant: string }[]; leftOut: { tenant: string; name: string }[] };
const names = ({ to }: Handed) => to.map(({ tenant }) => tenant).sort();

describe('whoever is not verified to be who they say', () => {
  it('can prepare a campaign of its own', async () => {
    const water = stage.person('water', 'p-shui', 'water-root');
    expect((await done(water.post('/notices', { text: '水务局内部通知' }))).answer).toMatchObject({});
  });

  it('is not issued a campaign, by name: nothing is issued at all, and what to do is said', async () => {
    const { campaignId, planId } = await campaignFrom(city.city);
    const body = { tenants: ['transport', 'water'] };
    const refused = await city.city.post(`/campaigns/${campaignId}/issue`, body);
    expect([refused.status, refused.body.code]).toEqual([422, 'plan.unverified']);
    expect(refused.body['detail']).toMatch(/“桐泽市水务局”.*核实/);
    expect((await planOf(city.city, planId)).handedTo).toEqual([]);
    const down = await city.city.post(`/plans/${planId}/hand-down`, { tenants: ['water'] });
    expect([down.status, down.body.code]).toEqual([422, 'plan.unverified']);
  });

  it('is left out where all are meant, and named in the answer; once verified it is issued to', async () => {
    const { campaignId, planId } = await campaignFrom(city.city);
    const issue = `/campaigns/${campaignId}/issue`;
    const { answer } = await done<Handed>(city.city.post(issue, { all: true }));
    expect(names(answer)).toEqual(['office-qj', 'transport']);
    expect(answer.leftOut).toEqual([{ tenant: 'water', name: '桐泽市水务局' }]);
    // What is told just now counts.
    await stage.verified('water', ['office-tz']);
    const again = await done<Handed>(city.city.post(issue, { all: true }));
    expect(names(again.answer)).toEqual(['office-qj', 'transport', 'water']);
    expect(again.answer.leftOut).toEqual([]);
    const [below = ''] = await handDown(city.city, planId, { tenants: ['water'] });
    const water = stage.person('water', 'p-shui', 'water-root');
    expect(dataOf(await water.until(`/plans/${below}`, ({ status }) => status === 200))).toMatchObject({
      planId: below,
    });
  });
});
