import { plusDays } from '../model/days';
import { aboveOf, record } from '../model/tree';
import { isOpen, type Liaison, type Person, type Place, type Tenant, type World } from '../world';
import type { Step } from './step';

export const PASSWORD = '桐泽演示-2026';
const MAX_UNITS = 12;
const MAX_TENANTS = 5;

type Founded = Readonly<{ id: string; organisation: string; administrator: string }>;

/** The first office, with its administrator, who is its clerk too. */
export async function foundOffice(world: World): Promise<void> {
  const token = await world.on((plant) => plant.setUpToken());
  const [name, login] = ['桐泽市文明办', 'wenmingban'];
  const office = { name, level: 'city', validFrom: plusDays(world.today, -700) };
  const body = { token, office, administrator: { name: '陈静', login, password: PASSWORD } };
  const reply = await world.ask({ as: null, method: 'POST', url: '/api/identity/setup', body });
  if (reply.status >= 300) throw new Error(`no office: ${reply.text}`);
  const { answer } = JSON.parse(reply.text) as { answer: Founded };
  await makeTenant(world, name, answer, null, login, office.validFrom);
}

/** An agency right below the first office; `validFrom` in the past. */
export async function registerAgency(world: World): Promise<Tenant> {
  const { clerk } = world.office;
  const name = world.fresh('桐泽市第') + '局';
  const login = world.fresh('agency');
  const validFrom = plusDays(world.today, -world.dice.between(200, 600));
  const administrator = { name: '沈志远', login, password: PASSWORD };
  const body = { name, kind: 'agency', validFrom, administrator };
  const { answer } = await world.done<Founded>(clerk, '/api/identity/tenants', body, { once: true });
  await world.done(clerk, `/api/identity/tenants/${answer.id}/verification`);
  const tenant = await makeTenant(world, name, answer, world.office, login, validFrom);
  // A post of its own: an administrator alone does not work on tasks.
  await world.done(tenant.clerk, `/api/identity/people/${answer.administrator}/appointments`, {
    organisation: tenant.root,
    post: 'clerk',
    validFrom,
  });
  return tenant;
}

async function makeTenant(
  world: World,
  name: string,
  { id, organisation }: Founded,
  office: Tenant | null,
  login: string,
  founded: string,
): Promise<Tenant> {
  const { today } = world;
  const holder = await world.on((plant) => plant.signIn(world.at, login, PASSWORD));
  const tenant = { name, id, root: organisation, office, places: [] } as Omit<Tenant, 'clerk'>;
  const made: Tenant = Object.assign(tenant, { clerk: null as unknown as Person });
  made.clerk = { label: name, holder, tenant: made };
  world.tenants.push(made);
  world.units.set(organisation, {
    ...{ id: organisation, tenant: id, root: true, above: office?.root ?? null, founded, recordedOn: today },
    ...{ names: [{ value: name, validFrom: founded, recordedOn: today }], line: [], district: [], closedOn: null },
  });
  return made;
}

/** A unit below the tenant's own organisation or one of its units, with a liaison who can sign in. */
export async function foundUnit(world: World, tenant: Tenant): Promise<Place> {
  const { dice, today } = world;
  const above = dice.maybe(tenant.places.filter((place) => isOpen(place, today)));
  const parent = above && dice.oneIn(3) ? above.unit : world.units.get(tenant.root)!;
  const late = dice.oneIn(2) ? plusDays(today, -dice.between(1, 60)) : today;
  const validFrom = late < parent.founded ? parent.founded : late;
  const name = world.fresh(`${tenant.name}下属`) + '站';
  const body = { name, kind: 'unit', parent: parent.id, validFrom };
  const { answer } = await world.done<{ id: string }>(tenant.clerk, '/api/identity/organisations', body);
  const place: Place = {
    name,
    liaison: null,
    unit: {
      ...{ id: answer.id, tenant: tenant.id, root: false, above: null, founded: validFrom, recordedOn: today },
      names: [{ value: name, validFrom, recordedOn: today }],
      line: [{ value: parent.id, validFrom, recordedOn: today }],
      district: [],
      closedOn: null,
    },
  };
  tenant.places.push(place);
  world.units.set(answer.id, place.unit);
  place.liaison = await newLiaison(world, tenant, place);
  return place;
}

async function newLiaison(world: World, tenant: Tenant, { unit, name }: Place): Promise<Liaison> {
  const { today } = world;
  const login = world.fresh('liaison');
  const body = {
    name: world.dice.one(['陆知秋', '顾明哲', '江晚晴', '钟岳', '孟书瑶']),
    appointments: [{ organisation: unit.id, post: 'liaison' }],
    account: { login, password: PASSWORD },
  };
  const url = '/api/identity/people';
  const { answer } = await world.done<{ appointments: string[] }>(tenant.clerk, url, body, { once: true });
  const holder = await world.on((plant) => plant.signIn(world.at, login, PASSWORD));
  const person = { label: `liaison of ${name}`, holder, tenant };
  return { person, appointment: answer.appointments[0]!, from: today, to: null };
}

/** Today, or entered late, or ahead of time. */
const effective = ({ dice, today }: World): string =>
  dice.one([
    today,
    plusDays(today, -dice.between(1, 30)),
    plusDays(today, -dice.between(30, 120)),
    plusDays(today, dice.between(1, 30)),
  ]);

const someOpen = (
  world: World,
  fits: (place: Place) => boolean = () => true,
): { tenant: Tenant; place: Place } | undefined =>
  world.dice.maybe(
    world.tenants.flatMap((tenant) =>
      tenant.places.filter((place) => place.unit.closedOn === null && fits(place)).map((place) => ({ tenant, place })),
    ),
  );

export const organisationSteps: readonly Step[] = [
  {
    name: 'register an agency',
    weight: 1,
    async run(world) {
      return world.tenants.length >= MAX_TENANTS ? null : (await registerAgency(world)).name;
    },
  },
  {
    name: 'found a unit',
    weight: 3,
    async run(world) {
      const tenant = world.dice.one(world.tenants);
      const count = world.tenants.reduce((sum, { places }) => sum + places.length, 0);
      return count >= MAX_UNITS ? null : (await foundUnit(world, tenant)).name;
    },
  },
  {
    name: 'rename a unit',
    weight: 3,
    async run(world) {
      const found = someOpen(world);
      if (!found) return null;
      const { tenant, place } = found;
      const { unit } = place;
      const [name, validFrom] = [world.fresh('更名站'), effective(world)];
      const expected = validFrom < unit.founded ? ['organisation.before-founding'] : 'done';
      const url = `/api/identity/organisations/${unit.id}/name`;
      const renamed = await world.command(tenant.clerk, url, { name, validFrom }, expected);
      if (renamed) record(unit.names, { value: name, validFrom, recordedOn: world.today });
      return `${place.name} is called ${name} from ${validFrom}`;
    },
  },
  {
    name: 'move a unit',
    weight: 12,
    async run(world) {
      // Rather one that has something to do: it takes its figures along.
      const busy = new Set(world.tasks.map(({ leadUnit }) => leadUnit));
      const found = world.dice.oneIn(3) ? someOpen(world) : someOpen(world, ({ unit }) => busy.has(unit.id));
      if (!found) return null;
      const { tenant, place } = found;
      const { unit } = place;
      const tree = world.dice.one(['line', 'line', 'district'] as const);
      const others = tenant.places.filter((other) => other !== place && other.unit.closedOn === null);
      const now = aboveOf(unit, tree, world.today, world.today);
      const elsewhere = [tenant.root, ...others.map((other) => other.unit.id)].filter((id) => id !== now);
      const parent = world.dice.maybe(elsewhere);
      if (parent === undefined) return null;
      const validFrom = effective(world);
      const url = `/api/identity/organisations/${unit.id}/place`;
      const moved = await world.command(tenant.clerk, url, { parent, tree, validFrom }, 'either');
      if (moved) record(unit[tree], { value: parent, validFrom, recordedOn: world.today });
      return `${place.name} hangs under ${parent} on the ${tree} tree from ${validFrom}${moved ? '' : ': refused'}`;
    },
  },
  {
    name: 'close or split a unit',
    weight: 2,
    async run(world) {
      const found = someOpen(world);
      if (!found) return null;
      const { tenant, place } = found;
      const validTo = world.dice.one([world.today, plusDays(world.today, -world.dice.between(1, 20))]);
      const heirs = tenant.places.filter((other) => other !== place && other.unit.closedOn === null);
      const successors = heirs.length > 0 ? world.dice.some(heirs, 2).map(({ unit }) => unit.id) : [];
      const body = { validTo, reason: '机构改革', successors };
      const url = `/api/identity/organisations/${place.unit.id}/closure`;
      if (await world.command(tenant.clerk, url, body, 'either')) place.unit.closedOn = validTo;
      return `${place.name} is closed on ${validTo}, ${successors.length} go on`;
    },
  },
  {
    name: 'hand over a post',
    weight: 2,
    async run(world) {
      const { dice, today } = world;
      const found = someOpen(world);
      if (!found?.place.liaison || found.place.liaison.to !== null) return null;
      const { tenant, place } = found;
      const before = found.place.liaison;
      const validTo = plusDays(today, dice.one([0, -1]));
      if (validTo < before.from) return null;
      const { person: old } = before.person.holder;
      const next = await newLiaison(world, tenant, place);
      const url = `/api/identity/people/${old}/appointments/${before.appointment}/end`;
      await world.done(tenant.clerk, url, { validTo, successor: next.person.holder.person });
      before.to = validTo;
      place.liaison = next;
      return `${place.name} has another liaison`;
    },
  },
];
