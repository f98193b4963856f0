import { fork, type ChildProcess } from 'node:child_process';
import { extname, join } from 'node:path';
import { newId, sha256Hex, type Caller } from '@chuangwen/platform';
import { SetDeadline } from '@chuangwen/task';
import { CommandBus } from '@nestjs/cqrs';
import type { Platform } from '../../platform';
import type { Visitor } from '../client';
import { dayFromNow } from '../days';
import { inParallel } from '../parallel';
import type { Answered, Asked } from './in-flight-client';

/** One command: a task's deadline is set. */
type Work = Readonly<{ clerk: Visitor; taskId: string; deadline: string }>;

/** How often each task's deadline is set anew. */
const ROUNDS = 25;
const IN_FLIGHT = 64;

export type InFlight = Readonly<{ perSecond: number; times: readonly number[] }>;

/** Deadlines of some hundred tasks of these clerks, each set several times to another day, the first of them `from` days from now. */
export async function deadlinesOf(clerks: readonly Visitor[], from: number): Promise<Work[]> {
  const tasks = await Promise.all(
    clerks.map(async (clerk) => {
      const page = await clerk.get<{ tasks: { taskId: string }[] }>('/api/task/tasks?limit=200&situation=assigned');
      return page.tasks.map(({ taskId }) => ({ clerk, taskId }));
    }),
  );
  return Array.from({ length: ROUNDS }, (_, round) =>
    tasks.flat().map((task) => ({ ...task, deadline: dayFromNow(from + round) })),
  ).flat();
}

/** Handed to the service as a workflow or a controller does: permission, decision, durable append. Milliseconds each. */
export async function commandsAtTheService(platform: Platform, work: readonly Work[]): Promise<InFlight> {
  const bus = platform.service('task').app.get(CommandBus);
  const callers = new Map<Visitor, Omit<Caller, 'commandId' | 'bodyHash' | 'correlationId' | 'causationId'>>();
  for (const { clerk } of work) if (!callers.has(clerk)) callers.set(clerk, await callerOf(platform, clerk));
  return timed(work, async ({ clerk, taskId, deadline }) => {
    const commandId = newId();
    const ids = { commandId, correlationId: commandId, causationId: commandId };
    const caller = { ...callers.get(clerk)!, ...ids, bodyHash: sha256Hex(`${taskId} ${deadline}`) };
    await bus.execute(new SetDeadline(caller, taskId, { deadline }));
  });
}

async function callerOf(platform: Platform, { bearer }: Visitor) {
  const principal = await platform.principals.resolve(bearer);
  if (!principal) throw new Error('the clerk is not signed in any more');
  return { tenant: principal.tenant, actor: { kind: 'person' as const, id: principal.person }, principal };
}

/** The same over HTTP, from a process of its own: what a client computes is not the platform's. */
export async function commandsOverHttp(url: string, work: readonly Work[]): Promise<InFlight> {
  const client = fork(join(__dirname, `in-flight-client${extname(__filename)}`));
  const requests = work.map(({ clerk, taskId, deadline }) => ({
    path: `/api/task/tasks/${taskId}/deadline`,
    authorization: `Bearer ${clerk.bearer}`,
    body: JSON.stringify({ deadline }),
  }));
  const answer = answerOf(client);
  client.send({ url, inFlight: IN_FLIGHT, requests } satisfies Asked);
  const answered = await answer;
  client.disconnect();
  if ('failed' in answered) throw new Error(answered.failed);
  return answered;
}

/** Its one message. Throws where it ends before. */
export function answerOf(client: ChildProcess): Promise<Answered> {
  return new Promise((resolve, reject) => {
    client.once('message', (answered) => resolve(answered as Answered));
    client.once('error', reject);
    client.once('exit', (code, signal) => reject(new Error(`the client ended without an answer: ${signal ?? code}`)));
  });
}

async function timed<T>(work: readonly T[], one: (item: T) => Promise<void>): Promise<InFlight> {
  const times: number[] = [];
  const began = performance.now();
  await inParallel(IN_FLIGHT, work, async (item) => {
    const start = performance.now();
    await one(item);
    times.push(performance.now() - start);
  });
  return { perSecond: (work.length * 1000) / (performance.now() - began), times };
}
