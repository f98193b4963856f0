import type { Level } from '../tenant/tenant';
import type { BookRow } from './book';
import type { Contact } from './cells';

/** What stands already, as the office knows it. `names`: today's, and the short one. */
export type KnownAgency = Readonly<{
  tenantId: string;
  organisationId: string;
  names: readonly string[];
  /** Somebody can sign in and manage it. */
  managed: boolean;
}>;
export type KnownUnit = Readonly<{ tenantId: string; organisationId: string; names: readonly string[] }>;
export type KnownBook = Readonly<{
  office: Readonly<{ name: string; level: Level | null; organisationId: string }>;
  agencies: readonly KnownAgency[];
  /** Of the agencies that the book names as somebody's parent. */
  units: readonly KnownUnit[];
}>;

/** `left`: rows not wanted. `taken`: rows to be registered as agencies in spite of a doubt. */
export type Choices = Readonly<{ accounts: boolean; left: ReadonlySet<number>; taken: ReadonlySet<number> }>;

export const FATES = [
  'new-agency',
  'new-office',
  'new-unit',
  'contact-added',
  'there',
  'perhaps-there',
  'duplicate',
  'unknown-parent',
  'parent-refused',
  'cycle',
  'no-name',
  'too-long',
  'bad-name',
  'left-out',
] as const;
export type Fate = (typeof FATES)[number];
export const WANTED: ReadonlySet<Fate> = new Set(['new-agency', 'new-office', 'new-unit', 'contact-added']);

/** Where a unit hangs: another row of the book, or what stands already. */
export type Above = Readonly<{ row: number }> | Readonly<{ tenantId: string; organisationId: string }>;

export type RowFate = Readonly<{
  row: number;
  fate: Fate;
  entry: BookRow;
  /** What it is the same as, or hangs under: a name, for people to compare. */
  of: string | null;
  ofRow: number | null;
  /** Of a unit. */
  above: Above | null;
  /** Of an agency that stands already. */
  known: KnownAgency | null;
  /** Of what stands already, agency or unit: where. */
  stands: Readonly<{ tenantId: string; organisationId: string }> | null;
  level: Level | null;
  contact: Contact | null;
  warnings: readonly string[];
}>;
