import type { demoCity } from '@chuangwen/standalone';

type Tenant = ReturnType<typeof demoCity>;
type Unit = Tenant['units'][number];

/** All people of a demo city. */
export function everybody({ administrator, people, units, below }: Tenant): Tenant['people'] {
  const inUnits = (list: readonly Unit[]): Tenant['people'] =>
    list.flatMap((unit) => [...unit.people, ...inUnits(unit.below)]);
  return [administrator, ...people, ...inUnits(units), ...below.flatMap(everybody)];
}
