import type { Unit } from './model/tree';
import type { Leaf, Task } from './model/tasks';
import type { Dice } from './dice';
import { Killed } from './far-plant';
import { shanghaiDay } from './model/days';
import type { Ask, Holder, Plant, Reply } from './plant';
import type { Plants } from './plants';

/** Somebody who acts. */
export type Person = Readonly<{ label: string; holder: Holder; tenant: Tenant }>;

/** A post that somebody holds at a unit. */
export type Liaison = {
  readonly person: Person;
  readonly appointment: string;
  readonly from: string;
  to: string | null;
};
export type Place = { readonly unit: Unit; readonly name: string; liaison: Liaison | null };

export type Tenant = {
  readonly name: string;
  readonly id: string;
  readonly root: string;
  readonly office: Tenant | null;
  /** Administrator and clerk in one. */
  clerk: Person;
  readonly places: Place[];
};

export type Campaign = {
  readonly id: string;
  readonly title: string;
  readonly lead: Tenant;
  readonly notice: string | null;
  readonly opened: string;
  withdrawn: boolean;
};

export type Plan = {
  readonly id: string;
  readonly campaign: Campaign;
  readonly tenant: Tenant;
  /** The organisation whose plan it is, and how it hangs in the model. */
  readonly organisation: string;
  readonly parent: Plan | null;
  readonly children: Plan[];
  situation: 'drafting' | 'submitted' | 'returned' | 'approved' | 'withdrawn';
  /** It may have items of its own. */
  edited: boolean;
  inForce: readonly Leaf[] | null;
  before: readonly Leaf[] | null;
  readonly tasks: Map<string, Task>;
  readonly added: Task[];
};

export type Report = {
  readonly id: string;
  readonly owner: Tenant;
  readonly by: Person;
  /** null: nobody who is played. */
  readonly to: Person | null;
  situation: 'drafting' | 'submitted' | 'returned' | 'withdrawn' | 'accepted' | 'locked';
  submissions: number;
};

export type Answer = {
  readonly id: string;
  readonly tenant: Tenant;
  readonly by: Person;
  status: 'none' | 'submitted' | 'returned' | 'accepted';
  value: number;
  rowId: string | null;
  firstOn: string | null;
};
export type Request = {
  readonly id: string;
  readonly asker: Tenant;
  readonly issuedOn: string;
  deadline: string;
  readonly answers: Answer[];
  withdrawn: boolean;
};

/** A command as it was sent, with what it was answered. */
export type Sent = Readonly<{ ask: Ask; reply: Reply }>;

export class Wrong extends Error {
  override readonly name = 'Wrong';
}

/** What a command may come to: done, either, or refused with one of these codes (`not-found`, `policy.not-permitted`, …). */
export type Expected = 'done' | 'either' | readonly string[];
export type Outcome<A> = Readonly<{ answer: A; version: number; token: string }>;
type More = Readonly<{ ifMatch?: number; file?: Ask['file']; /** It can't be repeated byte for byte. */ once?: true }>;

/** Everything the simulation knows: the platform, whom it has made there, and the time. */
export class World {
  readonly tenants: Tenant[] = [];
  readonly campaigns: Campaign[] = [];
  readonly plans: Plan[] = [];
  readonly tasks: Task[] = [];
  readonly reports: Report[] = [];
  readonly requests: Request[] = [];
  readonly units = new Map<string, Unit>();
  readonly sent: Sent[] = [];
  /** What has happened in the step so far; the failure tells it. */
  log: string[] = [];
  private plant: Plant | null = null;
  private commands = 0;
  private names = 0;

  constructor(
    readonly seed: number,
    readonly dice: Dice,
    readonly plants: Plants,
    /** What the clock says (ms). */
    public at: number,
  ) {}

  get today(): string {
    return shanghaiDay(this.at);
  }

  get office(): Tenant {
    return this.tenants[0]!;
  }

  /** A word that nobody else has. */
  fresh(word: string): string {
    this.names += 1;
    return `${word}${this.names}`;
  }

  /** What was killed meanwhile is opened again, and asked again. */
  async on<T>(work: (plant: Plant) => Promise<T>): Promise<T> {
    for (let deaths = 0; ; deaths += 1) {
      this.plant ??= await this.plants.open(this.at);
      try {
        return await work(this.plant);
      } catch (error) {
        if (!(error instanceof Killed) || deaths > 20) throw error;
        this.log.push('killed');
        this.plant = null;
      }
    }
  }

  async restart(): Promise<void> {
    await this.close();
    this.plant = await this.plants.open(this.at);
  }

  async close(): Promise<void> {
    const plant = this.plant;
    this.plant = null;
    await plant?.close();
  }

  ask(ask: Ask): Promise<Reply> {
    return this.on((plant) => plant.ask(this.at, ask));
  }

  /** The `data` of a query. Throws Wrong when it is refused. */
  async get<T>(by: Person, url: string): Promise<T> {
    const { status, text } = await this.ask({ as: by.holder, method: 'GET', url });
    if (status !== 200) throw new Wrong(`${by.label} asks ${url}: ${status} ${text.slice(0, 300)}`);
    return (JSON.parse(text) as { data: T }).data;
  }

  /** Sends a command under an id of its own. null: it was refused, as it might be. Throws Wrong when it may not be as it is. */
  async command<A = null>(
    by: Person,
    url: string,
    body: unknown,
    expected: Expected,
    { ifMatch, file, once }: More = {},
  ): Promise<Outcome<A> | null> {
    this.commands += 1;
    const key = `sim-${this.seed}-${this.commands}-command`;
    const match: Record<string, string> = ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` };
    const headers = { 'idempotency-key': key, ...match };
    const ask: Ask = { as: by.holder, method: 'POST', url, headers, ...(file ? { file } : { body }) };
    const reply = await this.ask(ask);
    const { status, text } = reply;
    this.log.push(`${by.label} POST ${url} ${JSON.stringify(body).slice(0, 200)} -> ${status}`);
    const said = `${by.label} POST ${url} ${JSON.stringify(body).slice(0, 400)}: ${status} ${text.slice(0, 400)}`;
    if (status >= 500) throw new Wrong(said);
    if (status < 300) {
      if (expected !== 'done' && expected !== 'either')
        throw new Wrong(`done, and should be refused (${expected.join(', ')}): ${said}`);
      if (!once && !file && text !== '') this.sent.push({ ask, reply });
      return (text === '' ? {} : JSON.parse(text)) as Outcome<A>;
    }
    const { code } = JSON.parse(text) as { code: string };
    if (expected === 'done') throw new Wrong(`refused, and should be done: ${said}`);
    if (expected !== 'either' && !expected.includes(code))
      throw new Wrong(`refused otherwise than expected (${expected.join(', ')}): ${said}`);
    this.log.push(`  ${code}`);
    return null;
  }

  /** A command that can only be done. */
  async done<A = null>(by: Person, url: string, body: unknown = {}, more: More = {}): Promise<Outcome<A>> {
    return (await this.command<A>(by, url, body, 'done', more))!;
  }

  /** Every view and workflow has heard of everything, and none of them choked on it. */
  async settle(): Promise<void> {
    const parked = await this.on((plant) => plant.settle());
    if (parked.length > 0) throw new Wrong(`parked: ${parked.join('; ')}`);
  }
}

export const isOpen = ({ unit }: Place, today: string): boolean => unit.closedOn === null || today <= unit.closedOn;

/** The liaison of a unit, if there is one who may act today. */
export function acting(place: Place, today: string): Person | null {
  const { liaison } = place;
  if (!liaison || !isOpen(place, today) || today < liaison.from) return null;
  return liaison.to === null || today <= liaison.to ? liaison.person : null;
}
