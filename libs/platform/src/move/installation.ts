import { INSTALLATION, type StreamRef } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { KindEntry } from '@chuangwen/ports';
import type { ServiceRuntime } from '../service-runtime';
import type { MovingTenant } from './records';

/** What one that arrives must fit in with; `history`: what its streams of the register say. */
export type Arriving = MovingTenant & Readonly<{ history: readonly DomainEvent[] }>;

/** Where a tenant is to stand, as whoever runs the installation says. `under`: id or name of an office here. */
export type Placement = Readonly<{ under: string; as: 'agency' | null }>;

/** Stands for all tenants where one is being taken in. */
export const EVERYTHING = '*';

/** What of a move only the service that registers tenants can say. */
export abstract class TenantRegister {
  /** By its id, or by what it is called today. Throws RuleViolation `tenant.none-called`, `tenant.several-called`. */
  abstract find(idOrName: string): Promise<MovingTenant>;
  abstract all(): AsyncIterable<MovingTenant>;
  /** The streams of `$installation` that speak of it. */
  abstract streamsOf(tenant: string): readonly StreamRef[];
  /** Throws the RuleViolation that stands in its way; nothing is written. */
  abstract mayCome(tenant: Arriving, placement: Placement | null): Promise<void>;
  /** Another tenant's entry that is in the way of this one, by its key; null when it may come. */
  abstract inTheWay(entry: Pick<KindEntry, 'kind' | 'key' | 'value'>): Promise<string | null>;
  /** When it resolves, nobody of the tenant signs in or does anything until `arrived`; the same file may begin again. */
  abstract arriving(tenant: string, file: string): Promise<void>;
  /** The file that is being taken in; null: none. */
  abstract arrivingFrom(tenant: string): Promise<string | null>;
  abstract arrived(tenant: string): Promise<void>;
  /** Harmless when it stands there already. */
  abstract place(tenant: string, placement: Placement, cause: string): Promise<void>;
}

/** One of an installation's services, and how it lets go of what it remembers of streams. */
export type MovingService = Readonly<{ name: string; runtime: ServiceRuntime; forget(): void }>;

/** As a move sees it, whatever keeps its data. `register` is told by the service of that name. */
export type Installation = Readonly<{
  services: readonly MovingService[];
  register: TenantRegister;
  registerService: string;
  now(): Date;
}>;

/** What goes along: one tenant with its streams of the register, or all there is. */
export type Scope = Readonly<{ tenant: string | null; register: readonly StreamRef[] }>;

export const isRegister = ({ tenant }: StreamRef): boolean => tenant === INSTALLATION;

/** Nothing was ever recorded, nor is there any event for its views to hear. */
export async function isEmpty({ services }: Installation): Promise<boolean> {
  for (const { name, runtime } of services) {
    for await (const _ref of runtime.ports.events.streams()) return false;
    if ((await runtime.ports.feed.ends([name])).some(({ next }) => next > 0)) return false;
  }
  return true;
}

export const serviceOf = ({ services }: Installation, name: string): MovingService => {
  const found = services.find((service) => service.name === name);
  if (!found) throw new Error(`no service ${name}`);
  return found;
};

/** Streams of a service that go along; those of the register come by themselves, after all others. */
export async function* ownStreams(
  { name, runtime }: MovingService,
  { registerService }: Installation,
  scope: Scope,
  register: boolean,
): AsyncGenerator<StreamRef> {
  const { events } = runtime.ports;
  if (register && name !== registerService) return;
  if (scope.tenant !== null) return yield* register ? scope.register : events.streams(scope.tenant);
  if (register) return yield* events.streams(INSTALLATION);
  for await (const ref of events.streams()) if (!isRegister(ref)) yield ref;
}

/** The tenants whose keys, files and entries go along. */
export async function tenantsOf(installation: Installation, scope: Scope): Promise<string[]> {
  if (scope.tenant !== null) return [scope.tenant];
  const found = new Set<string>();
  for (const { runtime } of installation.services)
    for await (const { tenant } of runtime.ports.events.streams()) found.add(tenant);
  return [...found].sort();
}
