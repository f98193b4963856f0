import { NotFound } from '@chuangwen/kernel';
import { freshnessOf, InjectView, permit, type Caller, type ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { upwardReportsView, type UpwardDocument } from '../projections/upward-reports';
import { reportInSight } from '../upward/desk';
import { readerKey } from '../upward/state';
import { Sources } from './sources';
import type { UpwardPage, UpwardRow } from './upward-shapes';

/** What queries on upward reports read: what the caller's own tenant knows of them, and nothing more. */
@Injectable()
export class UpwardReports {
  constructor(
    @InjectView(upwardReportsView) readonly view: ViewReader<UpwardDocument>,
    private readonly sources: Sources,
  ) {}

  /** Throws NotFound. A reader's own command is recorded in the tenant whose report it is. */
  async get(caller: Caller, reportId: string, tokens: readonly string[]) {
    const { tenant } = permit(caller, 'report.read');
    const owner = (await this.view.get(tenant, reportId))?.tenant ?? tenant;
    const freshness = await freshnessOf([this.view], tokens, [...new Set([tenant, owner])]);
    const document = await this.view.get(tenant, reportId);
    if (!document || !reportInSight(caller, document.tenant, document.report)) throw new NotFound('report');
    return { document, freshness };
  }

  /** Of the organisations that report, as the tenant knows them. */
  async namesOf({ tenant }: Caller, documents: readonly UpwardDocument[]): Promise<(string | null)[]> {
    const ids = documents.map((one) =>
      one.tenant === tenant ? one.report.head.organisationId : `tenant:${one.tenant}`,
    );
    const entries = await this.sources.places.view.many(tenant, ids);
    return entries.map((entry) => (entry?.is === 'tenant' ? entry.name : (entry?.names.at(-1)?.name ?? null)));
  }

  row({ is, tenant, report }: UpwardDocument, name: string | null): UpwardRow {
    const { reportId, head, asOf, situation, submissions, snapshot } = report;
    const { to, cc, ...rest } = head;
    return {
      ...{ id: reportId, is, tenant, name, ...rest, to, cc: [...cc], asOf },
      ...{ situation: situation.at, submission: submissions, sha256: snapshot?.sha256 ?? null },
    };
  }

  page(document: UpwardDocument, name: string | null, frozen: UpwardPage['frozen']): UpwardPage {
    const { report, submissions, steps, version } = document;
    const open = report.situation.at === 'returned' ? report.situation.open : [];
    const readers = [report.head.to, ...report.head.cc];
    return {
      ...this.row(document, name),
      frozen,
      remarks: Object.entries(report.remarks).map(([item, text]) => ({ item, text })),
      returned: Object.entries(report.reasons).map(([item, reason]) => ({ item, reason, open: open.includes(item) })),
      submissions: submissions.map((one) => ({ ...one, items: one.items && [...one.items] })),
      receipts: readers.flatMap((by) => {
        const submission = report.received[readerKey(by)];
        return submission === undefined ? [] : [{ by, submission }];
      }),
      steps: [...steps],
      version,
    };
  }

  /** What measures are called: not frozen, for their words can be erased. */
  async labelled(caller: Caller, { report: { head } }: UpwardDocument): Promise<(key: string) => string | null> {
    if (head.by === 'unit') return () => null;
    const scope = await this.sources.places.scopeOf(caller, '9999-12-31');
    const { phases, measures } = await this.sources.labelsOf(scope, head.campaignId);
    const names = new Map([...phases, ...measures].map(({ id, name }) => [id, name]));
    return (key) => names.get(key) ?? null;
  }
}
