import type { AnswerAccepted, AnswerRow, AnswerRowsReturned, AnswerSubmitted } from '@chuangwen/contracts';
import { dayOf, defineView } from '@chuangwen/platform/projections';
import type { Standing } from '../data-request/merged';
import { countsOf } from '../data-request/tally';

type AnswerEvent = AnswerSubmitted | AnswerRowsReturned | AnswerAccepted;

export type AnswerChange = Readonly<{ day: string; event: string }> &
  (
    | Readonly<{ is: 'submitted'; rows: readonly AnswerRow[] }>
    | Readonly<{ is: 'returned'; rows: AnswerRowsReturned['data']['rows'] }>
    | Readonly<{ is: 'accepted' }>
  );

/** With every change, so that any recorded day can be seen. In the partition of who answers, and of who asked. */
export type AnswerEntry = Readonly<{
  answerId: string;
  requestId: string;
  organisationId: string;
  tenant: string;
  changes: readonly AnswerChange[];
}>;

const targets = ({
  data,
  meta,
}: {
  data: { answerId: string };
  meta: { tenant: string; audience: readonly string[] };
}) => [meta.tenant, ...meta.audience].map((tenant) => ({ tenant, id: data.answerId }));

export const answersView = defineView<AnswerEntry, AnswerEvent>({
  name: 'answers@2',
  formerly: ['answers'],
  topics: ['reporting'],
  route: { 'answer.submitted': targets, 'answer.rows-returned': targets, 'answer.accepted': targets },
  evolve(entry, event) {
    const { answerId, requestId } = event.data;
    const { tenant, id, recordedAt } = event.meta;
    const last = entry?.changes.at(-1)?.day ?? '';
    const today = dayOf(recordedAt);
    const at = { day: last > today ? last : today, event: id };
    if (event.type === 'answer.submitted') {
      const { organisationId, rows } = event.data;
      const known = entry ?? { answerId, requestId, organisationId, tenant, changes: [] };
      return { ...known, changes: [...known.changes, { is: 'submitted', ...at, rows }] };
    }
    if (!entry) return null;
    const change: AnswerChange =
      event.type === 'answer.accepted' ? { is: 'accepted', ...at } : { is: 'returned', ...at, rows: event.data.rows };
    return { ...entry, changes: [...entry.changes, change] };
  },
  index: ({ requestId, organisationId }) => ({ request: requestId, organisation: organisationId }),
  contributions(entry) {
    const standing = answerOn(entry, entry.changes.at(-1)?.day ?? '');
    return standing ? countsOf(entry.requestId, standing) : [];
  },
  countedOn: ({ changes }) => changes.at(-1)?.day ?? '',
});

/** As it stood at the end of a recorded day; null: nothing was submitted by then. */
export const answerOn = ({ changes }: AnswerEntry, asOf: string): Standing | null =>
  changes.filter(({ day }) => day <= asOf).reduce(after, null);

function after(standing: Standing | null, change: AnswerChange): Standing | null {
  if (change.is === 'submitted') {
    const rows = change.rows.map((row) => ({ ...row, returned: null }));
    return { situation: 'submitted', submittedOn: change.day, firstOn: standing?.firstOn ?? change.day, rows };
  }
  if (!standing) return null;
  if (change.is === 'accepted') return { ...standing, situation: 'accepted' };
  const reasons = new Map(change.rows.map(({ rowId, reason }) => [rowId, reason]));
  const rows = standing.rows.map((row) => ({ ...row, returned: reasons.get(row.rowId) ?? row.returned }));
  return { ...standing, situation: 'returned', rows };
}
