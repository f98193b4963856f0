import { given } from '@chuangwen/kernel';
import { answerAggregate, answerDecider, evolveAnswer, type AnswerCommand, type AnswerEvent } from './answer';
import type { Known } from './request';

const column = (title: string, kind: 'text' | 'number', required = false) => ({
  columnId: title,
  title,
  kind,
  choices: [],
  required,
});
const request: Known = {
  status: 'running',
  deadlines: {},
  requestId: 'r1',
  organisationId: 'office-root',
  title: '统计',
  basis: '依据',
  note: null,
  columns: [column('活动', 'text', true), column('场次', 'number')],
  rows: 'many',
  deadline: '2026-04-10',
  campaignId: null,
  owing: [],
  again: null,
};
const head = { answerId: 'a1', requestId: 'r1', organisationId: 'edu-root', asker: 'office' };
const row = (rowId: string, ...cells: (string | number | null)[]) => ({ rowId, cells, sources: [null, null] });
const [first, second] = [row('1', '宣讲', 3), row('2', '劝导', 5)];
const submit = (rows = [first, second], of: Known = request): AnswerCommand => ({
  is: 'submit',
  request: of,
  answer: head,
  rows,
});
const submitted = (...rows: (typeof first)[]): AnswerEvent => ({ type: 'answer.submitted', data: { ...head, rows } });
const returned = (...ids: string[]): AnswerEvent => ({
  type: 'answer.rows-returned',
  data: { answerId: 'a1', requestId: 'r1', rows: ids.map((rowId) => ({ rowId, reason: '与简报不符' })) },
});
const accepted: AnswerEvent = { type: 'answer.accepted', data: { answerId: 'a1', requestId: 'r1' } };
const on = (...history: AnswerEvent[]) => given(answerDecider, ...history);
const both = submitted(first, second);
const returning = (...ids: string[]): AnswerCommand => ({
  is: 'return-rows',
  rows: ids.map((rowId) => ({ rowId, reason: '与简报不符' })),
});

describe('submitting', () => {
  it('records the whole sheet', () => on().when(submit()).then(both));
  it('is silent when it comes again', () => on(both).when(submit()).thenNothing());
  it.each([
    ['a cell of another kind', [row('1', '宣讲', '三场')], 'answer.not-a-number'],
    ['a required cell left empty', [row('1', ' ', 3)], 'answer.required'],
    ['nothing', [], 'answer.empty'],
    ['one row twice', [first, first], 'answer.row-twice'],
  ])('is refused with %s', (_, rows, code) => on().when(submit(rows)).thenRefused(code));
  it('is refused with more cells than a sheet may have', () => {
    const columns = Array.from({ length: 60 }, (_, i) => column(`列${i}`, 'text'));
    const rows = (count: number) => Array.from({ length: count }, (_, i) => row(String(i), '甲'));
    on()
      .when(submit(rows(834), { ...request, columns }))
      .thenRefused('answer.too-many-cells');
    on()
      .when(submit(rows(833), { ...request, columns }))
      .then(submitted(...rows(833)));
  });
  it('is refused with two rows where one is asked for', () =>
    on()
      .when(submit([first, second], { ...request, rows: 'one' }))
      .thenRefused('answer.one-row'));
  it('is refused once the request is withdrawn', () =>
    on()
      .when(submit([first], { ...request, status: 'withdrawn' }))
      .thenRefused('request.withdrawn'));
  it('is refused with other cells while the office has it', () =>
    on(both)
      .when(submit([first, row('2', '劝导', 6)]))
      .thenRefused('answer.submitted-already'));
  it('is refused once accepted', () =>
    on(both, accepted)
      .when(submit([first, row('2', '劝导', 6)]))
      .thenRefused('answer.accepted-already'));
});

describe('a returned row', () => {
  const mended = row('2', '劝导', 6);
  it('is open again, and it alone', () => {
    on(both, returned('2'))
      .when(submit([first, mended]))
      .then(submitted(first, mended));
    on(both, returned('2'))
      .when(submit([row('1', '宣讲', 4), mended]))
      .thenRefused('answer.row-closed');
    on(both, returned('2'))
      .when(submit([first, mended, row('3', '其他', 1)]))
      .thenRefused('answer.row-closed');
    on(both, returned('2'))
      .when(submit([mended]))
      .thenRefused('answer.row-closed');
  });
  it('may be left out', () =>
    on(both, returned('2'))
      .when(submit([first]))
      .then(submitted(first)));
  it('must change', () => on(both, returned('2')).when(submit()).thenRefused('answer.unchanged'));
  it('is returned once', () => {
    on(both).when(returning('2')).then(returned('2'));
    on(both, returned('2')).when(returning('2')).thenNothing();
    on(both, accepted).when(returning('2')).thenRefused('answer.accepted-already');
    on().when(returning('2')).thenRefused('answer.not-submitted');
  });
});

describe('accepting', () => {
  it('is recorded once', () => {
    on(both).when({ is: 'accept' }).then(accepted);
    on(both, accepted).when({ is: 'accept' }).thenNothing();
  });
  it('waits for returned rows', () => on(both, returned('2')).when({ is: 'accept' }).thenRefused('answer.rows-open'));
  it('is refused before anything is there', () => on().when({ is: 'accept' }).thenRefused('answer.not-submitted'));
});

it('every event goes to the one that asked', () => {
  const state = [both, returned('2'), accepted].reduce(evolveAnswer, answerDecider.initialState());
  for (const event of [both, returned('2'), accepted])
    expect(answerAggregate.audience?.(event, state)).toEqual(['office']);
});
