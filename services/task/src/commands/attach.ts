import { Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { evidenceAggregate, evidenceStream, type Description, type ProofCommand } from '../evidence/evidence';
import type { TaskDocument } from '../projections/task-document';
import { proofRow, type Attached } from '../queries/evidence-shapes';
import { Ledger } from '../queries/ledger';
import { NameFinder } from '../queries/names';
import { onTask } from '../task/aggregate';
import { proofIdOf, type Proof } from '../task/proof';

/** The last steps of attaching, however the proof came: the task has it, the ledger knows its number and day. */
@Injectable()
export class Attaching {
  constructor(
    private readonly streams: Streams,
    private readonly ledger: Ledger,
    private readonly names: NameFinder,
  ) {}

  /** Says whether the tenant had it already, and where, as far as the caller may see it. */
  async attach(
    caller: Caller,
    taskId: string,
    { name, proof, description }: Readonly<{ name: string; proof: Proof; description: Description | null }>,
  ): Promise<Outcome<Attached>> {
    const evidenceId = uuidFrom(caller.commandId, 'evidence');
    const proofId = proofIdOf(caller.tenant, proof);
    const known = await this.known(caller, proofId, evidenceId);
    const command = { is: 'attach-evidence', evidenceId, name, proof } as const;
    // Ids only: the answer is kept with the receipt, which is not sealed.
    const answer = () => ({ id: evidenceId, proofId, known: null, notLookedAt: null });
    const outcome = await onTask(this.streams, caller, taskId, 'task.work', command, answer);
    await this.tell(caller, 'attached', { is: 'attach', proofId, taskId, evidenceId });
    if (description) await this.tell(caller, 'describe', { is: 'describe', proofId, ...description });
    return { ...outcome, answer: { ...outcome.answer, known } };
  }

  private async tell(caller: Caller, step: string, command: ProofCommand): Promise<void> {
    const telling = { ...caller, commandId: uuidFrom(caller.commandId, step) };
    await this.streams.execute(evidenceAggregate, evidenceStream(caller.tenant, command.proofId), command, telling);
  }

  /** From the proof's own stream, and from the ledger, which knows what was attached before proofs had streams. */
  private async known(caller: Caller, proofId: string, evidenceId: string): Promise<Attached['known']> {
    const { state } = await this.streams.load(evidenceAggregate, evidenceStream(caller.tenant, proofId));
    const entry = await this.ledger.entries.get(caller.tenant, proofId);
    const uses = [...state.uses, ...(entry?.uses ?? [])].filter((use) => use.evidenceId !== evidenceId);
    if (uses.length === 0) return null;
    const tasks = await this.ledger.tasksInSight(
      caller,
      uses.map(({ taskId }) => taskId),
    );
    if (tasks.length === 0)
      return {
        'zh-CN': '你单位已有这份材料，用在别的科室的任务里；没有重复保存。',
        en: 'Your organisation has this very proof already, for tasks of other units; it was not stored twice.',
        proof: null,
      };
    const proof = await this.ledger.one(caller, proofId);
    const people = proof?.uses.flatMap(({ use, removed }) => [use.attachedBy, removed?.by ?? '']) ?? [];
    const row = proof && proofRow(proof, await this.names.of(caller.tenant, [], people));
    // Where it was removed again it is not used; where it was removed everywhere, it was once.
    const gone = ({ evidence }: TaskDocument) =>
      evidence.some((one) => one.proofId === proofId && one.removed !== null);
    const standing = tasks.filter((task) => !gone(task));
    const titles = (standing.length > 0 ? standing : tasks).map(({ title }) => title);
    return {
      'zh-CN': `你单位已有这份材料${row ? `：${row.name}` : ''}，用于“${titles.join('”“')}”；没有重复保存。`,
      en: `Your organisation has this very proof already${row ? `: ${row.name}` : ''}, used for “${titles.join('”, “')}”; it was not stored twice.`,
      proof: row,
    };
  }
}
