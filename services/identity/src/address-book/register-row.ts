import { Streams, type Caller } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { Accounts } from '../accounts/accounts';
import { made, step } from '../command-ids';
import { organisationAggregate, organisationStream } from '../organisation/organisation';
import { Organisations } from '../organisation/organisations';
import { personAggregate, personStream } from '../person/person';
import { AgencyNames } from '../tenant/agency-names';
import { TenantFounding, type FirstPerson } from '../tenant/tenant-founding';
import { tenantAggregate, tenantStream, type Tenant } from '../tenant/tenant';
import type { RowOutcome } from './address-book';
import type { Contact } from './cells';
import type { RowFate } from './fate';
import { loginOfAccount } from './ids';

export type Place = Readonly<{ tenantId: string; organisationId: string }>;
export type Registering = Readonly<{
  office: Extract<Tenant, { tenantId: string }>;
  accounts: boolean;
  validFrom: string;
  /** Of a unit: where it hangs. */
  at: Place | null;
  /** The unit's agency is new, or nobody manages it yet: only then its people are entered for it. */
  mayEnterPeople: boolean;
}>;

/** Makes one row real. Each id comes from the row's own command, so the same again changes nothing. */
@Injectable()
export class RegisterRow {
  constructor(
    private readonly streams: Streams,
    private readonly tenants: TenantFounding,
    private readonly organisations: Organisations,
    private readonly accounts: Accounts,
    private readonly names: AgencyNames,
  ) {}

  async run(row: RowFate, caller: Caller, asked: Registering): Promise<RowOutcome> {
    const first = row.contact && this.firstPerson(row.contact, caller, asked);
    if (row.fate === 'new-unit') return this.unit(row, caller, asked);
    if (row.fate === 'contact-added') return this.contact(row, caller, first!);
    const { name, shortName, code, category } = row.entry;
    const found = () =>
      this.tenants.found(
        {
          name,
          kind: row.fate === 'new-office' ? 'office' : 'agency',
          level: row.level,
          validFrom: asked.validFrom,
          overseers: [asked.office.tenantId, ...asked.office.overseers],
          above: asked.office.level,
          about: { shortName: shortName || null, code: code || null, category: category || null },
          administrator: first,
        },
        caller,
      );
    const { answer } = await this.names.asFirst(caller, { tenantId: made(caller, 'tenant'), name }, found);
    // The office's own address book says who they are: nobody needs to confirm each of them again.
    const verify = { type: 'verify' as const, by: asked.office.tenantId };
    await this.streams.execute(tenantAggregate, tenantStream(answer.id), verify, step(caller, 'verified'));
    return {
      row: row.row,
      outcome: row.fate,
      tenantId: answer.id,
      organisationId: answer.organisation,
      personId: first ? answer.administrator : null,
    };
  }

  private async contact({ row, fate, known }: RowFate, caller: Caller, first: FirstPerson): Promise<RowOutcome> {
    const { tenantId, organisationId } = known!;
    const ids = { id: tenantId, organisation: organisationId, administrator: made(caller, 'person') };
    const holder = { accountId: made(caller, 'account'), person: ids.administrator, tenant: tenantId };
    const register = () => this.tenants.registerPerson(first, ids, { ...caller, tenant: tenantId });
    await this.accounts.withLogin(first.account!.login, null, holder, register);
    return { row, outcome: fate, tenantId, organisationId, personId: ids.administrator };
  }

  private async unit({ row, fate, entry, contact }: RowFate, caller: Caller, asked: Registering): Promise<RowOutcome> {
    const { tenantId, organisationId: parentId } = asked.at!;
    const organisationId = made(caller, 'organisation');
    const parent = await this.organisations.one(tenantId, parentId);
    const acting = { ...caller, tenant: tenantId, actor: { ...caller.actor, onBehalfOf: parentId } };
    const { name, shortName, code, category } = entry;
    await this.streams.execute(
      organisationAggregate,
      organisationStream(tenantId, organisationId),
      {
        type: 'found',
        founding: { organisationId, name, kind: 'unit', parent: parentId, tree: 'line', validFrom: asked.validFrom },
        parent,
        about: { shortName: shortName || null, code: code || null, category: category || null },
      },
      step(acting, 'unit'),
    );
    const personId =
      contact && asked.mayEnterPeople ? await this.liaison(contact, acting, asked, { tenantId, organisationId }) : null;
    return { row, outcome: fate, tenantId, organisationId, personId };
  }

  private async liaison(
    contact: Contact,
    caller: Caller,
    { accounts }: Registering,
    { tenantId, organisationId }: Place,
  ) {
    const personId = made(caller, 'person');
    const ref = personStream(tenantId, personId);
    const { version } = await this.streams.load(personAggregate, ref);
    if (version > 0) return personId;
    const at = await this.organisations.one(tenantId, organisationId);
    const accountId = accounts ? made(caller, 'account') : null;
    const appointment = {
      appointmentId: made(caller, 'appointment:liaison'),
      organisationId,
      post: 'liaison' as const,
      inCharge: [],
      validFrom: at.founded,
      validTo: null,
    };
    const { name, telephone } = contact;
    const command = {
      type: 'register' as const,
      personId,
      name,
      telephone,
      appointments: [{ appointment, at }],
      accountId,
    };
    const register = () => this.streams.execute(personAggregate, ref, command, step(caller, 'liaison'));
    if (accountId === null) await register();
    else
      await this.accounts.withLogin(
        loginOfAccount(accountId),
        null,
        { accountId, person: personId, tenant: tenantId },
        register,
      );
    return personId;
  }

  /** Whoever can sign in manages the agency as well: there is nobody else yet. */
  private firstPerson({ name, telephone }: Contact, caller: Caller, { accounts }: Registering): FirstPerson {
    if (!accounts) return { name, telephone, posts: ['liaison'], account: null };
    const account = { login: loginOfAccount(made(caller, 'account')), password: null };
    return { name, telephone, posts: ['administrator', 'liaison'], account };
  }
}
