import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ApiCommand,
  From,
  httpApplication,
  permit,
  PRINCIPAL_HEADER,
  PrincipalTickets,
  serviceModule,
  Streams,
  SystemClock,
  type Caller,
  type Outcome,
  type Principal,
} from '@chuangwen/platform';
import { openEmbedded } from '@chuangwen/adapters-embedded';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { withFacts } from '../drive';
import { overHttp } from '../http';
import type { Job, Measured, Side } from '../measure';
import {
  report,
  reported,
  task,
  TENANT,
  type Report,
  type ReportProgress,
  type Reported,
  type TaskState,
} from '../workload';
import type { Aggregate } from '@chuangwen/platform';
import { ours } from './ours';

const aggregate: Aggregate<TaskState, ReportProgress, Reported> = { kind: 'bench-task@1', decider: task };
const name = z.string().min(1).max(100);
const UNIT = 'unit-1';

class ReportOnTask extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly task: string,
    readonly report: Report,
  ) {
    super();
  }
}

@CommandHandler(ReportOnTask)
class ReportOnTaskHandler implements ICommandHandler<ReportOnTask> {
  constructor(@Inject(Streams) private readonly streams: Streams) {}

  execute({ caller, task: stream, report: of }: ReportOnTask) {
    const by = permit(caller, 'task.work', UNIT);
    return this.streams.execute(aggregate, { tenant: by.tenant, stream }, { reports: [of] }, by);
  }
}

@Controller()
class BenchHttp {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  /** Signed in, permitted, validated, answered: everything but the command. */
  @Post('check/:task')
  check(@From() caller: Caller, @Param('task', { schema: name }) of: string, @Body({ schema: report }) body: Report) {
    permit(caller, 'task.work', UNIT);
    return { token: of, version: body.step, answer: null };
  }

  @ApiCommand('reports on a task')
  @Post('tasks/:task/reports')
  report(@From() caller: Caller, @Param('task', { schema: name }) of: string, @Body({ schema: report }) body: Report) {
    return this.commands.execute(new ReportOnTask(caller, of, body));
  }
}

class BenchModule {}

/** The service's own door, as the front door of a process asks it: ticket, guard, validation, bus, policy, store. */
async function serve(job: Job, path: string): Promise<Measured> {
  const storage = await openEmbedded(job.dir, { viewSync: 'FULL' });
  const clock = new SystemClock();
  const tickets = new PrincipalTickets(Buffer.alloc(32, 1));
  const module = serviceModule(BenchModule, storage.ports('task'), clock, {
    contracts: [reported],
    controllers: [BenchHttp],
    providers: [ReportOnTaskHandler],
    views: [],
    workflows: [],
    messages: {},
  });
  const app = await httpApplication('task', module, tickets);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const headers = { [PRINCIPAL_HEADER]: tickets.issue(principal, new Date(Date.now() + 3_600_000)) };
  const measured = await overHttp(job, { port, path: `/api/task/${path}`, headers });
  await app.close();
  await storage.close();
  return withFacts(measured, { door: 'of the service', events: 'set to FULL by the store' });
}

const principal: Principal = {
  ...{ account: 'a', person: 'person-1', tenant: TENANT, office: false, root: 'root' },
  posts: [{ post: 'clerk', organisation: UNIT }],
};

export const oursHttp: Side = {
  seed: (job) => ours.seed(job),
  tasks: {
    'http-check': (job) => serve(job, 'check/:task'),
    'http-report': (job) => serve(job, 'tasks/:task/reports'),
  },
};

/** Reads the body, parses it, answers as much as we do. */
const listener: RequestListener = (request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { step } = JSON.parse(Buffer.concat(parts).toString('utf8')) as Report;
    const text = JSON.stringify({ token: request.url, version: step, answer: null });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  });
};

export const bareHttp: Side = {
  seed: async () => undefined,
  tasks: {
    async 'http-check'(job) {
      const server = createServer(listener);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const measured = await overHttp(job, { port, path: '/check/:task', headers: {} });
      server.closeAllConnections();
      server.close();
      return withFacts(measured, { server: 'node:http' });
    },
  },
};
