type Schema = { [keyword: string]: unknown };
type Definition = Schema & {
  'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
};

const prefix = '#/definitions/';

/**
 * From the OpenAPI document of a release of Kubernetes a JSON schema for each kind of resource, by the file's name that kubeconform looks
 * for. Strict: a field that Kubernetes does not know is refused.
 */
export function schemasOf({ definitions }: { definitions: Readonly<Record<string, Definition>> }): Map<string, Schema> {
  const strict = new Map(Object.entries(definitions).map(([name, definition]) => [name, strictly(definition)]));
  const schemas = new Map<string, Schema>();
  for (const [name, { 'x-kubernetes-group-version-kind': kinds = [] }] of Object.entries(definitions)) {
    for (const { group, version, kind } of kinds) {
      const file = [kind, group.split('.')[0], version]
        .filter((part) => part !== '')
        .join('-')
        .toLowerCase();
      const used = reached(name, strict);
      schemas.set(`${file}.json`, {
        $ref: prefix + name,
        definitions: Object.fromEntries([...used].map((one) => [one, strict.get(one)])),
      });
    }
  }
  return schemas;
}

function strictly(definition: Definition): Schema {
  if (definition['format'] === 'int-or-string') return { oneOf: [{ type: 'string' }, { type: 'integer' }] };
  const schema = JSON.parse(
    JSON.stringify(definition, (key, value: unknown) =>
      key === 'description' && typeof value === 'string' ? undefined : value,
    ),
  ) as Schema;
  return schema['properties'] ? { additionalProperties: false, ...schema } : schema;
}

/** A definition and all that it refers to. */
function reached(from: string, all: ReadonlyMap<string, Schema>): Set<string> {
  const found = new Set([from]);
  for (const name of found)
    for (const [, to] of JSON.stringify(all.get(name)).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)) found.add(to!);
  return found;
}
