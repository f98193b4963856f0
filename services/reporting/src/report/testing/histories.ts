import type { StoredEvent } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import { dayOf, type Recorded } from '@chuangwen/platform';
import fc from 'fast-check';
import type { Dates } from '../figures';
import { GROUPS } from '../keys';
import type { Tree } from '../tree';

export const TENANTS = ['agency-a', 'agency-b'] as const;
export const DAYS = ['2026-04-01', '2026-04-02', '2026-04-03', '2026-04-04', '2026-04-05', '2026-04-06'] as const;
export const ROOTS = new Map(TENANTS.map((tenant) => [tenant as string, `${tenant}-root`]));

export type Event = Recorded<DomainEvent<string, Record<string, unknown>>>;
type Told = Readonly<{ type: string; data: Record<string, unknown>; day: number }>;

/** One stream of one tenant, recorded in order of its days. */
export function stream(tenant: string, name: string, told: readonly Told[]): Event[] {
  const ordered = [...told].sort((a, b) => a.day - b.day);
  return ordered.map(({ type, data, day }, at) => {
    const recordedAt = `${DAYS[day]}T0${at % 8}:00:00.000Z`;
    const meta = { id: `${name}-${at + 1}`, type, tenant, stream: name, version: at + 1, recordedAt, audience: [] };
    return { type, data, meta: meta as unknown as Omit<StoredEvent, 'data'> };
  });
}

export const unitsOf = (tenant: string) => ['root', 'x', 'y', 'z'].map((unit) => `${tenant}-${unit}`);
const tenant = fc.constantFrom(...TENANTS);
const day = fc.nat({ max: DAYS.length - 1 });
const due = fc.option(fc.constantFrom(...DAYS, '2026-04', '--04-02'), { nil: null });

const phase = fc.option(
  fc.constantFrom('p1', 'p2').map((phaseId) => ({ phaseId, name: phaseId })),
  { nil: null },
);
const measure = fc.constantFrom('m1', 'm2').map((itemId) => ({ itemId, number: null, title: itemId }));
const said = fc.record({ item: fc.constant({ number: null, title: '改写' }), measure, phase });

/** Any order of events after the first: what a wrong program might write must not break the sums either. */
const taskOf = (n: number) =>
  tenant.chain((owner) => {
    const taskId = `task-${n}`;
    const unit = fc.constantFrom(...unitsOf(owner), `${owner}-unheard-of`);
    const at = (type: string, data: fc.Arbitrary<Record<string, unknown>>) =>
      fc.record({ type: fc.constant(type), data, day });
    const opened = fc.record({
      campaignId: fc.constantFrom('c1', 'c1|m1'),
      organisationId: unit,
      deadline: due,
      phase,
      measure,
    });
    const later = fc.oneof(
      at(
        'task.assigned',
        unit.map((leadUnit) => ({ taskId, leadUnit, jointUnits: [], personId: null, leaderId: null })),
      ),
      at(
        'task.deadline-set',
        fc.option(fc.constantFrom(...DAYS), { nil: null }).map((deadline) => ({ taskId, deadline })),
      ),
      ...['task.progress-reported', 'task.submitted', 'task.returned', 'task.accepted', 'task.withdrawn'].map((type) =>
        at(type, fc.constant({ taskId })),
      ),
      at(
        'task.reinstated',
        fc.record({ taskId: fc.constant(taskId), said: fc.option(said, { nil: null }), deadline: due }),
      ),
      at('task.revised', fc.record({ taskId: fc.constant(taskId), said, deadline: due })),
      at(
        'task.shared-with',
        fc.record({
          taskId: fc.constant(taskId),
          campaignId: fc.constantFrom('c1', 'c2'),
          measure,
          phase,
          deadline: due,
        }),
      ),
      at(
        'task.unshared',
        fc.constantFrom('c1', 'c2').map((campaignId) => ({ taskId, campaignId })),
      ),
    );
    return fc.tuple(opened, fc.array(later, { maxLength: 8 })).map(([data, rest]) => {
      const first = { type: 'task.opened', data: { ...data, taskId, item: { number: null, title: taskId } }, day: 0 };
      return stream(owner, taskId, [first, ...rest]);
    });
  });

const organisationOf = (owner: string, unit: string) => {
  const organisationId = `${owner}-${unit}`;
  const root = unit === 'root';
  const founded = {
    type: 'organisation.founded',
    data: {
      organisationId,
      name: organisationId,
      kind: root ? 'root' : 'unit',
      parent: root ? null : `${owner}-root`,
      tree: 'line',
      validFrom: '2020-01-01',
    },
    day: 0,
  };
  const validFrom = fc.constantFrom('2026-03-01', ...DAYS);
  const moved = fc.record({
    type: fc.constant('organisation.moved'),
    day,
    data: fc.record({
      organisationId: fc.constant(organisationId),
      tree: fc.constantFrom('line', 'district'),
      // Of a district, say: also below what is another tenant's.
      parent: fc.constantFrom(...TENANTS.flatMap(unitsOf)),
      validFrom,
    }),
  });
  const renamed = fc.record({
    type: fc.constant('organisation.renamed'),
    day,
    data: fc.record({ organisationId: fc.constant(organisationId), name: fc.constantFrom('甲', '乙'), validFrom }),
  });
  return fc
    .array(root ? renamed : fc.oneof(moved, renamed), { maxLength: 3 })
    .map((rest) => stream(owner, organisationId, [founded, ...rest]));
};

export const histories = fc.record({
  tasks: fc.integer({ min: 0, max: 8 }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => taskOf(i)))),
  organisations: fc.tuple(
    ...TENANTS.flatMap((owner) => ['root', 'x', 'y', 'z'].map((unit) => organisationOf(owner, unit))),
  ),
});
export type History = { tasks: Event[][]; organisations: Event[][] };

export const dates: fc.Arbitrary<Dates> = fc.record({
  asOf: fc.constantFrom(...DAYS),
  period: fc.option(
    fc.record({
      from: fc.option(fc.constantFrom(...DAYS), { nil: null }),
      to: fc.option(fc.constantFrom(...DAYS), { nil: null }),
    }),
    { nil: null },
  ),
});
export const trees = fc.constantFrom<Tree>('line', 'district');
export const groups = fc.constantFrom(...GROUPS);

export const recordedBy = (asOf: string) => (event: Event) => dayOf(event.meta.recordedAt) <= asOf;
