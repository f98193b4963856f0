import { writeWorkbook } from '@chuangwen/documents';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import {
  InjectView,
  nameOn,
  organisationsView,
  overseerScope,
  permit,
  Streams,
  dayOf,
  Clock,
  ViewReader,
  type Caller,
  type OrganisationEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import { PrivateStore } from '@chuangwen/ports';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Accounts } from '../accounts/accounts';
import { OneTimeCodes } from '../accounts/one-time-codes';
import { addressBookAggregate, addressBookStream, type RowOutcome } from '../address-book/address-book';
import { loginOfAccount } from '../address-book/ids';
import { made, step } from '../command-ids';
import { personAggregate, personStream } from '../person/person';

/** `again`: those who have not signed in yet get new codes, and the old ones no longer work. */
export const handOutCodesBody = z.strictObject({ again: z.boolean().default(false) });

const KIND = 'codes-handed-out';
const DAYS = 30;

export class HandOutCodes extends Command<Uint8Array> {
  constructor(
    readonly caller: Caller,
    readonly importId: string,
    readonly body: z.infer<typeof handOutCodesBody>,
  ) {
    super();
  }
}

/** A workbook of one-time codes for the contacts that an import gave accounts. They are made now, told once, and kept only as hashes. */
@CommandHandler(HandOutCodes)
export class HandOutCodesHandler implements ICommandHandler<HandOutCodes> {
  constructor(
    private readonly streams: Streams,
    private readonly accounts: Accounts,
    private readonly codes: OneTimeCodes,
    private readonly secrets: PrivateStore,
    private readonly clock: Clock,
    @InjectView(organisationsView) private readonly organisations: ViewReader<TenantEntry | OrganisationEntry>,
  ) {}

  async execute({ caller, importId, body: { again } }: HandOutCodes) {
    const { state } = await this.streams.load(addressBookAggregate, addressBookStream(caller.tenant, importId));
    if (state.status === 'unknown') throw new NotFound('import');
    const acting = permit(caller, 'agency.register');
    if (state.status !== 'finished') throw new RuleViolation('address-book.not-finished');
    const holders = state.outcomes.filter(({ personId }) => personId !== null);
    if (!state.accounts || holders.length === 0) throw new RuleViolation('address-book.no-accounts');
    const first = await this.secrets.create(caller.tenant, KIND, importId, {});
    if (!first && !again) throw new RuleViolation('address-book.codes-handed-out');
    const names = await this.namesOf(acting, holders);
    const rows: (string | number)[][] = [];
    for (const [i, holder] of holders.entries()) {
      const slip = await this.slip(holder, acting);
      if (slip) rows.push([holder.row, names[i] ?? '', slip.login, slip.code, slip.until]);
    }
    return writeWorkbook([
      {
        name: '一次性登录码',
        title: `一次性登录码（每码只能用一次；本表不再提供第二份，请分别交给本人后删除）`,
        columns: [
          { title: '通讯录行号', kind: 'number', width: 12 },
          { title: '单位', width: 36 },
          { title: '登录名', width: 16 },
          { title: '一次性登录码', width: 24 },
          { title: '有效至', kind: 'day', width: 14 },
        ],
        rows,
      },
    ]);
  }

  /** null: has set a password already, or has no account any more. */
  private async slip({ tenantId, personId }: RowOutcome, caller: Caller) {
    if (tenantId === null || personId === null) return null;
    const ref = personStream(tenantId, personId);
    const { state: person } = await this.streams.load(personAggregate, ref);
    if (person.status === 'unknown' || person.accountId === null) return null;
    const { accountId } = person;
    const login = loginOfAccount(accountId);
    const holder = await this.accounts.holderOf(login);
    if (holder?.accountId !== accountId || holder.hasPassword) return null;
    const { code, expiresAt } = await this.codes.issue(accountId, DAYS);
    const issued = { type: 'issue-code' as const, accountId, why: 'first-sign-in' as const, expiresAt };
    await this.streams.execute(personAggregate, ref, issued, step(caller, `code:${made(caller, personId)}`));
    return { login, code, until: dayOf(new Date(expiresAt)) };
  }

  private async namesOf(caller: Caller, holders: readonly RowOutcome[]): Promise<string[]> {
    const scope = overseerScope(
      caller,
      holders.flatMap(({ tenantId }) => tenantId ?? []),
    );
    const refs = holders.map(({ tenantId, organisationId }) => ({ tenant: tenantId ?? '', id: organisationId ?? '' }));
    const today = dayOf(this.clock.now());
    const found = await this.organisations.manyAcross(scope, refs);
    return found.map((entry) => (entry?.is === 'organisation' ? nameOn(entry, today) : ''));
  }
}
