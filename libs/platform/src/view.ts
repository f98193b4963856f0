import type { DomainEvent } from '@chuangwen/kernel';
import type { Recorded } from './codec';

/** A document of the view: in the partition of the event's tenant unless another of its audience is named. */
export type Target = string | Readonly<{ id: string; tenant: string }>;

/** What a document adds to the counters now; whole numbers. The projector records new − old per recorded day. */
export type Contribution = Readonly<{ group: string; key: string; values: Readonly<Record<string, number>> }>;

type Routes<E extends DomainEvent> = {
  readonly [T in E['type']]?: (event: Recorded<Extract<E, { type: T }>>) => Target | readonly Target[];
};

/**
 * A view in one file: which documents an event touches, and how they change. Pure; never asks a clock or another document,
 * so streams may arrive in any order and a rebuild gives the same bytes.
 */
export type View<Doc extends object = object> = Readonly<{
  /** Another one (`plans@2`) when documents get another shape: the view is then built from the beginning. */
  name: string;
  /** Names that it had: what stands under them is dropped at the start. */
  formerly?: readonly string[];
  /** Services whose events it hears. */
  topics: readonly string[];
  route: Readonly<Record<string, unknown>>;
  /** null in: there is no document yet; null out: there is none any more. */
  evolve(document: Doc | null, event: Recorded, id: string): Doc | null;
  /** Index name → the values under which the document is found. */
  index?(document: Doc): Readonly<Record<string, string | readonly string[]>>;
  /** Must depend on events of one stream only. */
  contributions?(document: Doc): readonly Contribution[];
  /**
   * The recorded day on which the document's last change counts; without it, the event's own. A view that keeps its days in
   * stream order stays right when a clock went backwards over midnight.
   */
  countedOn?(document: Doc): string;
  /** Aggregates that an office may read across the tenants it oversees. Absent: never across. */
  readableByOverseers?: true;
}>;

type ViewOf<Doc extends object, E extends DomainEvent> = Omit<View<Doc>, 'route' | 'evolve'> &
  Readonly<{
    route: Routes<E>;
    evolve(document: Doc | null, event: Recorded<E>, id: string): Doc | null;
  }>;

/** Holds document and events to their types while a view is written. */
export const defineView = <Doc extends object, E extends DomainEvent>(view: ViewOf<Doc, E>): View<Doc> =>
  view as unknown as View<Doc>;
