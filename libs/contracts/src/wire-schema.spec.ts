import { z } from 'zod';
import { eventContract, older } from './event-contract';
import { sealedSchema, wireSchema } from './wire-schema';

const sealed = { $sealed: 'A256GCM', subject: 'person:1', nonce: 'n', box: 'b' };
const contract = eventContract({
  type: 'visit.noted',
  version: 2,
  schema: z.strictObject({
    visitId: z.string(),
    note: z.string().nullable(),
    people: z.array(z.strictObject({ name: z.string(), post: z.string() })),
    byDay: z.record(z.string(), z.strictObject({ text: z.string() })),
    outcome: z.discriminatedUnion('is', [
      z.strictObject({ is: z.literal('well') }),
      z.strictObject({ is: z.literal('ill'), why: z.string() }),
    ]),
  }),
  older: { 1: older(z.strictObject({ visitId: z.string(), remark: z.string() }), () => ({}), { remark: '' }) },
  personal: {
    note: { key: 'document', of: 'visitId', erased: null },
    'people.*.name': { key: 'document', of: 'visitId', erased: '' },
    'byDay.*.text': { key: 'document', of: 'visitId', erased: '' },
    'outcome.why': { key: 'document', of: 'visitId', erased: '' },
  },
});
const data = {
  visitId: 'v',
  note: sealed,
  people: [{ name: sealed, post: 'clerk' }],
  byDay: { '2026-04-01': { text: sealed } },
  outcome: { is: 'ill', why: sealed },
};
const fits = (version: number, value: unknown) =>
  z.fromJSONSchema(wireSchema(contract, version, sealedSchema) as never).safeParse(value).success;

describe('The shape of an event on the wire', () => {
  it('has what is personal sealed, in lists, records and alternatives as well', () => {
    expect(fits(2, data)).toBe(true);
    expect(fits(2, { ...data, outcome: { is: 'well' } })).toBe(true);
  });

  it('has null where there is nothing to seal', () => expect(fits(2, { ...data, note: null })).toBe(true));

  it.each([
    ['note', { note: '张三来过' }],
    ['a name in a list', { people: [{ name: '张三', post: 'clerk' }] }],
    ['a text in a record', { byDay: { '2026-04-01': { text: '病假' } } }],
    ['a text of one alternative', { outcome: { is: 'ill', why: '感冒' } }],
  ])('does not fit when %s is open', (_what, open) => expect(fits(2, { ...data, ...open })).toBe(false));

  it('is of each version', () => {
    expect(fits(1, { visitId: 'v', remark: sealed })).toBe(true);
    expect(fits(1, { visitId: 'v', remark: '张三' })).toBe(false);
    expect(() => wireSchema(contract, 3, sealedSchema)).toThrow('visit.noted has no version 3');
  });
});
