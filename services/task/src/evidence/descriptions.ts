import { Streams } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { proofIdFor } from '../task/proof';
import type { LiveTask } from '../task/state';
import type { Described } from '../task/task';
import { evidenceAggregate, evidenceStream } from './evidence';

/** What is known of a task's proofs, from their own streams. */
@Injectable()
export class Descriptions {
  constructor(private readonly streams: Streams) {}

  async of(tenant: string, { proofs }: LiveTask): Promise<Described> {
    const all = await Promise.all(
      proofs.map(async ({ evidenceId, kind, content }) => {
        const stream = evidenceStream(tenant, proofIdFor(tenant, kind, content));
        const { state } = await this.streams.load(evidenceAggregate, stream);
        const { docNumber = null, date = null } = state.description ?? {};
        return [evidenceId, { docNumber, date }] as const;
      }),
    );
    return Object.fromEntries(all);
  }
}
