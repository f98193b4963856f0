/** A fact holds from a day, and is known from the day it was recorded. */
export type Fact<T> = Readonly<{ value: T; validFrom: string; recordedOn: string }>;
export type Tree = 'line' | 'district';

/** The model's own idea of an organisation and where it hangs. */
export type Unit = {
  readonly id: string;
  readonly tenant: string;
  /** null: the tenant's own organisation; then `above` is the office's, or null at the very top. */
  readonly root: boolean;
  readonly above: string | null;
  readonly founded: string;
  readonly recordedOn: string;
  readonly names: Fact<string>[];
  readonly line: Fact<string>[];
  readonly district: Fact<string>[];
  closedOn: string | null;
};

/** Among what was known by `asOf`, what held on a day: of several from one day the one recorded last; before the first, the first. */
export function held<T>(facts: readonly Fact<T>[], on: string, asOf: string): T | null {
  const known = facts.filter(({ recordedOn }) => recordedOn <= asOf);
  return (latest(known, on) ?? known[0])?.value ?? null;
}

function latest<T>(facts: readonly Fact<T>[], on: string): Fact<T> | null {
  let best: Fact<T> | null = null;
  for (const fact of facts)
    if (fact.validFrom <= on && (best === null || fact.validFrom >= best.validFrom)) best = fact;
  return best;
}

/** What is so on that day already is not recorded again. */
export function record<T>(facts: Fact<T>[], fact: Fact<T>): void {
  if (latest(facts, fact.validFrom)?.value !== fact.value) facts.push(fact);
}

export function aboveOf(unit: Unit, tree: Tree, on: string, asOf: string): string | null {
  if (unit.root) return unit.above;
  const there = tree === 'district' ? held(unit.district, on, asOf) : null;
  return there ?? held(unit.line, on, asOf);
}

/** The unit and all above it; null: they go round in a ring. */
export function chain(
  units: ReadonlyMap<string, Unit>,
  from: string,
  ...[tree, on, asOf]: [Tree, string, string]
): string[] | null {
  const passed: string[] = [];
  for (let at: string | null = from; at !== null;) {
    if (passed.includes(at)) return null;
    passed.push(at);
    const unit = units.get(at);
    at = unit && unit.recordedOn <= asOf ? aboveOf(unit, tree, on, asOf) : null;
  }
  return passed;
}
