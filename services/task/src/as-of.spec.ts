import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { campaignContracts, identityContracts, type EventContract } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import {
  Clock,
  EventCodec,
  httpApplication,
  PRINCIPAL_HEADER,
  PrincipalTickets,
  sha256Hex,
  Streams,
  uuidFrom,
  type Aggregate,
  type Principal,
} from '@chuangwen/platform';
import { openFolder, type Storage } from '@chuangwen/runtime';
import { TaskModule } from './task.module';

/** A clock whose hands the spec turns. */
class Hands extends Clock {
  at = '2026-04-01T04:00:00.000Z';
  now(): Date {
    return new Date(this.at);
  }
}
const clock = new Hands();
const tickets = new PrincipalTickets(Buffer.alloc(32, 1));
const told: Aggregate<null, readonly DomainEvent[], DomainEvent> = {
  kind: 'told@1',
  decider: { initialState: () => null, evolve: () => null, decide: (_, events) => [...events] },
};
const clerk: Principal = {
  account: 'zhao',
  person: 'zhao',
  tenant: 'bureau',
  office: false,
  root: 'root',
  posts: [{ post: 'clerk', organisation: 'root' }],
};
const item = (itemId: string) => ({
  itemId,
  above: null,
  number: null,
  title: `措施 ${itemId}`,
  text: null,
  phaseId: null,
  deadline: null,
  evidenceWanted: null,
});
const unit = (organisationId: string, name: string, parent: string | null): DomainEvent => ({
  type: 'organisation.founded',
  data: { organisationId, name, kind: parent ? 'section' : 'root', parent, tree: 'line', validFrom: '2020-01-01' },
});
const taskOf = (itemId: string) => uuidFrom('plan1', itemId);

let folder: string;
let storage: Storage;
let app: Awaited<ReturnType<typeof httpApplication>>;

async function tell(service: string, contracts: readonly EventContract[], stream: string, ...events: DomainEvent[]) {
  const ports = storage.ports(service);
  const commandId = uuidFrom('told', stream, String(events.length), clock.at);
  const caller = { tenant: 'bureau', actor: { kind: 'system', id: 'spec' }, principal: null, commandId } as const;
  const streams = new Streams(service, ports.events, new EventCodec(contracts, ports.keys), clock);
  const causes = { bodyHash: sha256Hex(commandId), correlationId: commandId, causationId: commandId };
  await streams.execute(told, { tenant: 'bureau', stream }, events, { ...caller, ...causes });
}
async function call(method: 'GET' | 'POST', url: string, body?: object) {
  const headers = { [PRINCIPAL_HEADER]: tickets.issue(clerk, clock.now()) };
  const response = await app.inject({ method, url: `/api/task${url}`, headers, ...(body ? { payload: body } : {}) });
  return { status: response.statusCode, body: response.json() };
}
async function done(url: string, body: object) {
  const { status, body: outcome } = await call('POST', url, body);
  expect([status, outcome.code]).toEqual([201, undefined]);
  await call('GET', `/tasks?token=${encodeURIComponent(outcome.token)}`);
}
async function until(look: () => Promise<boolean>) {
  for (let tries = 0; tries < 400 && !(await look()); tries += 1) await new Promise((wake) => setTimeout(wake, 25));
}
const overview = async (asOf?: string) => (await call('GET', `/overview${asOf ? `?asOf=${asOf}` : ''}`)).body.data;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chuangwen-as-of-'));
  storage = await openFolder({ folder });
  app = await httpApplication('task', TaskModule.on(storage.ports('task'), clock), tickets);
  await tell('identity', identityContracts, 'organisation-root', unit('root', '桐泽市交通运输局', null));
  await tell('identity', identityContracts, 'organisation-traffic', unit('traffic', '运输管理科', 'root'));
  const person = [
    { type: 'person.registered', data: { personId: 'chen', name: '陈思远', telephone: null } },
    {
      type: 'person.appointed',
      data: {
        personId: 'chen',
        appointmentId: 'c',
        organisationId: 'traffic',
        post: 'member',
        inCharge: [],
        validFrom: '2020-01-01',
        validTo: null,
      },
    },
  ];
  await tell('identity', identityContracts, 'person-chen', ...person);
  const plan = { planId: 'plan1', campaignId: 'c1', organisationId: 'root', parent: null, revision: 1 };
  const approved = { ...plan, purpose: 'approval', items: [item('a'), item('b')], phases: [], responsible: {} };
  await tell('campaign', campaignContracts, 'plan-plan1', { type: 'plan.approved', data: approved });
  await until(async () => (await overview()).tasks === 2);
  clock.at = '2026-04-02T15:59:59.000Z'; // one second before midnight in Shanghai
  await done(`/tasks/${taskOf('a')}/assignment`, { leadUnit: 'traffic', personId: 'chen' });
  clock.at = '2026-04-02T16:00:00.000Z';
  await done(`/tasks/${taskOf('a')}/progress`, { percent: 40, note: '已上岗' });
  await done(`/tasks/${taskOf('b')}/assignment`, { leadUnit: 'traffic' });
  clock.at = '2026-04-03T15:00:00.000Z'; // an hour ahead, then put right
  await done(`/tasks/${taskOf('a')}/progress`, { percent: 60, note: '进展顺利' });
  clock.at = '2026-04-05T04:00:00.000Z';
  const ended = { ...plan, cause: 'above', children: [], ended: ['b'], reason: '有误' };
  await tell('campaign', campaignContracts, 'plan-plan1', { type: 'plan.withdrawn', data: ended });
  await until(async () => (await overview()).tasks === 1);
  clock.at = '2026-04-06T04:00:00.000Z';
});
afterAll(async () => {
  await app.close();
  await storage.close();
  await rm(folder, { recursive: true, force: true });
});

type Row = { taskId: string; situation: string; percent: number };
const days = [
  // day, tasks, without a person, percent of a
  ['2026-03-31', 0, 0, null],
  ['2026-04-01', 2, 2, 0],
  ['2026-04-02', 2, 1, 0],
  ['2026-04-03', 2, 1, 60],
  ['2026-04-04', 2, 1, 60],
  ['2026-04-05', 1, 0, 60],
] as const;

describe.each(days)('as of %s', (day, tasks, withoutPerson, percent) => {
  it('the overview, the list, the table and who has no person say the same', async () => {
    expect(await overview(day)).toMatchObject({ tasks, withoutPerson });
    const list = (await call('GET', `/tasks?asOf=${day}`)).body.data.tasks as Row[];
    expect(list).toHaveLength(tasks);
    expect(list.find(({ taskId }) => taskId === taskOf('a'))?.percent ?? null).toBe(percent);
    const table = (await call('GET', `/campaigns/c1/table?asOf=${day}`)).body.data;
    expect(table.rows).toHaveLength(tasks);
    const without = (await call('GET', `/without-person?campaign=c1&asOf=${day}`)).body.data;
    expect(without).toMatchObject({ asOf: day, tasks, withoutPerson });
  });
});

it('the list of a day is what it was that day, also by situation', async () => {
  const of = async (day: string, situation: string) =>
    ((await call('GET', `/tasks?asOf=${day}&situation=${situation}`)).body.data.tasks as Row[]).map(
      ({ taskId }) => taskId,
    );
  expect(await of('2026-04-01', 'unassigned')).toHaveLength(2);
  expect(await of('2026-04-02', 'assigned')).toEqual([taskOf('a')]);
  expect(await of('2026-04-03', 'in-progress')).toEqual([taskOf('a')]);
  expect(await of('2026-04-05', 'withdrawn')).toEqual([taskOf('b')]);
  expect(await of('2026-04-04', 'withdrawn')).toEqual([]);
});

it('a name that was entered late changes no day before it was', async () => {
  const namesOn = async (day: string) => {
    const { tasks } = (await call('GET', `/tasks?asOf=${day}`)).body.data as {
      tasks: { leadUnit: { name: string } }[];
    };
    const { columns, rows } = (await call('GET', `/campaigns/c1/table?asOf=${day}`)).body.data as {
      columns: { field: string }[];
      rows: { cells: string[] }[];
    };
    const at = columns.findIndex(({ field }) => field === 'leadUnit');
    return [tasks[0]?.leadUnit.name, rows[0]?.cells[at]];
  };
  const then = await namesOn('2026-04-05');
  expect(then).toEqual(['运输管理科', '运输管理科']);
  const renamed = { organisationId: 'traffic', name: '运输服务科', validFrom: '2026-04-03' };
  await tell('identity', identityContracts, 'organisation-traffic', { type: 'organisation.renamed', data: renamed });
  await until(async () => (await namesOn('2026-04-06'))[0] === '运输服务科');
  expect(await namesOn('2026-04-06')).toEqual(['运输服务科', '运输服务科']);
  expect(await namesOn('2026-04-05')).toEqual(then);
});

it('no report speaks of a day that has not come', async () => {
  for (const url of ['/tasks', '/overview', '/without-person', '/campaigns/c1/table']) {
    const { status, body } = await call('GET', `${url}?asOf=2099-01-01`);
    expect([url, status, body.code]).toEqual([url, 400, 'report.as-of-future']);
  }
});
