import type { ProofKind } from '@chuangwen/contracts';
import { InjectView, ViewReader, type Caller } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { whole, type KeptTask } from '../projections/kept-task';
import { ledgerView, type LedgerEntry, type Use } from '../projections/ledger';
import { peopleOf, unitsOf, type Evidence, type TaskDocument } from '../projections/task-document';
import { tasksView } from '../projections/tasks';
import { taskInSight } from '../task/aggregate';

/** A proof with the uses that the caller may see; `elsewhere`: how many more tasks of the tenant use it. */
export type ProofInSight = Readonly<{
  entry: LedgerEntry;
  looks: ProofKind;
  uses: readonly Readonly<{ use: Use; task: TaskDocument; removed: Evidence['removed'] }>[];
  elsewhere: number;
}>;

/** The tenant's evidence ledger, as far as the caller may see it: a proof is in sight with one of the tasks that use it. */
@Injectable()
export class Ledger {
  constructor(
    @InjectView(ledgerView) readonly entries: ViewReader<LedgerEntry>,
    @InjectView(tasksView) readonly tasks: ViewReader<KeptTask>,
  ) {}

  /** null: nobody has attached it, or not where the caller can see it. */
  async one(caller: Caller, proofId: string): Promise<ProofInSight | null> {
    const entry = await this.entries.get(caller.tenant, proofId);
    return entry ? ((await this.inSight(caller, [entry]))[0] ?? null) : null;
  }

  /** Read whole, since people search by words that no index may hold. */
  async all(caller: Caller): Promise<ProofInSight[]> {
    return this.inSight(caller, await this.entries.find(caller.tenant, { index: 'used', value: 'yes' }));
  }

  async tasksInSight(caller: Caller, ids: readonly string[]): Promise<TaskDocument[]> {
    const found = await this.tasks.many(caller.tenant, [...new Set(ids)]);
    const tasks = found.filter((kept) => kept !== null).map(whole);
    return tasks.filter((task) => taskInSight(caller, unitsOf(task), peopleOf(task)));
  }

  private async inSight(caller: Caller, entries: readonly LedgerEntry[]): Promise<ProofInSight[]> {
    const ids = entries.flatMap(({ uses }) => uses.map(({ taskId }) => taskId));
    const seen = new Map((await this.tasksInSight(caller, ids)).map((task) => [task.taskId, task]));
    return entries.flatMap((entry) => {
      const uses = entry.uses.flatMap((use) => {
        const task = seen.get(use.taskId);
        const proof = task?.evidence.find(({ evidenceId }) => evidenceId === use.evidenceId);
        return task && proof ? [{ use, task, removed: proof.removed, looks: proof.looks }] : [];
      });
      const [first] = uses;
      const all = new Set(entry.uses.map(({ taskId }) => taskId)).size;
      const here = new Set(uses.map(({ use }) => use.taskId)).size;
      return first ? [{ entry, looks: first.looks, uses, elsewhere: all - here }] : [];
    });
  }
}
