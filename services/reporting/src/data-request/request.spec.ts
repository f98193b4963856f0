import { given } from '@chuangwen/kernel';
import { requestDecider, type RequestCommand, type RequestEvent } from './request';

const column = (title: string, more = {}) => ({
  columnId: title,
  title,
  kind: 'number' as const,
  choices: [],
  required: false,
  ...more,
});
const owes = (id: string) => ({ tenantId: id, organisationId: `${id}-root`, answerId: `${id}-answer` });
const request = {
  requestId: 'r1',
  organisationId: 'office-root',
  title: '一季度宣传活动统计',
  basis: '桐文明办〔2026〕3号',
  note: null,
  columns: [column('活动场次')],
  rows: 'one' as const,
  deadline: '2026-04-10',
  campaignId: null,
  owing: [owes('edu'), owes('road')],
};
const issue = (more: Partial<Extract<RequestCommand, { is: 'issue' }>> = {}, change = {}): RequestCommand => ({
  is: 'issue',
  request: { ...request, ...change },
  asked: [],
  reason: null,
  today: '2026-04-01',
  ...more,
});
const issued: RequestEvent = { type: 'request.issued', data: { ...request, again: null } };
const before = {
  requestId: 'r0',
  title: '上季度统计',
  issuedOn: '2026-01-05',
  columns: ['活动场次'],
  organisations: 1,
};
const withdrawn: RequestEvent = { type: 'request.withdrawn', data: { requestId: 'r1', reason: '与统计局重复' } };
const extended = (answers: string[] | null, deadline = '2026-04-20'): RequestEvent => ({
  type: 'request.extended',
  data: { requestId: 'r1', deadline, answers, reason: '汛期值守' },
});
const on = (...history: RequestEvent[]) => given(requestDecider, ...history);

describe('issuing', () => {
  it('records it', () => on().when(issue()).then(issued));
  it('is silent the second time', () => on(issued).when(issue()).thenNothing());
  it('is refused without anybody who owes', () =>
    on()
      .when(issue({}, { owing: [] }))
      .thenRefused('request.nobody-owes'));
  it('is refused with a deadline that has passed', () =>
    on()
      .when(issue({}, { deadline: '2026-03-31' }))
      .thenRefused('request.deadline-past'));
  it('is refused with one column twice, however it is typed', () =>
    on()
      .when(issue({}, { columns: [column('活动场次'), column('活动 场次（场）')] }))
      .thenRefused('request.column-twice'));
  it('is refused with a choice of nothing', () =>
    on()
      .when(issue({}, { columns: [column('是否公示', { kind: 'choice' })] }))
      .thenRefused('request.no-choices'));
  it('is refused when it was asked of the same before, and recorded with a reason', () => {
    on()
      .when(issue({ asked: [before] }))
      .thenRefused('request.asked-already');
    on()
      .when(issue({ asked: [before], reason: '上季度口径不同' }))
      .then({ type: 'request.issued', data: { ...request, again: { reason: '上季度口径不同', requests: ['r0'] } } });
  });
  it('keeps no reason that nothing calls for', () =>
    on()
      .when(issue({ reason: '例行' }))
      .then(issued));
});

describe('extending', () => {
  const extend = (deadline: string, answers: string[] | null = null): RequestCommand => ({
    is: 'extend',
    deadline,
    answers,
    reason: '汛期值守',
  });
  it('is recorded for all', () => on(issued).when(extend('2026-04-20')).then(extended(null)));
  it('is recorded for one', () =>
    on(issued)
      .when(extend('2026-04-20', ['edu-answer']))
      .then(extended(['edu-answer'])));
  it('is silent when that is the day already', () =>
    on(issued, extended(null)).when(extend('2026-04-20')).thenNothing());
  it('is refused to an earlier day', () =>
    on(issued).when(extend('2026-04-09')).thenRefused('request.deadline-not-later'));
  it('is refused to a day not later than the one that somebody was given', () =>
    on(issued, extended(['edu-answer'], '2026-05-01'))
      .when(extend('2026-04-20', ['edu-answer']))
      .thenRefused('request.deadline-not-later'));
  it('is refused once withdrawn', () =>
    on(issued, withdrawn).when(extend('2026-04-20')).thenRefused('request.withdrawn'));
});

describe('reminding', () => {
  const remind = (...answers: string[]): RequestCommand => ({ is: 'remind', answers });
  it('is recorded, each time', () =>
    on(issued)
      .when(remind('edu-answer'))
      .then({ type: 'request.reminded', data: { requestId: 'r1', answers: ['edu-answer'] } }));
  it('is refused when nobody is missing', () => on(issued).when(remind()).thenRefused('request.all-answered'));
  it('is refused once withdrawn', () =>
    on(issued, withdrawn).when(remind('edu-answer')).thenRefused('request.withdrawn'));
});

describe('withdrawing', () => {
  const withdraw: RequestCommand = { is: 'withdraw', reason: '与统计局重复' };
  it('is recorded', () => on(issued).when(withdraw).then(withdrawn));
  it('is silent the second time', () => on(issued, withdrawn).when(withdraw).thenNothing());
});
