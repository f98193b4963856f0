import { NotFound } from '@chuangwen/kernel';
import type { Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Snapshots } from '../upward/snapshots';
import { UpwardReports } from './upward-desk';

export const submissionQuery = z.strictObject({ submission: z.coerce.number().int().min(1).optional() });

/** The very bytes that were sent; without a number those of the last submission. */
export class GetSnapshot extends Query<Readonly<{ bytes: Buffer; sha256: string; submission: number }>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly submission: number | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetSnapshot)
export class GetSnapshotHandler implements IQueryHandler<GetSnapshot> {
  constructor(
    private readonly reports: UpwardReports,
    private readonly snapshots: Snapshots,
  ) {}

  async execute({ caller, reportId, submission }: GetSnapshot) {
    const { document } = await this.reports.get(caller, reportId, []);
    const wanted = submission ?? document.report.submissions;
    const kept = document.submissions.find((one) => one.submission === wanted);
    if (!kept) throw new NotFound('snapshot');
    return { bytes: await this.snapshots.bytes(document.tenant, kept), sha256: kept.sha256, submission: wanted };
  }
}
