import type {
  OrganisationClosed,
  OrganisationDescribed,
  OrganisationFounded,
  OrganisationMoved,
  OrganisationRenamed,
  PersonAppointed,
  PersonRegistered,
  PersonRelieved,
  Post,
  TenantPlaced,
  TenantRegistered,
  TenantVerified,
} from '@chuangwen/contracts';
import { dayOf } from './clock';
import { defineView } from './view';

/** A dated fact, with the day it was recorded: reports as of a day see only what was recorded by then. */
type Dated<T> = Readonly<T & { validFrom: string; recordedOn: string }>;

export type TenantEntry = Readonly<{
  is: 'tenant';
  tenantId: string;
  organisationId: string;
  name: string;
  kind: 'office' | 'agency';
  level: string | null;
  overseers: readonly string[];
  verified: boolean;
  recordedOn: string;
}>;

export type OrganisationEntry = Readonly<{
  is: 'organisation';
  organisationId: string;
  kind: 'root' | 'section' | 'unit';
  names: readonly Dated<{ name: string }>[];
  places: readonly Dated<{ tree: 'line' | 'district'; parent: string | null }>[];
  closed: Readonly<{ validTo: string; successors: readonly string[]; recordedOn: string }> | null;
  /** Absent: nobody described it. */
  about?: Readonly<{ shortName: string | null; code: string | null; category: string | null }>;
}>;

export type PersonEntry = Readonly<{
  personId: string;
  name: string;
  telephone: string | null;
  appointments: readonly Readonly<{
    appointmentId: string;
    organisationId: string;
    post: Post;
    inCharge: readonly string[];
    validFrom: string;
    validTo: string | null;
  }>[];
}>;

type OrganisationEvent =
  | TenantRegistered
  | TenantPlaced
  | TenantVerified
  | OrganisationFounded
  | OrganisationRenamed
  | OrganisationMoved
  | OrganisationClosed
  | OrganisationDescribed;

/**
 * Tenants and organisations as each service hears of them from identity; every service that needs names or trees has this
 * view among its own. Tenants are known to themselves and to the offices above.
 */
export const organisationsView = defineView<TenantEntry | OrganisationEntry, OrganisationEvent>({
  name: 'organisations',
  topics: ['identity'],
  readableByOverseers: true,
  route: {
    'tenant.registered': ({ data, meta }) => meta.audience.map((tenant) => ({ tenant, id: `tenant:${data.tenantId}` })),
    'tenant.placed': ({ data, meta }) => meta.audience.map((tenant) => ({ tenant, id: `tenant:${data.tenantId}` })),
    'tenant.verified': ({ data, meta }) => meta.audience.map((tenant) => ({ tenant, id: `tenant:${data.tenantId}` })),
    'organisation.founded': ({ data }) => data.organisationId,
    'organisation.renamed': ({ data }) => data.organisationId,
    'organisation.moved': ({ data }) => data.organisationId,
    'organisation.closed': ({ data }) => data.organisationId,
    'organisation.described': ({ data }) => data.organisationId,
  },
  evolve(entry, event) {
    const recordedOn = dayOf(event.meta.recordedAt);
    if (event.type === 'tenant.registered') {
      const { again: _said, ...tenant } = event.data;
      return { is: 'tenant', ...tenant, verified: false, recordedOn };
    }
    if (event.type === 'tenant.placed') {
      const { before: _before, ...tenant } = event.data;
      return { is: 'tenant', ...tenant, verified: false, recordedOn: known(entry)?.recordedOn ?? recordedOn };
    }
    if (event.type === 'tenant.verified') return entry?.is === 'tenant' ? { ...entry, verified: true } : entry;
    if (event.type === 'organisation.founded') {
      const { organisationId, kind, name, parent, tree, validFrom } = event.data;
      const dated = { validFrom, recordedOn };
      return {
        is: 'organisation',
        organisationId,
        kind,
        names: [{ name, ...dated }],
        places: [{ tree, parent, ...dated }],
        closed: null,
      };
    }
    if (entry?.is !== 'organisation') return entry;
    switch (event.type) {
      case 'organisation.renamed':
        return {
          ...entry,
          names: [...entry.names, { name: event.data.name, validFrom: event.data.validFrom, recordedOn }],
        };
      case 'organisation.moved': {
        const { tree, parent, validFrom } = event.data;
        return { ...entry, places: [...entry.places, { tree, parent, validFrom, recordedOn }] };
      }
      case 'organisation.closed':
        return { ...entry, closed: { validTo: event.data.validTo, successors: event.data.successors, recordedOn } };
      case 'organisation.described': {
        const { organisationId: _same, ...about } = event.data;
        return { ...entry, about };
      }
    }
  },
  index: (entry) => ({ is: entry.is }),
});

const known = (entry: TenantEntry | OrganisationEntry | null): TenantEntry | null =>
  entry?.is === 'tenant' ? entry : null;

export const peopleView = defineView<PersonEntry, PersonRegistered | PersonAppointed | PersonRelieved>({
  name: 'people',
  topics: ['identity'],
  route: {
    'person.registered': ({ data }) => data.personId,
    'person.appointed': ({ data }) => data.personId,
    'person.relieved': ({ data }) => data.personId,
  },
  evolve(person, event) {
    if (event.type === 'person.registered') return { ...event.data, appointments: [] };
    if (!person) return null;
    if (event.type === 'person.appointed') {
      const { personId: _same, ...appointment } = event.data;
      return { ...person, appointments: [...person.appointments, appointment] };
    }
    const { appointmentId, validTo } = event.data;
    const ended = person.appointments.map((a) => (a.appointmentId === appointmentId ? { ...a, validTo } : a));
    return { ...person, appointments: ended };
  },
  index: (person) => ({ organisation: person.appointments.map((a) => a.organisationId) }),
});

/** The last fact valid on `on` among those recorded by `asOf`; later records of the same day win. */
export function factOn<T>(facts: readonly Dated<T>[], on: string, asOf = '9999-12-31'): Dated<T> | null {
  let found: Dated<T> | null = null;
  for (const fact of facts)
    if (fact.recordedOn <= asOf && fact.validFrom <= on && (!found || fact.validFrom >= found.validFrom)) found = fact;
  return found;
}

export const nameOn = (entry: OrganisationEntry, on: string, asOf?: string): string =>
  (factOn(entry.names, on, asOf) ?? entry.names[0])?.name ?? '';

/** The last day of an organisation, or of an appointment, is still one of its days. */
export const isOpenOn = ({ closed }: Pick<OrganisationEntry, 'closed'>, on: string): boolean =>
  closed === null || on <= closed.validTo;

export const isHeldOn = (
  { validFrom, validTo }: Pick<PersonEntry['appointments'][number], 'validFrom' | 'validTo'>,
  on: string,
): boolean => validFrom <= on && (validTo === null || on <= validTo);

/** The organisation above on a tree and day; null at the root, and where it does not hang on that tree. */
export const parentOn = (
  entry: OrganisationEntry,
  tree: 'line' | 'district',
  on: string,
  asOf?: string,
): string | null =>
  factOn(
    entry.places.filter((place) => place.tree === tree),
    on,
    asOf,
  )?.parent ?? null;
