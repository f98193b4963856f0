import type { Schema } from './operations';

const OPERATORS: readonly unknown[] = [
  { $ne: null },
  { $gt: '' },
  { $regex: '.*' },
  { $where: 'sleep(1000)' },
  { $nor: [{}] },
  { $expr: { $function: { body: 'x', args: [], lang: 'js' } } },
  { 'a.b': 1 },
  { toString: 'x' },
  {},
];

const UNSEEN = ['a\u0000b', '\u0000', 'a\u001b[31mb', 'a\u0008', 'a\u007f', 'a\u009b31m', 'a\ud800', '\udc00b'];

/** What is never right where the schema stands: all of it is 400. */
export function wrongFor(schema: Schema): unknown[] {
  const nothing = schema['nullable'] ? [] : [null];
  switch (schema['type']) {
    case 'string':
      return [
        ...OPERATORS,
        ...nothing,
        ...UNSEEN,
        [],
        ['x'],
        [['x']],
        0,
        1,
        -1,
        1e308,
        true,
        false,
        ...outside(schema),
      ];
    case 'integer':
    case 'number':
      return [...OPERATORS, ...nothing, [], [1], '1', '', true, 1.5, -1e9, 1e15, '1e3', '0x1'];
    case 'boolean':
      return [...OPERATORS, ...nothing, [], [true], 'true', 'false', '', 0, 1];
    case 'array': {
      const many = Array.from({ length: Number(schema['maxItems']) + 1 }, () => 'x');
      return [...OPERATORS, ...nothing, 'x', 1, true, [null], [[]], [{ $ne: null }], { 0: 'x', length: 1 }, many];
    }
    case 'object': {
      const without = schema['required'] ? OPERATORS : OPERATORS.filter((one) => Object.keys(one as object).length > 0);
      return [...without, ...nothing, [], [{}], 'x', 1, true];
    }
    default:
      throw new Error(`no wrong values for ${JSON.stringify(schema)}`);
  }
}

function outside(schema: Schema): string[] {
  const { maxLength, minLength } = schema as { maxLength?: number; minLength?: number };
  const long = maxLength !== undefined && maxLength < 900_000 ? ['x'.repeat(maxLength + 1)] : [];
  const short = minLength !== undefined && minLength > 0 ? [''] : [];
  const other = schema['enum'] || schema['pattern'] ? ['no such word', '$ne', '1;2'] : [];
  return [...long, ...short, ...other];
}

/** What nobody may set by naming it: the program knows it better. */
export const MORE: Readonly<Record<string, unknown>> = {
  tenant: 'x',
  tenantId: 'x',
  audience: ['x'],
  actor: { kind: 'person', id: 'x', post: 'administrator' },
  principal: { tenant: 'x' },
  caller: { tenant: 'x' },
  commandId: 'x',
  id: 'x',
  version: 1,
  origin: 'import',
  recordedAt: '2020-01-01T00:00:00.000Z',
  posts: [{ post: 'administrator' }],
  office: true,
  verified: true,
  status: 'approved',
  $set: { office: true },
  $where: '1',
  'body.name': 'x',
};

/** Keys that change what an object is; written as text, for no program writes them as data. */
export const POISON = [
  '"__proto__":{"polluted":true}',
  '"__proto__":null',
  '"constructor":{"prototype":{"polluted":true}}',
  '"\\u005f_proto__":{"polluted":true}',
];

/** Strings like any other, and ids of nothing. */
export const STRANGE_IDS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '$where',
  '$ne',
  '$installation',
  'a.b',
  'null',
  'undefined',
  'NaN',
  '0',
  '-1',
  'true',
  '[object Object]',
  "' OR '1'='1",
  '"; DROP TABLE events; --',
  '../../../etc/passwd',
  '..',
  '.',
  '%',
  '%2e%2e',
  '_',
  '*',
  '|',
  '\\',
  'a:b',
  'tenant:x',
  '\ufffd',
  '💥',
  'İ',
  '\u202egpj',
  'x'.repeat(64),
];

export const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
export const deepList = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Whether any object of the program has got something that it should not have. */
export function polluted(): string[] {
  const strange = [Object.prototype, Array.prototype, Function.prototype, String.prototype].flatMap((of) =>
    Object.keys(of),
  );
  return 'polluted' in {} ? [...strange, 'polluted'] : strange;
}
