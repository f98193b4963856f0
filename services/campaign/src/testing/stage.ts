import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identityContracts, INSTALLATION, type StoredEvent } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import {
  EventCodec,
  httpApplication,
  newId,
  PRINCIPAL_HEADER,
  PrincipalTickets,
  ServiceRuntime,
  sha256Hex,
  Streams,
  SystemClock,
  type Aggregate,
  type Principal,
} from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { openFolder } from '@chuangwen/runtime';
import { CampaignModule } from '../campaign.module';

/** Events of identity as they come: nothing is decided here. */
const told = (audience: readonly string[]): Aggregate<null, DomainEvent, DomainEvent> => ({
  kind: 'told@1',
  decider: { initialState: () => null, evolve: () => null, decide: (_, event) => [event] },
  audience: () => audience,
});

export type Reply = { status: number; body: Record<string, unknown> & { data: never; answer: never; code: string } };

/** The campaign service on storage of its own, with a directory that the specs tell it. */
export async function openStage(before: (ports: ServicePorts) => Promise<void> = async () => undefined) {
  const folder = await mkdtemp(join(tmpdir(), 'campaign-'));
  const storage = await openFolder({ folder });
  const clock = new SystemClock();
  const tickets = new PrincipalTickets(Buffer.alloc(32, 7));
  const ports = storage.ports('campaign');
  await before(ports);
  const app = await httpApplication('campaign', CampaignModule.on(ports, clock), tickets);
  const identityPorts = storage.ports('identity');
  const identity = new Streams(
    'identity',
    identityPorts.events,
    new EventCodec(identityContracts, identityPorts.keys),
    clock,
  );

  async function tell(tenant: string, stream: string, event: DomainEvent, audience: readonly string[] = []) {
    const commandId = newId();
    const caller = {
      tenant,
      actor: { kind: 'system', id: 'spec' },
      principal: null,
      commandId,
      bodyHash: sha256Hex(commandId),
      correlationId: commandId,
      causationId: commandId,
    } as const;
    return (await identity.execute(told(audience), { tenant, stream }, event, caller)).token;
  }

  const runtime = app.get(ServiceRuntime);
  return {
    app,
    /** What was written, opened. */
    opened: (events: readonly StoredEvent[]) => Promise.all(events.map((event) => runtime.codec.decode(event))),
    folder,
    ports,
    tickets,
    clock,

    /** Tenant T signs in with its own organisation `T-root`, and is verified. Returns tokens. */
    async tenant(tenantId: string, name: string, kind: 'office' | 'agency', overseers: string[] = [], verified = true) {
      const organisationId = `${tenantId}-root`;
      const data = { tenantId, organisationId, name, kind, level: null, overseers };
      const audience = [tenantId, ...overseers];
      return [
        await tell(INSTALLATION, `tenant-${tenantId}`, { type: 'tenant.registered', data }, audience),
        await this.organisation(tenantId, organisationId, name, null),
        ...(verified ? [await this.verified(tenantId, overseers)] : []),
      ];
    },

    /** The office above knows that the tenant is who it says. */
    verified(tenantId: string, overseers: string[]) {
      const event = { type: 'tenant.verified', data: { tenantId } };
      return tell(INSTALLATION, `tenant-${tenantId}`, event, [tenantId, ...overseers]);
    },

    organisation(tenant: string, organisationId: string, name: string, parent: string | null) {
      const kind = parent === null ? 'root' : 'unit';
      const data = { organisationId, name, kind, parent, tree: 'line', validFrom: '2020-01-01' };
      return tell(tenant, `organisation-${organisationId}`, { type: 'organisation.founded', data });
    },

    /** On one of its trees, besides where it was founded. */
    organisationOn(tenant: string, organisationId: string, parent: string, tree: 'line' | 'district') {
      const data = { organisationId, tree, parent, validFrom: '2020-01-01' };
      return tell(tenant, `organisation-${organisationId}`, { type: 'organisation.moved', data });
    },

    closeOrganisation(tenant: string, organisationId: string, validTo: string) {
      const data = { organisationId, validTo, successors: [], reason: '合并' };
      return tell(tenant, `organisation-${organisationId}`, { type: 'organisation.closed', data });
    },

    person(tenant: string, person: string, organisation: string, post: Principal['posts'][number]['post'] = 'clerk') {
      return this.personWith(tenant, person, [organisation], post);
    },

    uploading(
      send: (method: 'POST', path: string, payload: object, more: Record<string, string>) => Promise<Reply>,
      path: string,
      files: readonly [string, Buffer][],
      more: Record<string, string>,
      fields: Record<string, string> = {},
    ) {
      const boundary = 'chuangwen-spec';
      const head = (name: string) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
      const parts = files.flatMap(([name, bytes]) => [Buffer.from(head(name)), bytes, Buffer.from('\r\n')]);
      const filled = Object.entries(fields).map(([name, value]) =>
        Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
      );
      const payload = Buffer.concat([...parts, ...filled, Buffer.from(`--${boundary}--\r\n`)]);
      return send('POST', path, payload, { 'content-type': `multipart/form-data; boundary=${boundary}`, ...more });
    },

    personWith(
      tenant: string,
      person: string,
      organisations: string[],
      post: Principal['posts'][number]['post'] = 'clerk',
    ) {
      const office = tenant.startsWith('office');
      const principal = {
        account: person,
        person,
        tenant,
        office,
        root: `${tenant}-root`,
        posts: organisations.map((organisation) => ({ post, organisation })),
      };
      const headers = () => ({ [PRINCIPAL_HEADER]: tickets.issue(principal, clock.now()) });
      const send = async (
        method: 'GET' | 'POST',
        path: string,
        payload?: object,
        more: Record<string, string> = {},
      ) => {
        const response = await app.inject({
          method,
          url: `/api/campaign${path}`,
          headers: { ...headers(), ...more },
          ...(payload ? { payload } : {}),
        });
        return { status: response.statusCode, body: response.json() } as Reply;
      };
      return {
        get: (path: string) => send('GET', path),
        async file(path: string) {
          const reply = await app.inject({ method: 'GET', url: `/api/campaign${path}`, headers: headers() });
          return { status: reply.statusCode, type: String(reply.headers['content-type']), bytes: reply.rawPayload };
        },
        post: (path: string, body?: object, more?: Record<string, string>) => send('POST', path, body, more),
        upload: (path: string, fileName: string, bytes: Buffer, more: Record<string, string> = {}) =>
          this.uploading(send, path, [[fileName, bytes]], more),
        uploadAll: (
          path: string,
          files: readonly [string, Buffer][],
          more: Record<string, string> = {},
          fields: Record<string, string> = {},
        ) => this.uploading(send, path, files, more, fields),
        /** What is brought about by a workflow or addressed by another tenant arrives a moment later. */
        async until(path: string, there: (reply: Reply) => boolean): Promise<Reply> {
          for (let tries = 0; ; tries += 1) {
            const reply = await send('GET', path);
            if (there(reply) || tries > 100) return reply;
            await pause(30);
          }
        },
      };
    },

    async end() {
      await app.close();
      await storage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Stage = Awaited<ReturnType<typeof openStage>>;
