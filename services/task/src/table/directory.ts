import { isHeldOn, isOpenOn, nameOn, type OrganisationEntry, type PersonEntry } from '@chuangwen/platform';

export type Candidate = Readonly<{ id: string; name: string }>;
export type Kind = 'unit' | 'person';

/** `taken`: exactly one is meant. Otherwise those it may be; none: nobody is called that. */
export type Resolved = Readonly<{ taken: string }> | Readonly<{ candidates: readonly Candidate[] }>;

const plain = (name: string): string => name.normalize('NFKC').replace(/\s/g, '');

/**
 * Names of a tenant's units and people on a day, so that each is told apart: of two with one name each is shown with where it
 * belongs, 陈思远（运输管理科）, and if that is the same too, with the end of the telephone number.
 */
export class Directory {
  private readonly units: ReadonlyMap<string, string>;
  private readonly people: ReadonlyMap<string, string>;
  private readonly today = { unit: new Set<string>(), person: new Set<string>() };
  /** Everything that somebody may write for one of them. */
  private readonly written = { unit: new Map<string, Set<string>>(), person: new Map<string, Set<string>>() };

  constructor(organisations: readonly OrganisationEntry[], persons: readonly PersonEntry[], today: string) {
    const names = new Map(organisations.map((unit) => [unit.organisationId, nameOn(unit, today, today)]));
    const nameOfUnit = (id: string | null | undefined) => names.get(id ?? '') ?? '';
    this.units = shown(
      organisations.map((unit) => ({
        id: unit.organisationId,
        name: nameOfUnit(unit.organisationId),
        marks: [nameOfUnit(unit.places.at(-1)?.parent)],
      })),
    );
    this.people = shown(
      persons.map((person) => {
        const unit = nameOfUnit(person.appointments.at(-1)?.organisationId);
        const tail = person.telephone?.replace(/\D/g, '').slice(-4) ?? '';
        return { id: person.personId, name: person.name, marks: [unit, tail && `${unit}，尾号${tail}`] };
      }),
    );
    for (const unit of organisations) {
      if (!isOpenOn(unit, today)) continue;
      const { organisationId: id } = unit;
      // Under an earlier name too: tables live long.
      for (const name of [this.nameOf('unit', id) ?? '', ...unit.names.map((one) => one.name)])
        this.write('unit', name, id);
    }
    for (const { personId, name, appointments } of persons) {
      const posts = appointments.filter((held) => isHeldOn(held, today));
      if (posts.length === 0) continue;
      const places = posts.map(({ organisationId }) => `${name}（${nameOfUnit(organisationId)}）`);
      for (const written of [this.nameOf('person', personId) ?? '', name, ...places])
        this.write('person', written, personId);
    }
  }

  /** As a table shows it, also of who is no longer there; null where nobody ever was. */
  nameOf(kind: Kind, id: string): string | null {
    return (kind === 'unit' ? this.units : this.people).get(id) ?? null;
  }

  /** Whether work can be given to it today. */
  has(kind: Kind, id: string): boolean {
    return this.today[kind].has(id);
  }

  resolve(kind: Kind, text: string): Resolved {
    const ids = [...(this.written[kind].get(plain(text)) ?? [])];
    if (ids.length === 1) return { taken: ids[0]! };
    return { candidates: ids.length > 1 ? this.listed(kind, ids) : this.near(kind, text) };
  }

  /** Whoever's name holds what is written, or is held by it. */
  private near(kind: Kind, text: string): Candidate[] {
    const bare = (name: string) => name.replace(/\([^()]*\)$/, '');
    const asked = bare(plain(text));
    const near = (name: string) => name !== '' && (name.includes(asked) || asked.includes(name));
    const ids = [...this.written[kind]].filter(([name]) => near(bare(name))).flatMap(([, of]) => [...of]);
    return this.listed(kind, [...new Set(ids)].slice(0, 5));
  }

  private listed(kind: Kind, ids: readonly string[]): Candidate[] {
    return ids.map((id) => ({ id, name: this.nameOf(kind, id) ?? '' })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  private write(kind: Kind, name: string, id: string): void {
    this.today[kind].add(id);
    const key = plain(name);
    if (key !== '') this.written[kind].set(key, (this.written[kind].get(key) ?? new Set()).add(id));
  }
}

type Entry = Readonly<{ id: string; name: string; marks: readonly string[] }>;

/** Each with the least that tells it apart from the others. */
function shown(entries: readonly Entry[]): Map<string, string> {
  const forms = entries.map((entry) => [
    entry.name,
    ...entry.marks.filter((mark) => mark !== '').map((mark) => `${entry.name}（${mark}）`),
  ]);
  const counts = new Map<string, number>();
  for (const list of forms) for (const form of new Set(list)) counts.set(form, (counts.get(form) ?? 0) + 1);
  return new Map(
    entries.map(({ id }, i) => {
      const list = forms[i] ?? [];
      return [id, list.find((form) => counts.get(form) === 1) ?? list.at(-1) ?? ''];
    }),
  );
}
