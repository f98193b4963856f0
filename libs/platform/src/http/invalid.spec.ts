import { z } from 'zod';
import { fieldErrors, InvalidRequest } from './invalid';

const asked = z.strictObject({
  count: z.coerce.number().int(),
  kind: z.enum(['a', 'b']),
  day: z.iso.date().optional(),
});
const said = (given: unknown, of?: string) => {
  const { error } = asked.safeParse(given);
  return fieldErrors(new InvalidRequest(error?.issues ?? [], given, of)).map((line) => [line.field, line['zh-CN']]);
};

describe('What is said of a field', () => {
  it('that was not sent is that it must be, whatever it would be turned into', () =>
    expect(said({})).toEqual([
      ['count', '必须填写'],
      ['kind', '必须填写'],
    ]));

  it('that was sent is what is wrong with it', () =>
    expect(said({ count: 'x', kind: 'c', day: 'x' })).toEqual([
      ['count', '应为数字'],
      ['kind', '只能是：a、b'],
      ['day', '应为日历上有的日期，例如 2026-04-28'],
    ]));

  it.each([
    [z.string(), 1, '应为文字', 'string'],
    [z.number(), '1', '应为数字', 'number'],
    [z.int(), 1.5, '应为整数', 'int'],
    [z.boolean(), 'true', '应填 true 或 false', 'boolean'],
    [z.array(z.string()), {}, '应为列表', 'array'],
    [z.strictObject({}), [], '应为对象', 'object'],
    [z.record(z.string(), z.string()), 'x', '应为对象', 'record'],
    [z.null(), 'x', '应为 null', 'null'],
  ])('of another kind is which it must be', (schema, given, zh, kind) => {
    const { error } = schema.safeParse(given);
    const [line] = fieldErrors(new InvalidRequest(error?.issues ?? [], given));
    expect(line).toMatchObject({ 'zh-CN': zh, en: `must be ${kind}` });
  });

  it('is said once, also where it breaks two rules', () => {
    const name = z.strictObject({
      name: z
        .string()
        .trim()
        .min(1)
        .regex(/^[a-z]+$/),
    });
    const { error } = name.safeParse({ name: ' ', other: 1 });
    const invalid = new InvalidRequest(error?.issues ?? []);
    expect(fieldErrors(invalid).map((line) => [line.field, line['zh-CN']])).toEqual([
      ['name', '不能为空'],
      ['', '有不认识的项：other'],
    ]);
    expect(invalid.issues).toHaveLength(2);
  });

  it('of one value has its name', () => expect(said(undefined, 'id')).toEqual([['id', '必须填写']]));
});
