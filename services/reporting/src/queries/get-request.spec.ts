import { NotFound, RuleViolation } from '@chuangwen/kernel';
import type { Caller, Clock, ViewReader } from '@chuangwen/platform';
import type { Owing } from '../data-request/owing';
import { Tallies } from '../data-request/tallies';
import { answersView, type AnswerEntry } from '../projections/answers';
import { requestsView, type RequestDocument } from '../projections/requests';
import { readerOf, recorded } from '../testing/reader-of';
import { GetRequest, GetRequestHandler } from './get-request';

const AGENCIES = 1000;
const ids = Array.from({ length: AGENCIES }, (_, i) => String(i).padStart(4, '0'));
const issued = recorded(1, '2026-04-01', 'request.issued', {
  ...{ requestId: 'r1', organisationId: 'root', title: '统计', basis: '依据', note: null, rows: 'one' },
  columns: [{ columnId: 'c', title: '场次', kind: 'number', choices: [], required: true }],
  ...{ deadline: '2026-04-10', campaignId: null, again: null },
  owing: ids.map((id) => ({ tenantId: 'office', organisationId: `o${id}`, answerId: id })),
});
const answered = ids.slice(0, 900).map((id, i) =>
  recorded(i, i < 800 ? '2026-04-02' : '2026-04-11', 'answer.submitted', {
    ...{ answerId: id, requestId: 'r1', organisationId: `o${id}`, asker: 'office' },
    rows: [{ rowId: id, cells: [0.1], sources: [null] }],
  }),
);

/** Of six hundred rows each. */
const LONG = Array.from({ length: 30 }, (_, i) => `long${i}`);
/** Issued before the order was by names. */
const MIXED = ['m7', 'm1', 'm9', 'm3', 'm2', 'm8', 'm4'];
const WITHDRAWN = ['w1', 'w2'];
const others = [
  ['r2', LONG],
  ['r3', MIXED],
  ['r4', WITHDRAWN],
].map(([requestId, owing], i) =>
  recorded(i, '2026-04-01', 'request.issued', {
    ...{ ...(issued.data as object), requestId, rows: 'many' },
    owing: (owing as string[]).map((id) => ({ tenantId: 'office', organisationId: `o${id}`, answerId: id })),
  }),
);
const answersToOthers = [...LONG, ...MIXED].map((id, i) =>
  recorded(i, '2026-04-02', 'answer.submitted', {
    ...{ answerId: id, requestId: id.startsWith('long') ? 'r2' : 'r3', organisationId: `o${id}`, asker: 'office' },
    rows: Array.from({ length: id.startsWith('long') ? 600 : 1 }, (_, at) => ({
      ...{ rowId: String(at), cells: [1], sources: [null] },
    })),
  }),
);

const withdrawn = recorded(9, '2026-04-12', 'request.withdrawn', { requestId: 'r4', reason: '与统计局重复' });
const lateToWithdrawn = recorded(9, '2026-04-11', 'answer.submitted', {
  ...{ answerId: 'w2', requestId: 'r4', organisationId: 'ow2', asker: 'office' },
  rows: [{ rowId: 'w2', cells: [1], sources: [null] }],
});

describe('the page of a request to a thousand', () => {
  const answers = readerOf(answersView, [...answered, ...answersToOthers, lateToWithdrawn]);
  let named = 0;
  const owing = {
    names: (_: Caller, places: readonly { organisationId: string }[]) => {
      named += places.length;
      return Promise.resolve(new Map(places.map(({ organisationId }) => [organisationId, organisationId])));
    },
  } as unknown as Owing;
  const handler = new GetRequestHandler(
    readerOf(requestsView, [issued, ...others, withdrawn]) as unknown as ViewReader<RequestDocument>,
    answers as unknown as ViewReader<AnswerEntry>,
    owing,
    new Tallies(answers as unknown as ViewReader<AnswerEntry>),
    { now: () => new Date('2026-04-12T04:00:00Z') } as unknown as Clock,
  );
  const page = async (more: object = {}, requestId = 'r1') => {
    [answers.read, named] = [0, 0];
    const caller = { tenant: 'office', actor: {}, principal: null } as unknown as Caller;
    const asked = { format: 'json' as const, limit: 50, ...more };
    return (await handler.execute(new GetRequest(caller, requestId, asked as never))).data;
  };

  it('reads the answers of the page alone, and says of the whole what it comes to', async () => {
    const { counts, sums, table, owing: listed, next } = await page();
    expect(counts).toMatchObject({ owing: 1000, answered: 900, missing: 100, late: 200 });
    expect([sums, table.length, listed.length, next]).toEqual([[90], 50, 50, '0049']);
    // By tens, and one more than the page to know whether there is one.
    expect([answers.read, named]).toEqual([60, 50]);
  });
  it('reads no further once long answers have filled it', async () => {
    const { table, next } = await page({ limit: 200 }, 'r2');
    expect([table.length, next, answers.read]).toEqual([1800, 'long2', 10]);
    expect((await page({ limit: 200, situation: 'submitted' }, 'r2')).next).toBe('long2');
    expect(answers.read).toBe(10);
  });
  it('finds who is missing, and who is late, page by page', async () => {
    const missing = await page({ situation: 'open', limit: 60 });
    expect([missing.owing.length, missing.owing[0]?.answerId, missing.next]).toEqual([60, '0900', '0959']);
    expect((await page({ situation: 'open', limit: 60, after: missing.next })).owing).toHaveLength(40);
    const late = await page({ late: 'true', limit: 200 });
    expect(late.owing.map(({ answerId }) => answerId)).toEqual(ids.slice(800));
    expect(late.owing.every((one) => one.late)).toBe(true);
    expect((await page()).owing.some((one) => one.late)).toBe(false);
  });
  it('is as it was on any recorded day', async () =>
    expect(await page({ asOf: '2026-04-10' })).toMatchObject({
      sums: [80],
      counts: { answered: 800, missing: 200, late: 0 },
    }));
  it('was not issued yet on a day before, and says when it was', async () => {
    const refused = new RuleViolation('request.not-yet-issued', { day: '2026-03-31', since: '2026-04-01' });
    await expect(page({ asOf: '2026-03-31' })).rejects.toEqual(refused);
    await expect(page({ asOf: '2026-03-31' }, 'r9')).rejects.toEqual(new NotFound('request'));
  });
  it('goes on only from an answer of this request', async () => {
    await expect(page({ after: 'long2' })).rejects.toEqual(new RuleViolation('request.after-unknown'));
    expect((await page({ format: 'csv', after: 'long2' })).owing).toHaveLength(1000);
  });
  it('is in the order of the request, whichever that is, and nobody is lost between pages', async () => {
    const found: string[] = [];
    let after: string | null | undefined;
    do {
      const { owing: listed, table, next } = await page({ limit: 3, ...(after ? { after } : {}) }, 'r3');
      expect(table.map(({ answerId }) => answerId)).toEqual(listed.map(({ answerId }) => answerId));
      found.push(...listed.map(({ answerId }) => answerId));
      after = next;
    } while (after);
    expect(found).toEqual(MIXED);
  });
  it('has nobody missing once it was withdrawn, nor late who did not answer', async () => {
    const { counts, owing: listed } = await page({}, 'r4');
    expect(counts).toMatchObject({ owing: 2, answered: 1, missing: 0, late: 1 });
    expect(listed.map(({ answerId, situation, late }) => [answerId, situation, late])).toEqual([
      ['w1', 'withdrawn', false],
      ['w2', 'submitted', true],
    ]);
    expect((await page({ situation: 'open' }, 'r4')).owing).toEqual([]);
    expect((await page({ late: 'true' }, 'r4')).owing.map(({ answerId }) => answerId)).toEqual(['w2']);
    const before = await page({ asOf: '2026-04-11' }, 'r4');
    expect([before.counts, before.owing[0]]).toMatchObject([
      { missing: 1, late: 2 },
      { situation: 'open', late: true },
    ]);
  });
  it('as a file is everything', async () => expect((await page({ format: 'csv' })).owing).toHaveLength(1000));
});
