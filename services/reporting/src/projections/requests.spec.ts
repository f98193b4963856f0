import type { DomainEvent } from '@chuangwen/kernel';
import { Fold, targetsOf, type Recorded } from '@chuangwen/platform';
import { answerOn, answersView, type AnswerEntry } from './answers';
import {
  dueOn,
  remindersOf,
  requestsView,
  withdrawnBy,
  type RequestDocument,
  type RequestEntry,
  type RequestLine,
} from './requests';

const owes = (tenant: string) => ({ tenantId: tenant, organisationId: `${tenant}-root`, answerId: `${tenant}-a` });
const issuedData = {
  requestId: 'r1',
  organisationId: 'office-root',
  title: '统计',
  basis: '依据',
  note: null,
  columns: [],
  rows: 'one',
  deadline: '2026-04-10',
  campaignId: null,
  owing: [owes('edu'), owes('road')],
  again: null,
};
let version = 0;
const recorded = (tenant: string, audience: string[], day: string, type: string, data: object) =>
  ({
    type,
    data,
    meta: { id: `e${(version += 1)}`, tenant, audience, recordedAt: `${day}T04:00:00.000Z`, version },
  }) as unknown as Recorded<DomainEvent>;
const asked = (day: string, type: string, data: object) =>
  recorded('office', ['edu', 'road'], day, type, { requestId: 'r1', ...data });
const answered = (day: string, type: string, data: object) =>
  recorded('edu', ['office'], day, type, { answerId: 'edu-a', requestId: 'r1', ...data });

/** The view's documents after these events, by `tenant id`. */
function after(view: Parameters<typeof targetsOf>[0], ...events: Recorded<DomainEvent>[]): Map<string, unknown> {
  const fold = new Fold(view);
  for (const event of events) {
    const refs = targetsOf(view, event);
    const unknown = fold.unknown(refs);
    fold.know(
      unknown,
      unknown.map(() => null),
    );
    fold.apply(event, refs);
  }
  return new Map(fold.changes().documents.map(({ tenant, id, body }) => [`${tenant} ${id}`, body]));
}

describe('requests', () => {
  const all = after(
    requestsView,
    asked('2026-04-01', 'request.issued', issuedData),
    asked('2026-04-08', 'request.reminded', { answers: ['edu-a', 'road-a'] }),
    asked('2026-04-09', 'request.extended', { deadline: '2026-04-20', answers: ['edu-a'], reason: '汛期' }),
    asked('2026-04-07', 'request.extended', { deadline: '2026-04-15', answers: null, reason: '假期' }), // a clock that went back
    asked('2026-04-12', 'request.withdrawn', { reason: '重复' }),
  );
  const office = all.get('office r1') as RequestEntry;
  const edu = all.get('edu owed|edu|r1') as RequestEntry;

  it('are the asker’s whole, and of each that owes its own part only', () => {
    expect(office).toMatchObject({
      is: 'asked',
      asker: 'office',
      issuedOn: '2026-04-01',
      owing: [owes('edu'), owes('road')],
    });
    expect(edu).toMatchObject({ is: 'owed', owing: [owes('edu')] });
    expect(JSON.stringify(edu)).not.toContain('road');
    expect(all.get('office owed|office|r1')).toBeNull();
  });
  it('have a line for lists, which knows how many owe and not who, and the months it is found in', () => {
    const line = all.get('office line|r1') as RequestLine;
    expect(line).toMatchObject({ is: 'line', issuedOn: '2026-04-01', owing: 2, deadline: '2026-04-10' });
    expect(line.changes.map(({ is }) => is)).toEqual(['extended', 'extended', 'withdrawn']);
    const months = (document: RequestDocument) => requestsView.contributions!(document).map(({ key }) => key);
    expect(months(line)).toEqual(['asked|2026-04']);
    expect(months({ ...line, changes: line.changes.slice(0, 2) })).toEqual(['asked|2026-04', 'due|2026-04']);
    expect(months({ ...line, deadline: '2026-05-02', changes: [] })).toEqual(['asked|2026-04', 'due|2026-05']);
    expect(months(edu)).toEqual(['owed|2026-04']);
    expect(months(office)).toEqual([]);
  });
  it('are as they were on any recorded day', () => {
    expect(['2026-04-08', '2026-04-09'].map((day) => dueOn(office, 'edu-a', day))).toEqual([
      '2026-04-10',
      '2026-04-20',
    ]);
    expect(['2026-04-08', '2026-04-09'].map((day) => dueOn(office, 'road-a', day))).toEqual([
      '2026-04-10',
      '2026-04-15',
    ]);
    expect(['2026-04-07', '2026-04-08'].map((day) => remindersOf(office, 'edu-a', day))).toEqual([0, 1]);
    expect(['2026-04-11', '2026-04-12'].map((day) => withdrawnBy(office, day)?.reason)).toEqual([undefined, '重复']);
  });
});

describe('answers', () => {
  const row = (cell: number) => ({ rowId: 'w', cells: [cell], sources: [null] });
  const head = { organisationId: 'edu-root', asker: 'office' };
  const all = after(
    answersView,
    answered('2026-04-02', 'answer.submitted', { ...head, rows: [row(3)] }),
    answered('2026-04-03', 'answer.rows-returned', { rows: [{ rowId: 'w', reason: '不符' }] }),
    answered('2026-04-05', 'answer.submitted', { ...head, rows: [row(4)] }),
    answered('2026-04-06', 'answer.accepted', {}),
  );
  it('are in the parts of both, with every day as it was', () => {
    expect(all.get('edu edu-a')).toEqual(all.get('office edu-a'));
    const entry = all.get('office edu-a') as AnswerEntry;
    const on = (day: string) => {
      const standing = answerOn(entry, day);
      return standing && [standing.situation, standing.rows[0]?.cells[0], standing.rows[0]?.returned, standing.firstOn];
    };
    expect(['01', '02', '03', '05', '06'].map((day) => on(`2026-04-${day}`))).toEqual([
      null,
      ['submitted', 3, null, '2026-04-02'],
      ['returned', 3, '不符', '2026-04-02'],
      ['submitted', 4, null, '2026-04-02'],
      ['accepted', 4, null, '2026-04-02'],
    ]);
  });
});
