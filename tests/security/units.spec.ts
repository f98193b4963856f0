import { cases } from './support/cases';
import { House } from './support/house';
import { apiOf, type Api } from './support/operations';
import { idsIn, idsOf, requestOf } from './support/requests';
import { Stock } from './support/stock';
import { Town, type Place } from './support/town';

/** Within one tenant: what a unit is not told of the one beside it, whatever it asks. */
let house: House;
let town: Town;
let stock: Stock;
let api: Api;
let a: Place;

beforeAll(async () => {
  house = await House.open();
  town = await Town.build(house, ['office', 'a']);
  stock = new Stock(town);
  api = await apiOf(house);
  a = town.at('a');
}, 60_000);
afterAll(() => house.close());

type Plans = readonly Readonly<{ planId: string; organisationId: string }>[];
type Tasks = Readonly<{ tasks: readonly Readonly<{ taskId: string; jointUnits: readonly { id: string }[] }>[] }>;

/** Plans of the unit; every task, for the unit beside it has a part in none. */
async function hidden(): Promise<Map<string, string>> {
  const { session } = a.people.clerk;
  const plans = await town.told<Plans>(session, '/api/campaign/plans');
  const { tasks } = await town.told<Tasks>(session, '/api/task/tasks?limit=200');
  return new Map([
    ...plans.filter(({ organisationId }) => organisationId === a.unit).map(({ planId }) => [planId, 'plan'] as const),
    ...tasks.map(({ taskId }) => [taskId, 'task'] as const),
  ]);
}

it('tells a unit of no plan and no task of the one beside it', async () => {
  await stock.submittedUnitPlan(a);
  await stock.assignedTask(a);
  const leaks: string[] = [];
  for (const operation of api.operations.filter(({ id, method }) => method === 'GET' && id in cases)) {
    for (const { where, title, build } of cases[operation.id]!) {
      if (where === 'office') continue;
      const wanted = await build(a, stock);
      const secrets = await hidden();
      expect(new Set(secrets.values())).toEqual(new Set(['plan', 'task']));
      const { method, path } = requestOf(operation, wanted);
      const { text } = await house.ask(method, path, { session: a.people.sibling.session });
      const named = idsIn(wanted).map(({ value }) => value);
      const told = idsOf(text).flatMap((id) => (named.includes(id) ? [] : (secrets.get(id) ?? [])));
      if (told.length > 0) leaks.push(`${operation.id} ${title}: ${[...new Set(told)].join(', ')}`);
    }
  }
  expect(leaks).toEqual([]);
}, 60_000);
