import type { Caller, Clock, ViewReader } from '@chuangwen/platform';
import { AskedBefore } from '../data-request/asked-before';
import type { Owing } from '../data-request/owing';
import { Tallies } from '../data-request/tallies';
import { answersView, type AnswerEntry } from '../projections/answers';
import { requestsView, type RequestDocument } from '../projections/requests';
import { readerOf, recorded } from '../testing/reader-of';
import { ListOwed, ListOwedHandler } from './list-owed';
import { ListRequests, ListRequestsHandler } from './list-requests';

let version = 0;
const event = (day: string, type: string, data: object) => recorded((version += 1), day, type, data);
const issued = (requestId: string, day: string, deadline: string, title = '活动场次') =>
  event(day, 'request.issued', {
    ...{ requestId, organisationId: 'root', title: requestId, basis: '依据', note: null, rows: 'one' },
    columns: [{ columnId: 'c', title, kind: 'number', choices: [], required: true }],
    ...{ deadline, campaignId: null, again: null },
    owing: [{ tenantId: 'office', organisationId: 'school', answerId: `${requestId}-a` }],
  });
const requests = readerOf(requestsView, [
  issued('a', '2026-03-10', '2026-04-01'),
  issued('b', '2026-04-20', '2026-05-12'),
  event('2026-05-03', 'request.extended', { requestId: 'b', deadline: '2026-05-20', answers: null, reason: '汛期' }),
  issued('c', '2026-05-01', '2026-05-10'),
  issued('d', '2026-05-02', '2026-06-30'),
  issued('e', '2026-05-02', '2026-05-15'),
  issued('old', '2024-01-01', '2024-02-01'),
  issued('runs', '2024-01-02', '2026-07-01'),
  issued('other', '2026-05-04', '2026-07-01', '站点数'),
]);
const answers = readerOf(answersView, []);
const [requestReader, answerReader] = [requests, answers] as unknown as [
  ViewReader<RequestDocument>,
  ViewReader<AnswerEntry>,
];
const clock = { now: () => new Date('2026-05-15T04:00:00Z') } as unknown as Clock;
const caller = { tenant: 'office', actor: {}, principal: null } as unknown as Caller;

/** All pages, one after the other, and how many documents each took. */
async function pages<T>(limit: number, page: (more: object) => Promise<{ of: T[]; next: string | null }>) {
  const all: T[][] = [];
  const read: number[] = [];
  for (let after: string | null = null; ;) {
    requests.read = 0;
    const { of, next } = await page({ limit, ...(after === null ? {} : { after }) });
    all.push(of);
    read.push(requests.read);
    if (next === null || all.length > 20) return { all, read };
    after = next;
  }
}

describe('the requests of an office', () => {
  const handler = new ListRequestsHandler(requestReader, answerReader, new Tallies(answerReader), clock);
  const page = async (more: object) => {
    const { data } = await handler.execute(new ListRequests(caller, more as never));
    return { of: data.requests, next: data.next };
  };
  it('come the newest first, and a page reads the months that it needs', async () => {
    const { all, read } = await pages(3, page);
    expect(all.map((of) => of.map(({ id }) => id))).toEqual([
      ['other', 'd', 'e'],
      ['c', 'b', 'a'],
      ['runs', 'old'],
    ]);
    expect(read[0]).toBe(4);
  });
  it('say when they are due, and how many are missing and late', async () => {
    const { of } = await page({ limit: 50 });
    const [b, e] = ['b', 'e'].map((id) => of.find((one) => one.id === id));
    expect(b).toMatchObject({ deadline: '2026-05-20', owing: 1, missing: 1, late: 0 });
    expect(e).toMatchObject({ deadline: '2026-05-15', late: 0 });
    expect(of.find(({ id }) => id === 'c')).toMatchObject({ late: 1 });
  });
});

describe('what is owed', () => {
  const owing = { askersOf: () => Promise.resolve(['office']) } as unknown as Owing;
  const handler = new ListOwedHandler(requestReader, answerReader, owing, clock);
  const page = async (more: object) => {
    const { data } = await handler.execute(new ListOwed(caller, more as never));
    return { of: data.answers.map(({ requestId }) => requestId), next: data.next };
  };
  const inOrder = ['e', 'b', 'd', 'other', 'runs', 'c', 'a', 'old'];
  it.each([1, 2, 3, 4, 50])('comes next due first, and after it what is past, in pages of %i', async (limit) => {
    expect((await pages(limit, page)).all.flat()).toEqual(inOrder);
  });
  it('of one request is read alone', async () => {
    requests.read = 0;
    expect(await page({ limit: 50, request: 'd' })).toEqual({ of: ['d'], next: null });
    expect(await page({ limit: 50, request: 'nothing' })).toEqual({ of: [], next: null });
    expect(requests.read).toBe(0);
  });
});

describe('what was asked before', () => {
  const before = new AskedBefore(requestReader);
  const of = async (title: string) => {
    const wanted = { requestId: 'new', columns: [{ title }], organisations: ['school'] };
    return (await before.of('office', wanted, '2026-05-15')).map(({ requestId }) => requestId);
  };
  it('is of the last year, or runs still, and asks for one of the columns', async () => {
    expect(await of('活动场次（场）')).toEqual(['d', 'e', 'c', 'b', 'a', 'runs']);
    expect(await of('站点数')).toEqual(['other']);
    expect(await of('单位名称')).toEqual([]);
  });
});
