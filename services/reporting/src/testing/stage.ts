import { mkdtemp, rm } from 'node:fs/promises';
import { deepEqual } from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  campaignContracts,
  identityContracts,
  INSTALLATION,
  taskContracts,
  type EventContract,
} from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import {
  Clock,
  EventCodec,
  httpApplication,
  newId,
  PRINCIPAL_HEADER,
  PrincipalTickets,
  sha256Hex,
  Streams,
  type Aggregate,
  type Caller,
  type Principal,
} from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { openFolder, type Storage } from '@chuangwen/runtime';
import { ReportingModule } from '../reporting.module';
import { accepted, assigned, brief, items, office, opened, phases, submitted } from './told';

class SetClock extends Clock {
  at = '2026-04-01';
  override now(): Date {
    return new Date(`${this.at}T04:00:00.000Z`);
  }
}
type Told = readonly [service: string, contracts: readonly EventContract[]];
export const identity: Told = ['identity', identityContracts];
export const campaign: Told = ['campaign', campaignContracts];
const task: Told = ['task', taskContracts];

const clock = new SetClock();
const tickets = new PrincipalTickets(Buffer.alloc(32, 1));

/** The service over HTTP, on real storage; one of it in a test file. */
type Stage = {
  folder: string;
  storage: Storage;
  app: Awaited<ReturnType<typeof httpApplication>>;
  /** While set, what is sealed with this plan's key can't be opened. */
  brokenKey: string | null;
};
export const stage = { brokenKey: null } as Stage;

/** Appends another service's events as that service would, at noon of a day; answers the token. */
export async function tell(
  told: Told,
  day: string,
  tenant: string,
  stream: string,
  audience: string[],
  ...events: DomainEvent[]
) {
  const [service, contracts] = told;
  const ports = stage.storage.ports(service);
  const aggregate: Aggregate<null, readonly DomainEvent[], DomainEvent> = {
    kind: 'told@1',
    decider: { initialState: () => null, evolve: () => null, decide: (_, all) => [...all] },
    audience: () => audience,
  };
  const then = new SetClock();
  then.at = day;
  const commandId = newId();
  const caller: Caller = {
    tenant,
    actor: { kind: 'system', id: 'spec' },
    principal: null,
    commandId,
    bodyHash: sha256Hex(commandId),
    correlationId: commandId,
    causationId: commandId,
  };
  const streams = new Streams(service, ports.events, new EventCodec(contracts, ports.keys), then);
  return (await streams.execute(aggregate, { tenant, stream }, events, caller)).token;
}

export const DAY = '2026-04-01';
const tenantOf = (tenantId: string, name: string, ...overseers: string[]) =>
  tell(identity, DAY, INSTALLATION, `tenant-${tenantId}`, [tenantId, ...overseers], {
    type: 'tenant.registered',
    data: {
      tenantId,
      organisationId: `${tenantId}-org`,
      name,
      kind: overseers.length ? 'agency' : 'office',
      level: null,
      overseers,
    },
  });
const unitOf = (tenant: string, organisationId: string, name: string, parent: string | null) =>
  tell(identity, DAY, tenant, `organisation-${organisationId}`, [], {
    type: 'organisation.founded',
    data: { organisationId, name, kind: parent ? 'unit' : 'root', parent, tree: 'line', validFrom: '2020-01-01' },
  });
export const work = (tenant: string, day: string, taskId: string, ...events: DomainEvent[]) =>
  tell(task, day, tenant, `task-${taskId}`, [], ...events);

export const headersOf = (as: Principal) => ({ [PRINCIPAL_HEADER]: tickets.issue(as, clock.now()) });

export async function get(as: Principal | null, url: string) {
  const headers = as ? headersOf(as) : {};
  const response = await stage.app.inject({ method: 'GET', url: `/api/reporting/campaigns/${url}`, headers });
  const isJson = response.headers['content-type']?.toString().includes('json');
  return { status: response.statusCode, body: isJson ? response.json() : null, raw: response.rawPayload, response };
}
/** Waits until the views are at the token. */
export async function read(as: Principal, url: string, token: string) {
  const answer = await get(as, `${url}${url.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`);
  deepEqual([answer.status, answer.body?.freshness?.caughtUp], [200, true]);
  return answer.body;
}
export type Row = { key: string; name: string | null; figures: Record<string, number> };
export const rowsOf = (body: { data: { rows: Row[] } }) =>
  Object.fromEntries(body.data.rows.map(({ key, figures }) => [key, figures]));

export async function start() {
  const ports = stage.storage.ports('reporting');
  const find: ServicePorts['keys']['find'] = async (tenant, subject) => {
    if (subject === stage.brokenKey) throw new Error('the key can’t be read');
    return ports.keys.find(tenant, subject);
  };
  const keys = new Proxy(ports.keys, {
    get(vault, name) {
      const value = name === 'find' ? find : (Reflect.get(vault, name) as unknown);
      return typeof value === 'function' ? (value.bind(vault) as unknown) : value;
    },
  });
  stage.app = await httpApplication('reporting', ReportingModule.on({ ...ports, keys }, clock), tickets);
}

/** An office with its agencies, a campaign and four tasks, on 20 April; answers the token of the last that was told. */
export async function openStage(): Promise<string> {
  stage.folder = await mkdtemp(join(tmpdir(), 'chuangwen-reporting-'));
  stage.storage = await openFolder({ folder: stage.folder });
  await start();
  await tenantOf('office', '桐泽市文明办');
  await tenantOf('edu', '桐泽市教育局', 'office');
  await tenantOf('road', '桐泽市交通运输局', 'office');
  await tenantOf('far', '远山市文明办');
  await unitOf('office', 'office-org', '桐泽市文明办', null);
  await unitOf('edu', 'edu-org', '桐泽市教育局', null);
  await unitOf('edu', 'school', '=第一实验小学', 'edu-org');
  await unitOf('edu', 'class', '后勤处', 'school');
  await unitOf('road', 'road-org', '桐泽市交通运输局', null);
  await unitOf('far', 'far-org', '远山市文明办', null);
  await tell(campaign, DAY, 'office', 'campaign-c1', [], {
    type: 'campaign.opened',
    data: {
      campaignId: 'c1',
      brief,
      documentId: 'c1',
      noticeId: null,
      planId: 'plan0',
      items,
      responsible: {},
      leadingGroup: null,
    },
  });
  const approved = {
    planId: 'plan1',
    campaignId: 'c1',
    organisationId: 'edu-org',
    parent: null,
    revision: 1,
    purpose: 'approval',
  };
  for (const tenant of ['edu', 'road'])
    await tell(campaign, DAY, tenant, `plan-${tenant}`, [], {
      type: 'plan.approved',
      data: { ...approved, planId: `plan-${tenant}`, items, phases, responsible: {} },
    });
  await work('edu', '2026-04-01', 't1', opened('t1', 'edu-org', { deadline: '2026-04-10' }), assigned('t1', 'class'));
  await work('edu', '2026-04-01', 't2', opened('t2', 'edu-org', { deadline: '2026-04-10' }));
  await work('edu', '2026-04-01', 't3', opened('t3', 'school'));
  await work(
    'road',
    '2026-04-02',
    't4',
    opened('t4', 'road-org', {
      deadline: '2026-05',
      phase: null,
      measure: { itemId: 'm2', number: '（三）', title: '文明交通' },
    }),
  );
  await work('edu', '2026-04-09', 't1', submitted('t1'));
  await work('edu', '2026-04-12', 't2', submitted('t2'));
  const last = await work('edu', '2026-04-12', 't1', accepted('t1'));
  clock.at = '2026-04-20';
  // A token speaks of one stream; the tree and the names come from others.
  while ((await get(office, 'c1/report')).body.freshness?.behind !== 0)
    await new Promise((wake) => setTimeout(wake, 20));
  return last;
}

export async function closeStage(): Promise<void> {
  await stage.app.close();
  await stage.storage.close();
  await rm(stage.folder, { recursive: true, force: true });
}
