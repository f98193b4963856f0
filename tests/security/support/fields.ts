import type { Schema } from './operations';

/** One place in a body, and what its schema allows there. The empty path is the body itself. */
export type Field = Readonly<{ path: readonly string[]; schema: Schema }>;

const inner = (schema: Schema, name: string): Schema | undefined => schema[name] as Schema | undefined;

/** Every place of a JSON body as the document describes it; of a list, its first entry. */
export function fieldsOf(schema: Schema, path: readonly string[] = []): Field[] {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const items = inner(schema, 'items');
  return [
    { path, schema },
    ...properties.flatMap(([name, property]) => fieldsOf(property, [...path, name])),
    ...(items ? fieldsOf(items, [...path, '0']) : []),
  ];
}

export const nameOf = ({ path }: Field): string => path.join('.') || '(body)';

/** The body has this place, so that something else can be put there and everything around it stays right. */
export function reaches(body: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return true;
  if (typeof body !== 'object' || body === null) return false;
  if (rest.length === 0) return !Array.isArray(body) || body.length > 0;
  return step in body && reaches((body as Record<string, unknown>)[step], rest);
}

/** What has no bound: strings without a length, lists without an end, objects with room for more, numbers without limits. */
export function unbounded({ schema }: Field): string | null {
  const has = (...names: string[]) => names.some((name) => schema[name] !== undefined);
  switch (schema['type']) {
    case 'string':
      return has('maxLength', 'enum', 'format', 'const') || bounded(String(schema['pattern'] ?? '.*'))
        ? null
        : 'maxLength';
    case 'boolean':
      return null;
    case 'array':
      return has('maxItems') ? null : 'maxItems';
    case 'object':
      return schema['additionalProperties'] === false ? null : 'additionalProperties: false';
    case 'integer':
    case 'number':
      return has('minimum', 'exclusiveMinimum') && has('maximum', 'exclusiveMaximum') ? null : 'minimum and maximum';
    default:
      return has('enum', 'const') ? null : 'type';
  }
}

/** Anchored at both ends, and nothing in it is repeated without an end. */
const bounded = (pattern: string): boolean =>
  /^\^.*\$$/.test(pattern) && !/[*+]|\{\d+,\}/.test(pattern.replace(/\[[^\]]*\]/g, ''));
