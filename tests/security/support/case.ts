import type { Sent } from './http';
import type { Stock } from './stock';
import type { Place, PlaceKey, Role } from './town';

/** The owner's request for one operation. It is right: sent by its owner it succeeds. */
export type Case = Readonly<{
  as: Role;
  /** Of the path. */
  ids?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  file?: Sent;
  /** Other tenants that may see it too. */
  shared?: readonly PlaceKey[];
  /** People of the own tenant whose posts don't allow it: 403. Default: one without any post. */
  refused?: readonly Role[];
  /** People of the own tenant for whom it does not exist: of other units. */
  unseen?: readonly Role[];
}>;

export type Build = (place: Place, stock: Stock) => Promise<Case>;

/** `where`: whose request it is; the same can be built for another tenant of that kind. */
export type Entry = Readonly<{ where: 'agency' | 'office'; title: string; build: Build }>;
export type Cases = Readonly<Record<string, readonly [Entry, ...Entry[]]>>;

/** What an agency asks. */
export const agency = (build: Build, title = ''): [Entry] => [{ where: 'agency', title, build }];
/** What only an office can ask. */
export const office = (build: Build, title = ''): [Entry] => [{ where: 'office', title, build }];
