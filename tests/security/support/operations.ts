import type { House } from './house';

export type Schema = Readonly<Record<string, unknown>>;
export type Parameter = Readonly<{ name: string; in: string; required?: boolean; schema: Schema }>;
type Content = Readonly<Record<string, { schema: Schema }>>;
type Described = Readonly<{
  operationId: string;
  parameters?: readonly Parameter[];
  requestBody?: { content: Content };
}>;

/** One entry of the OpenAPI document. `template`: the path with `{names}`. */
export type Operation = Readonly<{
  id: string;
  method: string;
  template: string;
  parameters: readonly Parameter[];
  /** Of a JSON body; null where there is none. */
  body: Schema | null;
}>;

export type Api = Readonly<{ operations: readonly Operation[]; components: Readonly<Record<string, Schema>> }>;

/** The document as the server gives it to everybody. */
export async function apiOf(house: House): Promise<Api> {
  const { body } = await house.ask('GET', '/api/openapi.json');
  const { paths, components } = body as {
    paths: Record<string, Record<string, Described>>;
    components?: { schemas?: Record<string, Schema> };
  };
  const operations = Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, { operationId: id, parameters = [], requestBody }]) => ({
      id,
      method: method.toUpperCase(),
      template,
      parameters,
      body: requestBody?.content['application/json']?.schema ?? null,
    })),
  );
  return { operations, components: components?.schemas ?? {} };
}

/** Every route that the services answer to, whatever the document says: `METHOD /path/{id}`. HEAD goes with GET. */
export function servedBy(house: House): string[] {
  return house.platform.services.flatMap(({ app }) =>
    routesIn(app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false })),
  );
}

/** From the router's drawing of its tree: four columns a level. */
function routesIn(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const at = line.indexOf('── ');
    if (at < 0) return [];
    const [, part = '', methods = ''] = /^(\S+)(?: \((.+)\))?$/.exec(line.slice(at + 3)) ?? [];
    above.splice((at - 1) / 4, Infinity, part);
    const path = above.join('').replace(/:(\w+)/g, '{$1}');
    return methods.split(', ').flatMap((method) => (method === '' || method === 'HEAD' ? [] : `${method} ${path}`));
  });
}
