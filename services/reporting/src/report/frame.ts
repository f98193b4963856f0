import { chainOf, type Unit } from './tree';

/** A tree of units, made ready to sum up on: by number, each above before those below it. */
export type Frame = Readonly<{
  ids: readonly string[];
  names: readonly (string | null)[];
  /** By number: the unit above; −1 at the top. */
  above: Int32Array;
  numberOf: ReadonlyMap<string, number>;
  /** By number: those right below, by name. */
  below: readonly (readonly number[])[];
  tops: readonly number[];
  /** From the tops down: every number after that of the unit above. */
  downward: Int32Array;
  /** How many units stand on each level. */
  widths: readonly number[];
  /** Tenants some of whose units do not hang below the tenant's own organisation. */
  scattered: ReadonlySet<string>;
}>;

const NOBODY: readonly number[] = [];

/** `owners`: by organisation, the tenants whose unit it is. */
export function frameOf(
  units: ReadonlyMap<string, Unit>,
  owners: ReadonlyMap<string, readonly string[]>,
  rootOf: ReadonlyMap<string, string>,
): Frame {
  const list = [...units.values()].sort(byName);
  const numberOf = new Map(list.map(({ id }, number) => [id, number]));
  const above = new Int32Array(list.length).fill(-1);
  const below: number[][] = list.map(() => NOBODY as number[]);
  const tops: number[] = [];
  for (const [number, unit] of list.entries()) {
    const over = unit.above === null ? undefined : numberOf.get(unit.above);
    if (over === undefined) tops.push(number);
    else {
      above[number] = over;
      if (below[over] === NOBODY) below[over] = [number];
      else below[over]!.push(number);
    }
  }
  const downward = new Int32Array(list.length);
  let [read, written] = [0, 0];
  for (const top of tops) downward[written++] = top;
  while (read < written) for (const number of below[downward[read++]!]!) downward[written++] = number;
  const scattered = new Set<string>();
  for (const [organisation, tenants] of owners)
    for (const tenant of tenants) {
      const root = rootOf.get(tenant);
      if (root !== undefined && !scattered.has(tenant) && !chainOf(units, organisation, root).includes(root))
        scattered.add(tenant);
    }
  const [ids, names] = [list.map(({ id }) => id), list.map(({ name }) => name)];
  const widths = widthsOf(tops, below);
  return { ids, names, above, numberOf, below, tops, downward, widths, scattered };
}

export const byName = (a: Unit, b: Unit): number => {
  const [left, right] = [`${a.name ?? '\uffff'}\0${a.id}`, `${b.name ?? '\uffff'}\0${b.id}`];
  return left < right ? -1 : 1;
};

/** The unit and all below it. */
export function within({ numberOf, below }: Frame, id: string): Set<number> {
  const start = numberOf.get(id);
  const found = new Set<number>(start === undefined ? [] : [start]);
  for (const number of found) for (const one of below[number]!) found.add(one);
  return found;
}

function widthsOf(tops: readonly number[], below: Frame['below']): number[] {
  const widths: number[] = [];
  for (let level = tops; level.length > 0; level = level.flatMap((number) => below[number]!)) widths.push(level.length);
  return widths;
}

/** How many levels fit into so many rows, from a unit (null: the top) down; two at least. null: all of them do. */
export function levelsWithin(frame: Frame, under: string | null, rows: number): number | null {
  const widths = under === null ? frame.widths : widthsOf([frame.numberOf.get(under) ?? []].flat(), frame.below);
  let count = 0;
  for (const [levels, width] of widths.entries()) {
    count += width;
    if (count > rows && levels >= 2) return levels;
  }
  return null;
}
