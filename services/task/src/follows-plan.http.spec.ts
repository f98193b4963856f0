import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  campaignContracts,
  identityContracts,
  type EventContract,
  type PlanApproved,
  type PlanHandedOver,
  type PlanWithdrawn,
} from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import {
  EventCodec,
  httpApplication,
  PRINCIPAL_HEADER,
  PrincipalTickets,
  sha256Hex,
  Streams,
  SystemClock,
  uuidFrom,
  type Aggregate,
} from '@chuangwen/platform';
import { openFolder, type Storage } from '@chuangwen/runtime';
import { additionsAggregate, additionsStream } from './additions/additions';
import { taskAggregate, taskStream } from './task/aggregate';
import { TaskModule } from './task.module';

const clock = new SystemClock();
const tickets = new PrincipalTickets(Buffer.alloc(32, 1));
const told: Aggregate<null, readonly DomainEvent[], DomainEvent> = {
  kind: 'told@1',
  decider: { initialState: () => null, evolve: () => null, decide: (_, events) => [...events] },
};
const item = (itemId: string) => ({
  ...{ itemId, above: null, number: null, title: `措施${itemId}`, text: null },
  ...{ phaseId: null, deadline: null, evidenceWanted: null },
});
const ids = (planId: string) => ({ planId, campaignId: 'c1', organisationId: 'ferry', parent: null });
const approved = (planId: string): PlanApproved => ({
  type: 'plan.approved',
  data: {
    ...ids(planId),
    ...{ revision: 1, purpose: 'record' as const, items: [item('a'), item('b')], phases: [], responsible: {} },
  },
});
const withdrawn = (planId: string): PlanWithdrawn => ({
  type: 'plan.withdrawn',
  data: { ...ids(planId), revision: 1, cause: 'above', children: [], ended: ['a', 'b'], reason: '印发有误' },
});

let folder: string;
let storage: Storage;
let app: Awaited<ReturnType<typeof httpApplication>>;
let next = 0;
const caller = () => {
  const commandId = uuidFrom('spec', String((next += 1)));
  return {
    ...({ tenant: 'bureau', actor: { kind: 'system', id: 'spec' }, principal: null } as const),
    ...{ commandId, bodyHash: sha256Hex(commandId), correlationId: commandId, causationId: commandId },
  };
};
function tell(service: string, contracts: readonly EventContract[], stream: string, ...events: DomainEvent[]) {
  const ports = storage.ports(service);
  const streams = new Streams(service, ports.events, new EventCodec(contracts, ports.keys), clock);
  return streams.execute(told, { tenant: 'bureau', stream }, events, caller());
}
const campaign = (planId: string, ...events: DomainEvent[]) =>
  tell('campaign', campaignContracts, `plan-${planId}`, ...events);

type Task = { taskId: string; organisation: { id: string } };
async function tasksOf(planId: string, so: (tasks: Task[]) => boolean): Promise<Task[]> {
  const clerk = { account: 'z', person: 'z', tenant: 'bureau', office: false, root: 'root' };
  const posts = [{ post: 'clerk' as const, organisation: 'root' }];
  for (let tries = 0; ; tries += 1) {
    const headers = { [PRINCIPAL_HEADER]: tickets.issue({ ...clerk, posts }, clock.now()) };
    const reply = await app.inject({ method: 'GET', url: `/api/task/tasks?plan=${planId}&limit=50`, headers });
    const { tasks } = reply.json<{ data: { tasks: Task[] } }>().data;
    if (so(tasks) || tries > 150) return tasks;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'task-'));
  storage = await openFolder({ folder });
  app = await httpApplication('task', TaskModule.on(storage.ports('task'), clock), tickets);
  const founded = (organisationId: string, parent: string | null): DomainEvent => ({
    type: 'organisation.founded',
    data: { organisationId, name: organisationId, kind: 'unit', parent, tree: 'line', validFrom: '2020-01-01' },
  });
  await tell('identity', identityContracts, 'organisation-root', founded('root', null));
  await tell('identity', identityContracts, 'organisation-ferry', founded('ferry', 'root'));
});
afterAll(async () => {
  await app.close();
  await storage.close();
  await rm(folder, { recursive: true, force: true });
});

const added = (planId: string, itemId: string) => ({
  ...{ taskId: uuidFrom(planId, itemId), campaignId: 'c1', planId, organisationId: 'ferry', item: item(itemId) },
  ...{ measure: { itemId: 'a', number: null, title: '措施a' }, phase: null, deadline: null },
});
const streams = () => app.get(Streams, { strict: false });
const note = (planId: string, itemId: string) =>
  streams().execute(
    additionsAggregate,
    additionsStream('bureau', planId),
    { is: 'note', planId, taskId: added(planId, itemId).taskId },
    caller(),
  );
const add = (planId: string, itemId: string) => {
  const task = added(planId, itemId);
  const command = { is: 'take-row', add: task, steps: [] } as const;
  return streams().execute(taskAggregate, taskStream('bureau', task.taskId), command, caller());
};
/** Those that count: withdrawn ones are listed only when asked for. */
const counting = (planId: string, count: number) => tasksOf(planId, (tasks) => tasks.length === count);

describe('a plan that was handed over', () => {
  it('takes its tasks along, with what a table added', async () => {
    await campaign('plan1', approved('plan1'));
    await counting('plan1', 2);
    await note('plan1', 'x');
    await add('plan1', 'x');
    const data: PlanHandedOver['data'] = { ...ids('plan1'), organisationId: 'root', from: 'ferry', reason: '已撤销' };
    await campaign('plan1', { type: 'plan.handed-over', data });
    const tasks = await tasksOf('plan1', (all) => all.every(({ organisation }) => organisation.id === 'root'));
    expect(tasks.map(({ organisation }) => organisation.id)).toEqual(['root', 'root', 'root']);
  });
});

describe('a row that is added while its plan is withdrawn', () => {
  it('does not stay counted when it comes after the withdrawal that it was noted before', async () => {
    await campaign('plan2', approved('plan2'));
    await counting('plan2', 2);
    await note('plan2', 'x');
    await campaign('plan2', withdrawn('plan2'));
    await counting('plan2', 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await add('plan2', 'x');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await counting('plan2', 0)).toEqual([]);
    // In force again, it counts again.
    await campaign('plan2', approved('plan2'));
    expect(await counting('plan2', 3)).toHaveLength(3);
  });

  it('is not begun once the plan is withdrawn', async () => {
    await campaign('plan3', approved('plan3'));
    await counting('plan3', 2);
    await campaign('plan3', withdrawn('plan3'));
    await counting('plan3', 0);
    let refused: unknown;
    for (let tries = 0; tries < 50 && !refused; tries += 1) {
      refused = await note('plan3', `late${tries}`).then(
        () => null,
        (error: unknown) => error,
      );
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(refused).toMatchObject({ code: 'table.plan-withdrawn' });
  });
});
