import type { Book, BookRow } from './book';
import { contactOf, nameFault } from './cells';
import {
  WANTED,
  type Above,
  type Choices,
  type Fate,
  type KnownAgency,
  type KnownBook,
  type KnownUnit,
  type RowFate,
} from './fate';
import { levelOf } from './office-level';
import { couldAbbreviate, looseKey, placeOf } from './words';

/** No office has more levels below it; it also bounds the walk upwards. */
const DEEPEST = 50;

/** What becomes of each row. Pure; a book of n rows among m agencies takes n + m steps (a doubt looks through those of one first character). */
export function fatesOf(book: Book, known: KnownBook, choices: Choices): RowFate[] {
  return new Fates(book, known, choices).all();
}

/** The known agencies under which the book hangs something. */
export function parentsNamed(book: Book, known: Omit<KnownBook, 'units'>): KnownAgency[] {
  const place = placeOf(known.office.name);
  const byKey = indexed(known.agencies, place);
  const named = book.rows.flatMap(({ parent }) => (parent === '' ? [] : (byKey.get(looseKey(parent, place)) ?? [])));
  return [...new Set(named)];
}

function indexed<T extends { names: readonly string[] }>(all: readonly T[], place: string): Map<string, T> {
  const byKey = new Map<string, T>();
  for (const one of all)
    for (const name of one.names) {
      const key = looseKey(name, place);
      if (key !== '' && !byKey.has(key)) byKey.set(key, one);
    }
  return byKey;
}

class Fates {
  private readonly place: string;
  private readonly own: string;
  private readonly agencies: Map<string, KnownAgency>;
  private readonly byFirst: Map<string, (readonly [string, KnownAgency])[]>;
  private readonly units: Map<string, KnownUnit[]>;
  /** Rows by the loose key of their name and their short name. */
  private readonly rows = new Map<string, BookRow[]>();
  private readonly done = new Map<number, RowFate>();
  private readonly onTheWay = new Set<number>();
  private readonly seen = new Map<string, BookRow>();

  constructor(
    private readonly book: Book,
    private readonly known: KnownBook,
    private readonly choices: Choices,
  ) {
    this.place = placeOf(known.office.name);
    this.own = looseKey(known.office.name, this.place);
    this.agencies = indexed(known.agencies, this.place);
    this.byFirst = Map.groupBy([...this.agencies], ([key]) => key[0] ?? '');
    this.units = Map.groupBy(known.units, ({ names }) => looseKey(names[0] ?? '', this.place));
    for (const row of book.rows)
      for (const key of new Set([this.key(row.name), this.key(row.shortName)]))
        if (key !== '') this.rows.set(key, [...(this.rows.get(key) ?? []), row]);
  }

  all(): RowFate[] {
    return this.book.rows.map((row) => this.fate(row));
  }

  private key = (name: string): string => looseKey(name, this.place);

  /** Each row once; the one above is looked at first. */
  private fate(row: BookRow): RowFate {
    const before = this.done.get(row.row);
    if (before) return before;
    if (this.onTheWay.has(row.row)) return this.fated(row, 'cycle');
    if (this.onTheWay.size >= DEEPEST) return this.fated(row, 'parent-refused');
    this.onTheWay.add(row.row);
    const fate = this.decided(row);
    this.onTheWay.delete(row.row);
    this.done.set(row.row, fate);
    return fate;
  }

  private decided(row: BookRow): RowFate {
    if (this.choices.left.has(row.row)) return this.fated(row, 'left-out');
    if (row.name === '') return this.fated(row, 'no-name');
    const fault = nameFault(row.name);
    if (fault) return this.fated(row, fault);
    const key = this.key(row.name);
    if (key === this.own) return this.fated(row, 'there', { of: this.known.office.name });
    const there =
      this.agencies.get(key) ?? (row.shortName === '' ? undefined : this.agencies.get(this.key(row.shortName)));
    if (there) return this.standing(row, there);
    const parent = this.key(row.parent);
    if (row.parent === '' || parent === this.own) return this.agency(row);
    if (parent === key) return this.fated(row, 'cycle', { of: row.name, ofRow: row.row });
    return this.unit(row, parent);
  }

  private standing(row: BookRow, known: KnownAgency): RowFate {
    const again = this.again(`agency ${known.tenantId}`, row);
    if (again) return again;
    const { contact } = contactOf(row);
    const adds = this.choices.accounts && contact !== null && !known.managed;
    return this.fated(row, adds ? 'contact-added' : 'there', { of: known.names[0] ?? null, known, stands: known });
  }

  private agency(row: BookRow): RowFate {
    const again = this.again(`agency ${this.key(row.name)}`, row);
    if (again) return again;
    const key = this.key(row.name);
    const like = this.choices.taken.has(row.row)
      ? undefined
      : this.byFirst.get(key[0] ?? '')?.find(([other]) => couldAbbreviate(key, other) || couldAbbreviate(other, key));
    if (like) return this.fated(row, 'perhaps-there', { of: like[1].names[0] ?? null, known: like[1] });
    const level = levelOf(row, this.place, this.known.office.level);
    return this.fated(row, level ? 'new-office' : 'new-agency', { level });
  }

  private unit(row: BookRow, parent: string): RowFate {
    const known = this.agencies.get(parent);
    if (known)
      return this.under(row, { tenantId: known.tenantId, organisationId: known.organisationId }, known.names[0] ?? '');
    const rows = this.rows.get(parent) ?? [];
    const above =
      rows.find((one) => this.key(one.parent) === '' || this.key(one.parent) === this.own) ??
      (rows.length === 1 ? rows[0] : undefined);
    if (above) {
      const fate = this.fate(above);
      if (fate.fate === 'cycle' && (above.row === row.row || this.onTheWay.has(above.row) || this.leadsTo(above, row)))
        return this.fated(row, 'cycle', { of: above.name, ofRow: above.row });
      if (fate.stands) return this.under(row, fate.stands, above.name);
      if (!WANTED.has(fate.fate)) return this.fated(row, 'parent-refused', { of: above.name, ofRow: above.row });
      return this.under(row, { row: above.row }, above.name);
    }
    const units = this.units.get(parent) ?? [];
    const [only] = units;
    if (only && units.length === 1)
      return this.under(row, { tenantId: only.tenantId, organisationId: only.organisationId }, only.names[0] ?? '');
    if (this.choices.taken.has(row.row)) return this.agency(row);
    return this.fated(row, 'unknown-parent', { of: row.parent });
  }

  /** Whether the rows above this one come back to it. */
  private leadsTo(from: BookRow, to: BookRow): boolean {
    const passed = new Set<number>();
    for (let at: BookRow | undefined = from; at && !passed.has(at.row) && passed.size < DEEPEST;) {
      passed.add(at.row);
      const above: BookRow | undefined = this.rows.get(this.key(at.parent))?.[0];
      if (above?.row === to.row) return true;
      at = above;
    }
    return false;
  }

  private under(row: BookRow, above: Above, of: string): RowFate {
    const at = 'row' in above ? `row ${above.row}` : above.organisationId;
    const again = this.again(`${at} ${this.key(row.name)}`, row);
    if (again) return again;
    const key = this.key(row.name);
    const there = 'row' in above ? undefined : this.units.get(key)?.find(({ tenantId }) => tenantId === above.tenantId);
    if (there) return this.fated(row, 'there', { of: there.names[0] ?? null, stands: there });
    return this.fated(row, 'new-unit', { above, of });
  }

  /** The same name a second time in the file. */
  private again(key: string, row: BookRow): RowFate | null {
    const first = this.seen.get(key);
    if (first && first.row !== row.row) return this.fated(row, 'duplicate', { of: first.name, ofRow: first.row });
    this.seen.set(key, row);
    return null;
  }

  private fated(entry: BookRow, fate: Fate, more: Partial<RowFate> = {}): RowFate {
    const wanted = WANTED.has(fate);
    const { contact, warnings } = contactOf(entry);
    const told = wanted ? { contact, warnings } : { contact: null, warnings: [] };
    return {
      row: entry.row,
      fate,
      entry,
      of: null,
      ofRow: null,
      above: null,
      known: null,
      stands: null,
      level: null,
      ...told,
      ...more,
    };
  }
}
