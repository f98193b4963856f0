import { openEngines, configuration, distributedOnly, keyFor } from '@chuangwen/runtime';
import { PrincipalTickets, SystemClock, uuidFrom } from '@chuangwen/platform';
import { DEMO_PASSWORD, operate, Refused, Services, SERVICES, Visitor, type LoadedTenant } from '@chuangwen/standalone';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

type Kind = (typeof SERVICES)[number];
type Ask = Readonly<{ path: string; body: object }>;
type Person = Readonly<{ visitor: Visitor; tenant: string; person: string }>;

/** Of people who work, each answered before the next; and before who was not answered asks again (ms). */
const REST = 50;
const AGAIN = 150;
/** An answer came within so long, whoever is killed meanwhile (ms). I7. */
const ANSWERED = 60_000;

/** Somebody at each service who works without rest, and asks under the same key again until there is an answer. */
export class WorkApart {
  /** Ids of commands that were answered, by service. */
  readonly answered: Readonly<Record<Kind, Set<string>>> = {
    identity: new Set(),
    campaign: new Set(),
    task: new Set(),
    reporting: new Set(),
  };
  /** Times that a command had no answer, or a passing refusal. */
  again = 0;
  /** What must not happen: another answer to the same command, or a refusal for good. */
  readonly wrong: string[] = [];
  private stopping = false;
  private readonly done: Promise<unknown>;

  private constructor(people: Readonly<Record<Kind, Person>>, taskId: string, root: string) {
    const next: Readonly<Record<Kind, (n: number) => Ask>> = {
      identity: (n) => ({
        path: '/api/identity/organisations',
        body: { name: `创建工作第${n}专班`, kind: 'section', parent: root },
      }),
      campaign: (n) => ({ path: '/api/campaign/campaigns', body: { title: `文明单位创建第${n}批` } }),
      task: (n) => ({
        path: `/api/task/tasks/${taskId}/progress`,
        body: { percent: n % 100, note: `第${n}次自查` },
      }),
      reporting: (n) => ({
        path: '/api/reporting/requests',
        body: {
          title: `第${n}次摸底`,
          basis: '桐泽市文明创建工作要点',
          columns: [{ title: '志愿者人数', kind: 'number' }],
          deadline: '2099-12-31',
          owing: { all: true },
          reason: '每次口径不同',
        },
      }),
    };
    this.done = Promise.all(SERVICES.map((kind) => this.work(kind, people[kind], next[kind])));
  }

  static async begin(url: string, office: LoadedTenant, login: string, campaignId: string): Promise<WorkApart> {
    const signedIn = async (visitor: Visitor): Promise<Person & { root: string }> => {
      const me = await visitor.get<{ principal: { tenant: string; person: string; root: string } }>('/api/identity/me');
      const { tenant, person, root } = me.principal;
      return { visitor, tenant, person, root };
    };
    const admin = await signedIn(await Visitor.signIn(url, login, DEMO_PASSWORD));
    const clerk = await signedIn(office.clerk.visitor);
    const agency = await signedIn(office.below[0]!.clerk.visitor);
    const started = `/api/task/tasks?campaign=${campaignId}&organisation=${agency.root}&situation=in-progress`;
    const { tasks } = await agency.visitor.get<{ tasks: { taskId: string }[] }>(started);
    const people = { identity: admin, campaign: clerk, task: agency, reporting: clerk };
    return new WorkApart(people, tasks[0]!.taskId, admin.root);
  }

  /** Until so many more were answered at each service. */
  async goesOn(many: number, within = ANSWERED): Promise<void> {
    const before = SERVICES.map((kind) => this.answered[kind].size);
    const slow = () => SERVICES.filter((kind, at) => this.answered[kind].size < before[at]! + many);
    for (const until = Date.now() + within; slow().length > 0; await pause(50))
      if (Date.now() > until) throw new Error(`${slow().join()} answered fewer than ${many} in ${within} ms`);
  }

  /** When everybody has the answer to what was asked. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.done;
  }

  private async work(kind: Kind, { visitor, tenant, person }: Person, next: (n: number) => Ask): Promise<void> {
    for (let n = 1; !this.stopping; n += 1) {
      const { path, body } = next(n);
      const key = randomUUID();
      const ask = () => visitor.send('POST', path, body, { 'idempotency-key': key });
      const answer = JSON.stringify(await this.untilAnswered(ask));
      if (this.wrong.length > 0) return;
      this.answered[kind].add(uuidFrom(key, tenant, person));
      // A client that heard nothing asks again; who did hear gets the same.
      if (n % 5 === 0) {
        const second = JSON.stringify(await this.untilAnswered(ask));
        if (second !== answer) this.wrong.push(`${kind}: ${answer}, then ${second}`);
      }
      await pause(REST);
    }
  }

  private async untilAnswered(ask: () => Promise<unknown>): Promise<unknown> {
    for (const until = Date.now() + ANSWERED; ;) {
      try {
        return await ask();
      } catch (error) {
        const passing = !(error instanceof Refused) || error.problem.status >= 500 || error.problem.status === 409;
        if (!passing || Date.now() > until) {
          this.wrong.push(String(error));
          return null;
        }
        this.again += 1;
        await pause(AGAIN);
      }
    }
  }
}

/**
 * What must hold once all processes have ended, a line for each breach: every answered command stands once (I1), versions,
 * hash chains and places of consumers are whole (I2, I3, I4), views are what a full replay gives (I5).
 */
export async function breachesApart(
  settings: Readonly<Record<string, string>>,
  answered: WorkApart['answered'],
): Promise<string[]> {
  const on = distributedOnly(configuration(settings));
  const tickets = new PrincipalTickets(keyFor(on.secret, 'tickets'));
  const storage = await openEngines(on, SERVICES);
  const platform = await Services.on(storage, { clock: new SystemClock(), tickets, atRest: true });
  const found: string[] = [];
  try {
    for (const kind of SERVICES) found.push(...(await standing(storage.ports(kind).events, kind, answered[kind])));
    for await (const { ok, text } of operate(platform, { name: 'verify' })) if (!ok) found.push(text);
  } finally {
    await platform.close();
  }
  return found;
}

type Events = ReturnType<Awaited<ReturnType<typeof openEngines>>['ports']>['events'];

/** Each command's events lie in one stream, one behind the other, and as many as those of any other command of its kind. */
async function standing(events: Events, kind: Kind, answered: ReadonlySet<string>): Promise<string[]> {
  const places = new Map<string, { stream: string; version: number }[]>();
  for await (const ref of events.streams())
    for (const { commandId, stream, version } of (await events.read(ref)).events)
      if (answered.has(commandId)) places.set(commandId, [...(places.get(commandId) ?? []), { stream, version }]);
  const usual = Math.min(...[...places.values()].map(({ length }) => length));
  return [...answered].flatMap((id) => {
    const made = places.get(id) ?? [];
    const together = made.every(
      ({ stream, version }, at) => stream === made[0]!.stream && version === made[0]!.version + at,
    );
    return made.length === usual && together ? [] : [`I1: ${kind} ${id} stands ${made.length} times, not ${usual}`];
  });
}
