import type {
  NewEvent,
  TaskAccepted,
  TaskAssigned,
  TaskOpened,
  TaskReturned,
  TaskSubmitted,
} from '@chuangwen/contracts';
import { newId, uuidFrom, type EventCodec } from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { inParallel } from '../parallel';
import { DAYS } from './notice';
import { Seeded } from './seeded';

export type Agency = Readonly<{ tenant: string; root: string; units: readonly string[]; planId: string }>;
export type Measure = Readonly<Pick<TaskOpened['data'], 'item' | 'phase' | 'deadline'>>;

type Told = Readonly<{ day: number; event: TaskOpened | TaskAssigned | TaskSubmitted | TaskReturned | TaskAccepted }>;

/** Appends under way at once: they share the flush of the disk. */
const TOGETHER = 256;
const DAY = 24 * 3600_000;

/**
 * What so many units did with each measure over the last 120 days, written as an imported history (origin `import`): the same
 * events that the commands make, with the days on which they would have been recorded. Returns how many events.
 */
export async function writeHistory(
  { ports, codec }: Readonly<{ ports: ServicePorts; codec: EventCodec }>,
  campaignId: string,
  agencies: readonly Agency[],
  measures: readonly Measure[],
  seed: number,
  onAgency: (done: number, events: number) => void,
): Promise<number> {
  const midnight = Math.floor(Date.now() / DAY) * DAY;
  let [events, done] = [0, 0];
  for (const [n, agency] of agencies.entries()) {
    const random = new Seeded(seed + n);
    const tasks = agency.units.flatMap((unit) => measures.map((measure) => ({ unit, measure })));
    await inParallel(TOGETHER, tasks, async ({ unit, measure }) => {
      const taskId = uuidFrom(agency.planId, measure.item.itemId, unit);
      const told = taskHistory(taskId, campaignId, agency, unit, measure, random);
      const encoded = await Promise.all(
        told.map(({ day, event }) => envelope(agency.tenant, event, midnight - (DAYS - day) * DAY)),
      );
      await ports.events.append(
        { tenant: agency.tenant, stream: `task-${taskId}` },
        { expectedVersion: 0, events: encoded, receipt: null },
      );
      events += told.length;
    });
    done += 1;
    onAgency(done, events);
  }
  return events;

  async function envelope(tenant: string, event: Told['event'], at: number): Promise<NewEvent> {
    const [id, commandId] = [newId(), newId()];
    return {
      id,
      ...(await codec.encode(tenant, id, event)),
      audience: [],
      recordedAt: new Date(at).toISOString(),
      effectiveOn: null,
      actor: { kind: 'system', id: 'demo-city' },
      commandId,
      correlationId: commandId,
      causationId: commandId,
      origin: 'import',
    };
  }
}

/** Opened in the first weeks; most are assigned, two thirds submitted, most of these accepted, some after a return. */
export function taskHistory(
  taskId: string,
  campaignId: string,
  { planId, root }: Pick<Agency, 'planId' | 'root'>,
  unit: string,
  { item, phase, deadline }: Measure,
  random: Seeded,
): Told[] {
  let day = random.below(20);
  const told: Told[] = [];
  const later = (within: number, event: Told['event']) => {
    day += random.below(within);
    if (day < DAYS) told.push({ day, event });
  };
  const { itemId, number, title } = item;
  later(1, {
    type: 'task.opened',
    data: {
      taskId,
      campaignId,
      planId,
      organisationId: root,
      item,
      measure: { itemId, number, title },
      phase,
      deadline,
      responsible: null,
    },
  });
  if (random.chance(8)) return told;
  later(10, {
    type: 'task.assigned',
    data: { taskId, leadUnit: unit, jointUnits: [], personId: null, leaderId: null },
  });
  if (random.chance(30)) return told;
  later(90, { type: 'task.submitted', data: { taskId, note: '已按要求完成。' } });
  if (random.chance(10)) {
    later(8, { type: 'task.returned', data: { taskId, items: [{ item: 'report', reason: '请补充完成数量。' }] } });
    later(8, { type: 'task.submitted', data: { taskId, note: '已补充。' } });
  }
  if (random.chance(80)) later(10, { type: 'task.accepted', data: { taskId, note: null } });
  return told;
}
