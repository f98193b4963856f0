import type {
  OrganisationClosed,
  OrganisationDescribed,
  OrganisationFounded,
  OrganisationMoved,
  OrganisationRenamed,
  StreamRef,
} from '@chuangwen/contracts';
import { RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';
import { nameKey } from '../address-book/words';
import { lastBy } from './dated';
import type { Known, Tree } from './known';
import { childrenAfter, cycleOn } from './tree';

export type OrganisationEvent =
  OrganisationFounded | OrganisationRenamed | OrganisationMoved | OrganisationClosed | OrganisationDescribed;

/** What it is otherwise known by. */
export type About = Omit<OrganisationDescribed['data'], 'organisationId'>;
export type Organisation = { status: 'unknown' } | Known;

/** Other organisations come with the command as they are now: the decider asks nobody. `all`: of the tenant. */
export type OrganisationCommand =
  | { type: 'found'; founding: OrganisationFounded['data']; parent: Known | null; about?: About; beside?: Beside }
  | { type: 'rename'; name: string; validFrom: string }
  | { type: 'move'; tree: Tree; parent: Known; validFrom: string; all: readonly Known[] }
  | { type: 'close'; validTo: string; reason: string; successors: readonly Known[]; all: readonly Known[] };

/** Whom it must not be called the same as. */
type Beside = Readonly<{ all: readonly Known[]; today: string }>;

const initialState = (): Organisation => ({ status: 'unknown' });

function evolve(organisation: Organisation, event: OrganisationEvent): Organisation {
  if (event.type === 'organisation.founded') {
    const { organisationId, kind, name, tree, parent, validFrom } = event.data;
    const places = [{ tree, parent, validFrom }];
    return { status: 'open', organisationId, kind, founded: validFrom, names: [{ name, validFrom }], places };
  }
  if (organisation.status === 'unknown') return organisation;
  switch (event.type) {
    case 'organisation.renamed': {
      const { name, validFrom } = event.data;
      return { ...organisation, names: [...organisation.names, { name, validFrom }] };
    }
    case 'organisation.moved': {
      const { tree, parent, validFrom } = event.data;
      return { ...organisation, places: [...organisation.places, { tree, parent, validFrom }] };
    }
    case 'organisation.closed':
      return { ...organisation, status: 'closed', validTo: event.data.validTo };
    case 'organisation.described':
      return organisation;
  }
}

function decide(organisation: Organisation, command: OrganisationCommand): OrganisationEvent[] {
  if (command.type === 'found') return found(organisation, command);
  if (organisation.status === 'unknown') throw new RuleViolation('organisation.unknown');
  if (command.type === 'close') return close(organisation, command);
  if (organisation.status === 'closed') throw new RuleViolation('organisation.closed', { day: organisation.validTo });
  if (command.validFrom < organisation.founded)
    throw new RuleViolation('organisation.before-founding', { day: organisation.founded });
  return command.type === 'rename' ? rename(organisation, command) : move(organisation, command);
}

type Of<T extends OrganisationCommand['type']> = Extract<OrganisationCommand, { type: T }>;

function found(organisation: Organisation, { founding, parent, about, beside }: Of<'found'>): OrganisationEvent[] {
  if (organisation.status !== 'unknown') {
    if (organisation.kind === founding.kind && organisation.names[0]?.name === founding.name) return [];
    throw new RuleViolation('organisation.exists');
  }
  if (!founding.name.trim()) throw new RuleViolation('organisation.name-empty');
  if ((founding.kind === 'root') !== (parent === null)) throw new RuleViolation('organisation.parent-missing');
  if (parent) mayTakeChild(parent, founding.validFrom);
  const same = beside && namesake(founding, beside);
  if (same) throw new RuleViolation('organisation.there-already', { name: same });
  const { organisationId } = founding;
  const known = about && Object.values(about).some((value) => value !== null);
  return [
    { type: 'organisation.founded', data: founding },
    ...(known ? [{ type: 'organisation.described' as const, data: { organisationId, ...about } }] : []),
  ];
}

/** What one is called that hangs in the same place, and is open once both are there; null: none is called so. */
function namesake(
  { organisationId, name, tree, parent, validFrom }: OrganisationFounded['data'],
  { all, today }: Beside,
): string | null {
  const key = nameKey(name);
  for (const one of all) {
    const day = [validFrom, today, one.founded].sort().at(-1)!;
    if (one.organisationId === organisationId || (one.status === 'closed' && one.validTo < day)) continue;
    const called = lastBy(one.names, day)?.name ?? '';
    const places = one.places.filter((place) => place.tree === tree);
    if (nameKey(called) === key && lastBy(places, day)?.parent === parent) return called;
  }
  return null;
}

function rename(organisation: Known, { name, validFrom }: Of<'rename'>): OrganisationEvent[] {
  if (!name.trim()) throw new RuleViolation('organisation.name-empty');
  if (lastBy(organisation.names, validFrom)?.name === name) return [];
  const { organisationId } = organisation;
  return [{ type: 'organisation.renamed', data: { organisationId, name, validFrom } }];
}

function move(organisation: Known, { tree, parent, validFrom, all }: Of<'move'>): OrganisationEvent[] {
  const { organisationId, kind, places } = organisation;
  if (kind === 'root') throw new RuleViolation('organisation.root');
  const now = lastBy(
    places.filter((place) => place.tree === tree),
    validFrom,
  );
  if (now?.parent === parent.organisationId) return [];
  mayTakeChild(parent, validFrom);
  const day = cycleOn(all, organisationId, { tree, parent: parent.organisationId, validFrom });
  if (day) throw new RuleViolation('organisation.cycle', { day });
  return [{ type: 'organisation.moved', data: { organisationId, tree, parent: parent.organisationId, validFrom } }];
}

function close(organisation: Known, { validTo, reason, successors, all }: Of<'close'>): OrganisationEvent[] {
  if (organisation.kind === 'root') throw new RuleViolation('organisation.root');
  if (organisation.status === 'closed') {
    if (organisation.validTo === validTo) return [];
    throw new RuleViolation('organisation.closed', { day: organisation.validTo });
  }
  if (validTo < organisation.founded)
    throw new RuleViolation('organisation.before-founding', { day: organisation.founded });
  const { organisationId } = organisation;
  if (successors.some((s) => s.organisationId === organisationId || (s.status === 'closed' && s.validTo <= validTo)))
    throw new RuleViolation('organisation.successor-closed');
  const children = childrenAfter(all, organisationId, validTo).length;
  if (children > 0) throw new RuleViolation('organisation.has-children', { count: children });
  const ids = successors.map((successor) => successor.organisationId);
  return [{ type: 'organisation.closed', data: { organisationId, validTo, successors: ids, reason } }];
}

function mayTakeChild(parent: Known, from: string): void {
  if (parent.status === 'closed') throw new RuleViolation('organisation.parent-closed', { day: parent.validTo });
  if (from < parent.founded) throw new RuleViolation('organisation.before-parent', { day: parent.founded });
}

export const organisationDecider: Decider<Organisation, OrganisationCommand, OrganisationEvent> = {
  initialState,
  evolve,
  decide,
};

/** Stream `organisation-ID` of its tenant. */
export const organisationAggregate: Aggregate<Organisation, OrganisationCommand, OrganisationEvent> = {
  kind: 'organisation@1',
  decider: organisationDecider,
  effectiveOn: ({ type, data }) => {
    if (type === 'organisation.described') return null;
    return type === 'organisation.closed' ? data.validTo : data.validFrom;
  },
};

export const organisationStream = (tenant: string, id: string): StreamRef => ({ tenant, stream: `organisation-${id}` });
