import { openEmbedded } from '@chuangwen/adapters-embedded';
import { eventContract, type EventOf, type StoredEvent } from '@chuangwen/contracts';
import type { Decider } from '@chuangwen/kernel';
import {
  defineSchedule,
  EventCodec,
  ScheduleRunner,
  sha256Hex,
  Streams,
  SystemClock,
  uuidFrom,
} from '@chuangwen/platform';
import type { Aggregate, Caller } from '@chuangwen/platform';
import type { EventStore, Job, JobQueue, KeyVault, ServicePorts } from '@chuangwen/ports';
import { z } from 'zod';

/** A made-up service that reminds of tasks. Nothing in it keeps a reminder from being given twice but the platform. */
const timed = z.object({ taskId: z.string(), remindAt: z.string() });
const taskGiven = eventContract({ type: 'task.given', version: 1, schema: timed });
const taskPutOff = eventContract({ type: 'task.put-off', version: 1, schema: timed });
const taskClosed = eventContract({ type: 'task.closed', version: 1, schema: z.object({ taskId: z.string() }) });
const taskReminded = eventContract({ type: 'task.reminded', version: 1, schema: timed });
const contracts = [taskGiven, taskPutOff, taskClosed, taskReminded];
/** Nothing of it is personal, so it does without keys. */
export const codecOf = (keys = { onDestroyed: () => undefined } as unknown as KeyVault) =>
  new EventCodec(contracts, keys);

type TaskEvent =
  EventOf<typeof taskGiven> | EventOf<typeof taskPutOff> | EventOf<typeof taskClosed> | EventOf<typeof taskReminded>;
type Timed = { taskId: string; remindAt: string };
type TaskCommand = ({ do: 'give' | 'put-off' | 'remind' } & Timed) | { do: 'close'; taskId: string };

const decider: Decider<null, TaskCommand, TaskEvent> = {
  initialState: () => null,
  evolve: () => null,
  decide: (_, { do: what, ...data }) => {
    const types = {
      give: 'task.given',
      'put-off': 'task.put-off',
      remind: 'task.reminded',
      close: 'task.closed',
    } as const;
    return [{ type: types[what], data } as TaskEvent];
  },
};
const task: Aggregate<null, TaskCommand, TaskEvent> = { kind: 'task@1', decider };

export class Remind {
  constructor(
    readonly caller: Caller,
    readonly timed: Timed,
  ) {}
}

export const reminders = defineSchedule<TaskEvent, { taskId: string }>({
  name: 'reminders',
  topics: ['task'],
  on: {
    'task.given': ({ data: { taskId, remindAt } }) => [{ schedule: { key: taskId, at: remindAt, data: { taskId } } }],
    'task.put-off': ({ data: { taskId, remindAt } }) => [{ schedule: { key: taskId, at: remindAt, data: { taskId } } }],
    'task.closed': ({ data: { taskId } }) => [{ cancel: taskId }],
  },
  due: ({ tenant, at, data }, step) => [new Remind(step(tenant, 'remind'), { taskId: data.taskId, remindAt: at })],
});

/** Where jobs wait that no schedule put there. */
export const QUEUE = 'remind';
export const TENANT = '桐泽市住建局';
const refOf = (taskId: string) => ({ tenant: TENANT, stream: `task-${taskId}` });

export const remind = (streams: Streams, { caller, timed }: Remind) =>
  streams.execute(task, refOf(timed.taskId), { do: 'remind', ...timed }, caller);

export function execute(streams: Streams, command: TaskCommand) {
  return streams.execute(task, refOf(command.taskId), command, callerOf(uuidFrom(JSON.stringify(command))));
}

const callerOf = (commandId: string): Caller => ({
  tenant: TENANT,
  actor: { kind: 'person', id: 'li' },
  principal: null,
  commandId,
  bodyHash: sha256Hex(commandId),
  correlationId: commandId,
  causationId: commandId,
});

/** The reminder of a job as the platform would make it: named by key and due instant, whoever runs it. */
export function remindOnce(streams: Streams, { tenant, key, at }: Pick<Job, 'tenant' | 'key' | 'at'>) {
  const id = uuidFrom(key, at);
  const step = (): Caller => ({ ...callerOf(id), actor: { kind: 'workflow', id: reminders.name } });
  const [command] = reminders.due({ tenant, key, at, data: { taskId: key } }, step);
  return remind(streams, command as Remind);
}

/** What was reminded of, in order: `task at`. */
export async function reminded(events: EventStore): Promise<string[]> {
  const all: string[] = [];
  for await (const ref of events.streams()) all.push(...(await events.read(ref)).events.flatMap(remindedIn));
  return all.sort();
}
function remindedIn({ type, data }: StoredEvent): string[] {
  if (type !== 'task.reminded') return [];
  const { taskId, remindAt } = JSON.parse(Buffer.from(data).toString()) as Timed;
  return [`${taskId} ${remindAt}`];
}

/** How often (ms) it is asked here whether the queue lost something. */
const LOOK = 300;

/** The service on a data folder, with its own queue or another one. */
export class Reminding {
  readonly streams: Streams;
  readonly runner: ScheduleRunner;
  /** Commands sent, those that changed nothing included. */
  sent = 0;

  static async begin(folder: string, jobs?: JobQueue): Promise<Reminding> {
    const storage = await openEmbedded(folder);
    const made = new Reminding(storage, { ...storage.ports('task'), ...(jobs ? { jobs } : {}) });
    await made.runner.start();
    return made;
  }

  private constructor(
    private readonly storage: { close(): Promise<void> },
    readonly ports: ServicePorts,
  ) {
    const clock = new SystemClock();
    const codec = codecOf(ports.keys);
    this.streams = new Streams('task', ports.events, codec, clock);
    const bus = {
      execute: (command: unknown) => {
        this.sent += 1;
        return remind(this.streams, command as Remind);
      },
    };
    this.runner = new ScheduleRunner(reminders, ports, codec, clock, bus, LOOK);
  }

  async end(): Promise<void> {
    await this.runner.stop();
    await this.storage.close();
  }
}
