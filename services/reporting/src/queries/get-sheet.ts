import {
  Clock,
  dayOf,
  freshnessOf,
  InjectView,
  permit,
  tokenQuery,
  tokensOf,
  ViewReader,
  type Answer,
  type Caller,
} from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Desk, type OwedAnswer } from '../data-request/desk';
import { Drafts } from '../data-request/drafts';
import { sourcesOf } from '../data-request/fill';
import { Held } from '../data-request/held';
import { Owing } from '../data-request/owing';
import { deadlineOf } from '../data-request/request';
import { remindersOf, requestIdIn, requestsView, type RequestDocument } from '../projections/requests';
import type { SheetPage } from './request-shapes';

export const sheetQuery = z.strictObject({ ...tokenQuery, format: z.enum(['json', 'xlsx']).default('json') });

export class GetSheet extends Query<Answer<SheetPage>> {
  constructor(
    readonly caller: Caller,
    readonly answerId: string,
    readonly asked: z.infer<typeof sheetQuery>,
  ) {
    super();
  }
}

/** An organisation's own sheet: what was submitted, or the draft, or what the platform would fill in, each cell with where it is from. */
@QueryHandler(GetSheet)
export class GetSheetHandler implements IQueryHandler<GetSheet> {
  constructor(
    private readonly desk: Desk,
    private readonly drafts: Drafts,
    private readonly held: Held,
    private readonly owing: Owing,
    private readonly clock: Clock,
    @InjectView(requestsView) private readonly requests: ViewReader<RequestDocument>,
  ) {}

  async execute({ caller, answerId, asked }: GetSheet) {
    const { tenant } = permit(caller, 'data.read');
    const freshness = await freshnessOf([this.requests], tokensOf(asked), await this.owing.askersOf(caller));
    const owed = await this.desk.owed(caller, answerId);
    const { request, organisationId, answer } = owed;
    const { requestId, title, basis, note, columns, rows: rowsWanted } = request;
    const entry = await this.requests.get(tenant, requestIdIn(tenant, requestId));
    const data: SheetPage = {
      ...{ answerId, requestId, organisation: organisationId, title, basis, note, rowsWanted },
      columns: [...columns],
      deadline: deadlineOf(request, answerId),
      situation: situationOf(owed),
      reminders: entry?.is === 'owed' ? remindersOf(entry, answerId, dayOf(this.clock.now())) : 0,
      ...(await this.rows(tenant, owed)),
    };
    return {
      data: {
        ...data,
        rows: data.rows.map((row) => ({
          ...row,
          open: row.open && data.situation !== 'withdrawn' && answer.status !== 'accepted',
        })),
      },
      freshness,
    };
  }

  private async rows(
    tenant: string,
    { request, answerId, organisationId, answer }: OwedAnswer,
  ): Promise<Pick<SheetPage, 'from' | 'rows'>> {
    const draft = await this.drafts.of(tenant, answerId);
    if (answer.status !== 'none' && !draft) {
      const rows = answer.rows.map(({ rowId, cells, sources, returned }) => ({
        rowId,
        cells: [...cells],
        sources: [...sources],
        returned,
        open: returned !== null,
      }));
      return { from: 'submitted', rows };
    }
    const filled = await this.held.rows(request, { tenantId: tenant, organisationId, answerId });
    if (!draft) {
      const rows = filled.map((cells) => ({
        rowId: null,
        cells: cells.map(({ value }) => value),
        sources: cells.map(({ source }) => source),
        returned: null,
        open: true,
      }));
      return { from: 'filled', rows };
    }
    const before = new Map(answer.status === 'none' ? [] : answer.rows.map((row) => [row.rowId, row]));
    const rows = draft.rows.map(({ rowId, cells }) => {
      const then = before.get(rowId);
      const returned = then?.returned ?? null;
      return {
        rowId,
        cells,
        sources: sourcesOf(cells, filled, request.columns.length),
        returned,
        open: answer.status === 'none' || returned !== null,
      };
    });
    return { from: 'draft', rows };
  }
}

function situationOf({ request, answer }: OwedAnswer): SheetPage['situation'] {
  if (request.status === 'withdrawn') return 'withdrawn';
  if (answer.status === 'none') return 'open';
  if (answer.status === 'accepted') return 'accepted';
  return answer.rows.some(({ returned }) => returned !== null) ? 'returned' : 'submitted';
}
