import { OneTimeCodes } from '@chuangwen/identity';
import { newId } from '@chuangwen/platform';
import type { House } from './house';
import type { Sent } from './http';

export const ROLES = ['admin', 'clerk', 'liaison', 'sibling', 'below', 'member', 'postless'] as const;
export type Role = (typeof ROLES)[number];
export type PlaceKey = 'office' | 'district' | 'a' | 'b' | 'village';

export type Person = Readonly<{
  id: string;
  name: string;
  telephone: string;
  login: string;
  password: string;
  session: string;
}>;

/** A tenant with people of every kind. `mark` stands in each of its names, so that it shows wherever it does not belong. */
export type Place = Readonly<{
  key: PlaceKey;
  mark: string;
  tenant: string;
  root: string;
  section: string;
  unit: string;
  /** Beside `unit`. */
  sibling: string;
  /** Below `unit`. */
  below: string;
  people: Readonly<Record<Role, Person>>;
}>;

/** The city's office has two agencies and a district office below it; the district has one agency of its own. */
const MARKS: Readonly<Record<PlaceKey, string>> = {
  office: '银杏',
  district: '紫荆',
  a: '云杉',
  b: '海棠',
  village: '芦苇',
};

type Ids = Readonly<{ id: string; organisation: string; administrator: string }>;
type Draft = Omit<Person, 'id' | 'session'>;

/** Five tenants, set up over the HTTP API as their administrators would. */
export class Town {
  private readonly places = new Map<PlaceKey, Place>();
  /** The one-time token, used. */
  setupToken = '';

  private constructor(private readonly house: House) {}

  static async build(house: House, keys: readonly PlaceKey[] = ['office', 'district', 'a', 'b', 'village']) {
    const town = new Town(house);
    for (const key of keys) await town.settle(key);
    await house.quiet();
    return town;
  }

  at(key: PlaceKey): Place {
    const place = this.places.get(key);
    if (!place) throw new Error(`no ${key} in this town`);
    return place;
  }

  get all(): Place[] {
    return [...this.places.values()];
  }

  /** Right below it: what an office can issue to. */
  under(place: Place): Place {
    return this.at(place.key === 'office' ? 'a' : 'village');
  }

  /** A command that must succeed. */
  async made<A = { id: string }>(session: string, path: string, body: unknown = {}): Promise<A> {
    const { status, body: outcome, text } = await this.house.ask('POST', path, { session, body });
    if (status !== 201) throw new Error(`${path}: ${status} ${text}`);
    return (outcome as { answer: A }).answer;
  }

  async upload(session: string, path: string, file: Sent): Promise<{ id: string }> {
    const { status, body: outcome, text } = await this.house.ask('POST', path, { session, file });
    if (status !== 201) throw new Error(`${path}: ${status} ${text}`);
    return (outcome as { answer: { id: string } }).answer;
  }

  /** A query that must succeed, once everything said before has arrived. */
  async told<T>(session: string, path: string): Promise<T> {
    await this.house.quiet();
    const { status, body, text } = await this.house.ask('GET', path, { session });
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return (body as { data: T }).data;
  }

  /** A one-time code, as an office hands it out on paper. */
  async codeFor(account: string): Promise<string> {
    const codes = this.house.platform.service('identity').app.get(OneTimeCodes);
    return (await codes.issue(account, 1)).code;
  }

  async signIn(login: string, password: string): Promise<string> {
    const { status, body, text } = await this.house.ask('POST', '/api/identity/sessions', {
      body: { login, password },
    });
    if (status !== 201) throw new Error(`sign-in: ${status} ${text}`);
    return (body as { session: string }).session;
  }

  private async settle(key: PlaceKey): Promise<void> {
    const mark = MARKS[key];
    const draft = drafted(key, 'admin');
    const ids = await (key === 'office' ? this.setUp(draft) : this.register(key, draft));
    const session = await this.signIn(draft.login, draft.password);
    const organisation = async (what: string, kind: string, parent: string) =>
      (await this.made(session, '/api/identity/organisations', { name: `${mark}${what}`, kind, parent })).id;
    const section = await organisation('科', 'section', ids.organisation);
    const unit = await organisation('中心', 'unit', ids.organisation);
    const sibling = await organisation('所', 'unit', ids.organisation);
    const below = await organisation('班', 'unit', unit);
    const posts = {
      clerk: { organisation: ids.organisation, post: 'clerk' },
      liaison: { organisation: unit, post: 'liaison' },
      sibling: { organisation: sibling, post: 'liaison' },
      below: { organisation: below, post: 'liaison' },
      member: { organisation: section, post: 'member' },
      postless: null,
    };
    const others = Object.entries(posts).map(async ([role, post]) => {
      const person = drafted(key, role as Role);
      return [role, await this.enlist(session, person, post)] as const;
    });
    const people = Object.fromEntries(await Promise.all(others)) as Record<Exclude<Role, 'admin'>, Person>;
    const admin: Person = { ...draft, id: ids.administrator, session };
    const units = { root: ids.organisation, section, unit, sibling, below };
    this.places.set(key, { key, mark, tenant: ids.id, ...units, people: { admin, ...people } });
  }

  private async setUp(administrator: Draft): Promise<Ids> {
    this.setupToken = (await this.house.platform.setupLink.open()) ?? '';
    const body = {
      token: this.setupToken,
      office: { name: `${MARKS.office}市文明办`, level: 'city' },
      administrator,
    };
    const { status, body: outcome, text } = await this.house.ask('POST', '/api/identity/setup', { body });
    if (status !== 201) throw new Error(`setup: ${status} ${text}`);
    return (outcome as { answer: Ids }).answer;
  }

  private async register(key: PlaceKey, administrator: Draft): Promise<Ids> {
    const above = this.at(key === 'village' ? 'district' : 'office').people.admin.session;
    const kind = key === 'district' ? { kind: 'office', level: 'district' } : { kind: 'agency' };
    const ids = await this.made<Ids>(above, '/api/identity/tenants', {
      name: `${MARKS[key]}局`,
      ...kind,
      administrator,
    });
    await this.made(above, `/api/identity/tenants/${ids.id}/verification`);
    return ids;
  }

  private async enlist(
    session: string,
    person: Draft,
    post: { organisation: string; post: string } | null,
  ): Promise<Person> {
    const { name, telephone, login, password } = person;
    const appointments = post ? [post] : [];
    const body = { name, telephone, appointments, account: { login, password } };
    const { id } = await this.made(session, '/api/identity/people', body);
    return { ...person, id, session: await this.signIn(login, password) };
  }
}

function drafted(key: PlaceKey, role: Role): Draft {
  const digits = `${Object.keys(MARKS).indexOf(key)}${ROLES.indexOf(role)}`;
  return {
    name: `${MARKS[key]}${ROLES.indexOf(role)}号`,
    telephone: `0913-77${digits}4266`,
    login: `${key}-${role}`,
    password: `${MARKS[key]}岭上白鹭-${role}-${digits}`,
  };
}

/** A login, or any other name, that nobody has. */
export const unused = (): string => `x${newId().replaceAll('-', '').slice(0, 20)}`;
