import { Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { evidenceAggregate, evidenceStream, type Description } from '../evidence/evidence';
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
    const answer = () => ({ id: evidenceId, proofId, known: null });
    const outcome = await onTask(this.streams, caller, taskId, 'task.work', command, answer);
    if (description) await this.describe(caller, proofId, description);
    return { ...outcome, answer: { ...outcome.answer, known } };
  }

  private async describe(caller: Caller, proofId: string, description: Description): Promise<void> {
    const commandId = uuidFrom(caller.commandId, 'describe');
    const describing = { ...caller, commandId };
    const stream = evidenceStream(caller.tenant, proofId);
    await this.streams.execute(evidenceAggregate, stream, { proofId, ...description }, describing);
  }

  private async known(caller: Caller, proofId: string, evidenceId: string): Promise<Attached['known']> {
    const entry = await this.ledger.entries.get(caller.tenant, proofId);
    if (!entry?.uses.some((use) => use.evidenceId !== evidenceId)) return null;
    const proof = await this.ledger.one(caller, proofId);
    if (!proof)
      return {
        'zh-CN': '你单位已有这份材料，用在别的科室的任务里；没有重复保存。',
        en: 'Your organisation has this very proof already, for tasks of other units; it was not stored twice.',
        proof: null,
      };
    const people = proof.uses.flatMap(({ use, removed }) => [use.attachedBy, removed?.by ?? '']);
    const row = proofRow(proof, await this.names.of(caller.tenant, [], people));
    const titles = [...new Set(row.uses.map(({ title }) => title))];
    return {
      'zh-CN': `你单位已有这份材料：${row.name}，用于“${titles.join('”“')}”；没有重复保存。`,
      en: `Your organisation has this very proof already: ${row.name}, used for “${titles.join('”, “')}”; it was not stored twice.`,
      proof: row,
    };
  }
}
