import { z } from 'zod';
import type { EventContract } from './event-contract';

/** JSON Schema, draft 2020-12. */
export type JsonSchema = { [word: string]: unknown };

/** What stands on the wire in the place of a personal text: only its subject's key opens it. */
export const sealedSchema: JsonSchema = {
  type: 'object',
  description: 'A personal text, sealed with the key of `subject`; empty for readers once that key is destroyed.',
  properties: {
    $sealed: { type: 'string', description: 'Algorithm, e.g. A256GCM.' },
    subject: { type: 'string', description: '`person:ID` or `document:ID`.' },
    nonce: { type: 'string', description: 'base64url.' },
    box: { type: 'string', description: 'Ciphertext and tag, base64url.' },
  },
  required: ['$sealed', 'subject', 'nonce', 'box'],
  additionalProperties: false,
};

/** Data of one version as JSON on the wire, personal texts sealed. `sealed`: what stands for those. */
export function wireSchema(contract: EventContract, version: number, sealed: JsonSchema): JsonSchema {
  const shape = version === contract.version ? contract.schema : contract.older[version]?.schema;
  if (!shape) throw new Error(`${contract.type} has no version ${version}`);
  const { $schema: _draft, ...schema } = z.toJSONSchema(shape, { io: 'output' }) as JsonSchema;
  const older = contract.older[version];
  const paths = older
    ? [...Object.keys(contract.personal), ...Object.keys(older.erased)]
    : Object.keys(contract.personal);
  const defs = (schema['$defs'] ?? {}) as Definitions;
  return paths.reduce((whole, path) => withSealed(whole, path.split('.'), sealed, defs), schema);
}

type Definitions = Readonly<Record<string, JsonSchema>>;

/** Of its own document, where shapes that contain themselves stand. */
const DEFINED = '#/$defs/';

function defined(ref: string, defs: Definitions): JsonSchema {
  const found = defs[ref.slice(DEFINED.length)];
  if (!found) throw new Error(`nothing is defined as ${ref}`);
  return found;
}

/** The same with its definitions found elsewhere; `placed` says where. */
export function withoutDefinitions(
  { $defs, ...schema }: JsonSchema,
  placed: (name: string) => string,
): { schema: JsonSchema; defs: [name: string, schema: JsonSchema][] } {
  const moved = <T>(part: T): T =>
    JSON.parse(JSON.stringify(part), (word, value: unknown) =>
      word === '$ref' && typeof value === 'string' && value.startsWith(DEFINED)
        ? placed(value.slice(DEFINED.length))
        : value,
    ) as T;
  return { schema: moved(schema), defs: Object.entries(moved(($defs ?? {}) as Definitions)) };
}

/** The schema with the place that the path leads to replaced, in every alternative that has it. */
function withSealed(
  schema: JsonSchema,
  [name, ...rest]: readonly string[],
  sealed: JsonSchema,
  defs: Definitions,
): JsonSchema {
  if (name === undefined) return mayBeNull(schema) ? { oneOf: [sealed, { type: 'null' }] } : sealed;
  if (typeof schema['$ref'] === 'string')
    return withSealed(defined(schema['$ref'], defs), [name, ...rest], sealed, defs);
  const inside = (part: unknown) => withSealed(part as JsonSchema, rest, sealed, defs);
  const changed = { ...schema };
  for (const word of ['anyOf', 'oneOf', 'allOf'])
    if (Array.isArray(schema[word]))
      changed[word] = schema[word].map((one) => withSealed(one as JsonSchema, [name, ...rest], sealed, defs));
  const { properties, items, additionalProperties } = schema as { [word: string]: JsonSchema | undefined };
  if (name !== '*' && properties && name in properties)
    changed['properties'] = { ...properties, [name]: inside(properties[name]) };
  if (name === '*' && items) changed['items'] = inside(items);
  if (name === '*' && typeof additionalProperties === 'object')
    changed['additionalProperties'] = inside(additionalProperties);
  return changed;
}

function mayBeNull({ type, anyOf, oneOf }: JsonSchema): boolean {
  if (type === 'null' || (Array.isArray(type) && type.includes('null'))) return true;
  return [anyOf, oneOf].some((list) => Array.isArray(list) && list.some((one) => mayBeNull(one as JsonSchema)));
}
