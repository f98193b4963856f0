import { INSTALLATION } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { Clock, Streams } from '@chuangwen/platform';
import { PrivateStore, type Entry } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import { personAggregate, personStream } from '../person/person';
import { Credentials, type PasswordHash } from './credentials';

/** Whose account it is. */
export type Holder = Readonly<{ accountId: string; person: string; tenant: string }>;

type Account = Holder &
  Readonly<{
    /** null: none yet; the holder sets one with a one-time code. */
    password: PasswordHash | null;
    /** ISO instant. */
    reservedAt: string;
    /** How often the password was replaced; absent: never. */
    replaced?: number;
  }>;

/** `replaced` tells whether the password that was right still is, see `stillHolds`. */
export type Checked = Readonly<{ holder: Holder; replaced: number }>;

/** Of private entries, in `$installation`, by login. */
export const ACCOUNT = 'account';
const KIND = ACCOUNT;
/** A login whose command died before its event is free again after this while. */
const RESERVED_MS = 60_000;

/**
 * Logins with their passwords, unique in the installation. A login is first reserved here and becomes an account by
 * `account.opened` on the person's stream: until then nobody can sign in with it, and a reservation left behind lapses.
 */
@Injectable()
export class Accounts {
  constructor(
    private readonly secrets: PrivateStore,
    private readonly streams: Streams,
    private readonly credentials: Credentials,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `open`, which appends `account.opened`, with the login reserved. Repeating it with the same holder goes on where it
   * stopped, and leaves the password of an account that is already open as it is. Throws RuleViolation `account.login-taken`,
   * `password.is-login`.
   */
  async withLogin<T>(login: string, password: string | null, holder: Holder, open: () => Promise<T>): Promise<T> {
    const key = loginKey(login);
    if (password !== null) this.mustBeGood(login, password);
    const mine = await this.reserve(key, password, holder);
    try {
      return await open();
    } catch (error) {
      // Refused means that nothing was appended; of any other error that is not known, so the reservation lapses by itself.
      if (mine && error instanceof RuleViolation) await this.secrets.delete(INSTALLATION, KIND, key);
      throw error;
    }
  }

  /** The holder, when login and password are right and the account is open; null otherwise, after the same time. */
  async check(login: string, password: string): Promise<Checked | null> {
    const key = loginKey(login);
    const entry = await this.find(key);
    const account = entry && (await this.standing(entry.account)) === 'open' ? entry.account : null;
    const right = await this.credentials.verify(password, account?.password ?? null);
    if (!right || !account?.password || !entry) return null;
    if (this.credentials.outdated(account.password)) {
      const renewed = { ...account, password: await this.credentials.hash(password) };
      await this.secrets.replace(INSTALLATION, KIND, { ...entry.entry, value: renewed });
    }
    const { accountId, person, tenant } = account;
    return { holder: { accountId, person, tenant }, replaced: account.replaced ?? 0 };
  }

  /** False when password or account were taken away since the check. */
  async stillHolds(login: string, { holder, replaced }: Checked): Promise<boolean> {
    const account = (await this.find(loginKey(login)))?.account;
    const same = account?.accountId === holder.accountId && (account.replaced ?? 0) === replaced;
    return same && (await this.standing(holder)) === 'open';
  }

  /** The holder of an open account, whatever its password; null where there is none. */
  async holderOf(login: string): Promise<(Holder & Readonly<{ hasPassword: boolean }>) | null> {
    const account = (await this.find(loginKey(login)))?.account;
    if (!account || (await this.standing(account)) !== 'open') return null;
    const { accountId, person, tenant, password } = account;
    return { accountId, person, tenant, hasPassword: password !== null };
  }

  /** Throws RuleViolation `account.none`. */
  async loginOf(accountId: string): Promise<string> {
    const all = await this.secrets.list(INSTALLATION, KIND);
    const own = all.find(({ value }) => (value as Account).accountId === accountId);
    if (!own) throw new RuleViolation('account.none');
    return own.key;
  }

  /** Whether the login is taken by another account than the one that comes with it. */
  async isAnothers(login: string, coming: unknown): Promise<boolean> {
    const known = (await this.find(login))?.account;
    if (!known || known.accountId === (coming as Account).accountId) return false;
    const lapsed = this.clock.now().getTime() - Date.parse(known.reservedAt) > RESERVED_MS;
    return !lapsed || (await this.standing(known)) !== 'reserved';
  }

  /** Throws RuleViolation `password.is-login`. */
  mustBeGood(login: string, password: string): void {
    if (loginKey(password) === loginKey(login)) throw new RuleViolation('password.is-login');
  }

  /** Throws RuleViolation `password.is-login`, `account.none`. */
  async replacePassword(login: string, password: string): Promise<void> {
    const key = loginKey(login);
    this.mustBeGood(login, password);
    const hashed = await this.credentials.hash(password);
    for (;;) {
      const found = await this.find(key);
      if (!found) throw new RuleViolation('account.none');
      const value: Account = { ...found.account, password: hashed, replaced: (found.account.replaced ?? 0) + 1 };
      // Lost against a renewal of the old hash: once more.
      if (await this.secrets.replace(INSTALLATION, KIND, { ...found.entry, value })) return;
    }
  }

  /** Answers whether this call reserved it (and not one before it). */
  private async reserve(key: string, password: string | null, holder: Holder): Promise<boolean> {
    const now = this.clock.now();
    const hashed = password === null ? null : await this.credentials.hash(password);
    const account: Account = { ...holder, password: hashed, reservedAt: now.toISOString() };
    if (await this.secrets.create(INSTALLATION, KIND, key, account)) return true;
    const taken = await this.find(key);
    if (!taken) throw new RuleViolation('account.login-taken');
    const own = taken.account.accountId === holder.accountId;
    const standing = await this.standing(taken.account);
    if (own && standing !== 'reserved') return false;
    const lapsed = now.getTime() - Date.parse(taken.account.reservedAt) > RESERVED_MS;
    const mayTake = own || (standing === 'reserved' && lapsed);
    if (mayTake && (await this.secrets.replace(INSTALLATION, KIND, { ...taken.entry, value: account }))) return !own;
    throw new RuleViolation('account.login-taken');
  }

  private async find(key: string): Promise<{ entry: Entry; account: Account } | null> {
    const entry = await this.secrets.get(INSTALLATION, KIND, key);
    return entry && { entry, account: entry.value as Account };
  }

  /** The login of a closed account stays taken. */
  private async standing({ tenant, person, accountId }: Holder): Promise<'reserved' | 'open' | 'closed'> {
    const { state } = await this.streams.load(personAggregate, personStream(tenant, person));
    if (state.status === 'unknown') return 'reserved';
    if (state.accountId === accountId) return 'open';
    return state.closedAccounts.includes(accountId) ? 'closed' : 'reserved';
  }
}

/** Whose tenant's such an entry is. */
export const tenantOfAccount = (value: unknown): string => (value as Account).tenant;

/** However it is typed, it is the same login. */
export const loginKey = (login: string): string => login.trim().normalize('NFKC').toLowerCase();
