import { day, id } from '@chuangwen/contracts';
import { Clock, dayOf, nameField, permit, Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { AskedBefore } from '../data-request/asked-before';
import { MOST_COLUMNS } from '../data-request/header';
import { Owing } from '../data-request/owing';
import { requestAggregate, requestStream } from '../data-request/request';

const column = z.strictObject({
  title: nameField(100),
  kind: z.enum(['text', 'number', 'day', 'choice']),
  choices: z.array(nameField(60)).max(50).default([]),
  required: z.boolean().default(false),
});

export const issueRequestBody = z.strictObject({
  title: nameField(200),
  /** The law or document that the request rests on. */
  basis: z.string().trim().min(2).max(500),
  note: z.string().trim().min(1).max(2000).optional(),
  columns: z.array(column).min(1).max(MOST_COLUMNS),
  /** Whether an organisation answers with one row or a list. */
  rows: z.enum(['one', 'many']).default('one'),
  deadline: day,
  /** Fills columns that count tasks from the figures of this campaign. */
  campaignId: id.optional(),
  /** All agencies right below, or some, own units, or all units below one. */
  owing: z.strictObject({
    all: z.boolean().optional(),
    tenants: z.array(id).max(5000).optional(),
    organisations: z.array(id).max(5000).optional(),
    below: id.optional(),
  }),
  /** Why it is asked although it was asked of the same before. */
  reason: z.string().trim().min(2).max(500).optional(),
});

export class IssueRequest extends Command<Outcome<{ id: string; owing: number }>> {
  constructor(
    readonly caller: Caller,
    readonly body: z.infer<typeof issueRequestBody>,
  ) {
    super();
  }
}

/** Asks a table of many. What was asked of the same lately is refused without a reason (减负: nothing is asked twice). */
@CommandHandler(IssueRequest)
export class IssueRequestHandler implements ICommandHandler<IssueRequest> {
  constructor(
    private readonly streams: Streams,
    private readonly owing: Owing,
    private readonly clock: Clock,
    private readonly before: AskedBefore,
  ) {}

  async execute({ caller, body }: IssueRequest) {
    const acting = permit(caller, 'data.ask');
    const today = dayOf(this.clock.now());
    const requestId = uuidFrom(caller.commandId, 'request');
    const places = await this.owing.of(acting, body.owing, today);
    const owing = places.map((place) => ({ ...place, answerId: uuidFrom(requestId, 'answer', place.organisationId) }));
    const { title, basis, rows, deadline } = body;
    const columns = body.columns.map((one, i) => ({ ...one, columnId: uuidFrom(requestId, 'column', String(i)) }));
    const organisations = places.map(({ organisationId }) => organisationId);
    const asked = await this.before.of(acting.tenant, { requestId, columns, organisations }, today);
    const request = {
      requestId,
      organisationId: caller.principal?.root ?? caller.tenant,
      title,
      basis,
      note: body.note ?? null,
      columns,
      rows,
      deadline,
      campaignId: body.campaignId ?? null,
      owing,
    };
    const command = { is: 'issue' as const, request, asked, reason: body.reason ?? null, today };
    const ref = requestStream(caller.tenant, requestId);
    return this.streams.execute(requestAggregate, ref, command, acting, () => ({ id: requestId, owing: owing.length }));
  }
}
