import { readTables } from '@chuangwen/documents';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import {
  Clock,
  dayOf,
  InjectView,
  organisationsView,
  peopleView,
  permit,
  sha256Hex,
  Streams,
  ViewReader,
  type Caller,
  type OrganisationEntry,
  type PersonEntry,
  type TableFile,
  type TenantEntry,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { layoutsView, type Layout } from '../projections/layouts';
import { placeIn, type TaskDocument } from '../projections/task-document';
import { PastTasks } from '../queries/past-tasks';
import { PlanPlaces } from '../queries/plan-places';
import { TasksInSight } from '../queries/tasks-in-sight';
import { allowed, taskAggregate, taskStream } from '../task/aggregate';
import { taskIdIn } from './cells';
import type { Choices } from './choices';
import { layoutOf, type TableColumn } from './columns';
import { Directory } from './directory';
import { fateOf, type Fate } from './fate';
import { rowKey } from './known';
import { inOrder } from './order';
import { readTable, type ReadTable } from './read';

export type Judged = Readonly<{ sha256: string; table: ReadTable; fates: readonly Fate[] }>;

/** Decomposition tables out and in, from this service's own views; nothing here writes. */
@Injectable()
export class Tables {
  constructor(
    readonly sight: TasksInSight,
    private readonly past: PastTasks,
    readonly places: PlanPlaces,
    private readonly streams: Streams,
    private readonly clock: Clock,
    @InjectView(layoutsView) readonly layouts: ViewReader<Layout>,
    @InjectView(organisationsView) private readonly organisations: ViewReader<OrganisationEntry | TenantEntry>,
    @InjectView(peopleView) private readonly people: ViewReader<PersonEntry>,
  ) {}

  /** By the names of `day`; without it, of today. */
  async directoryOf(tenant: string, day?: string): Promise<Directory> {
    const entries = await this.organisations.find(tenant, { index: 'is', value: 'organisation' });
    const organisations = entries.filter((entry) => entry.is === 'organisation');
    const people = await this.people.find(tenant);
    return new Directory(organisations, people, day ?? dayOf(this.clock.now()));
  }

  /** The campaign's tasks in the caller's sight that count in it, in the order of its plans. */
  async tasksOf(caller: Caller, campaignId: string, asOf?: string): Promise<TaskDocument[]> {
    const found = await this.sight.of(caller, campaignId, asOf);
    const places = await this.places.of(caller.tenant, campaignId);
    return found
      .filter((task) => task.situation !== 'withdrawn' && placeIn(task, campaignId) !== null)
      .sort(inOrder(campaignId, places));
  }

  /** Throws NotFound for a campaign that the caller sees no task of, whether it is somebody’s or nobody’s. */
  async mustHaveTasks(caller: Caller, campaignId: string): Promise<void> {
    if ((await this.sight.of(caller, campaignId, undefined)).length === 0) throw new NotFound('campaign');
  }

  async columnsOf(tenant: string, campaignId: string, tasks: readonly TaskDocument[]): Promise<TableColumn[]> {
    const layout = await this.layouts.get(tenant, campaignId);
    const extras = [...new Set(tasks.flatMap(({ details }) => details.extra.map(({ title }) => title)))];
    return layoutOf(layout?.columns ?? null, extras);
  }

  /**
   * What would become of each row. `looked`: the hash of the file that was looked at before. Throws RuleViolation
   * `table.other-file`; `document.*`, `table.*` for a file that is no such table.
   */
  async judged(
    caller: Caller,
    campaignId: string,
    file: TableFile,
    choices: Choices,
    looked?: string,
  ): Promise<Judged> {
    permit(caller, 'task.read');
    await this.mustHaveTasks(caller, campaignId);
    const { bytes, name } = await file.read();
    const sha256 = sha256Hex(bytes);
    if (looked !== undefined && sha256 !== looked) throw new RuleViolation('table.other-file');
    const table = readTable(await readTables(bytes, name, { for: caller.tenant, signal: caller.gone }));
    const tasks = await this.tasksOf(caller, campaignId);
    const directory = await this.directoryOf(caller.tenant);
    const bases = await this.basesOf(caller.tenant, table);
    const baseOf = (taskId: string, version: number) => bases.get(`${taskId}#${version}`) ?? null;
    const fates: Fate[] = [];
    const seen = new Map<string, string>();
    for (const row of table.rows) {
      const fate = once(fateOf(row, { campaignId, tasks, directory, choices, baseOf }), seen);
      fates.push(await this.asDecided(caller, fate));
    }
    return { sha256, table, fates };
  }

  /** What the rules and the policy would say to it now. */
  private async asDecided(caller: Caller, fate: Fate): Promise<Fate> {
    if (fate.fate !== 'changed' && fate.fate !== 'new') return fate;
    const { plan, changes: _changes, fate: _fate, ...told } = fate;
    try {
      await this.acting(caller, fate);
      const { state } = await this.streams.load(taskAggregate, taskStream(caller.tenant, plan.taskId));
      taskAggregate.decider.decide(state, { is: 'take-row', add: plan.add, steps: plan.steps });
      return fate;
    } catch (error) {
      if (error instanceof RuleViolation) return { ...told, fate: 'refused', violation: error };
      throw error;
    }
  }

  /** In whose right a row is taken. Throws RuleViolation `policy.not-permitted`. */
  acting(caller: Caller, { plan, fate }: Extract<Fate, { plan: unknown }>): Promise<Caller> {
    const root = caller.principal ? [caller.principal.root] : [];
    if (fate === 'new')
      return Promise.resolve().then(() => permit(caller, 'task.assign', plan.organisationId, ...root));
    return allowed(this.streams, caller, plan.taskId, 'task.assign');
  }

  /** The tasks as they were when the table went out, by id and version. */
  private async basesOf(tenant: string, { rows }: ReadTable): Promise<Map<string, TaskDocument>> {
    const bases = new Map<string, TaskDocument>();
    for (const { cells } of rows) {
      const id = taskIdIn(cells.taskId ?? '');
      if (!id || id.version === null) continue;
      const base = await this.past.atVersion(tenant, id.taskId, id.version);
      if (base) bases.set(`${id.taskId}#${id.version}`, base);
    }
    return bases;
  }
}

/** A second row for one task would undo the first. */
function once(fate: Fate, seen: Map<string, string>): Fate {
  if (fate.taskId === null || fate.fate === 'skipped') return fate;
  const before = seen.get(fate.taskId);
  seen.set(fate.taskId, before ?? rowKey(fate));
  if (before === undefined) return fate;
  const { sheet, row, title, taskId, notes } = fate;
  const violation = new RuleViolation('table.row-twice', { row: before });
  return { sheet, row, title, taskId, notes, fate: 'refused', violation };
}
