import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, type Server } from '@chuangwen/standalone';
import { chuangwen } from '../journeys/program';

jest.setTimeout(120_000);

const root = join(__dirname, '../..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const PAGES = ['README.md', 'README.zh-CN.md', 'docs/guide.zh-CN.md'];
const guide = read('docs/guide.zh-CN.md');

/** `{方案}` of the guide and `{id}` of the document are both a place for something. */
const plain = (path: string) => path.replace(/\{[^}]+\}/g, '{}');
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match.slice(1) as string[]);
const named = (pages: readonly string[], pattern: RegExp) =>
  new Set(pages.flatMap((page) => found(page, pattern)).map(([name]) => name));

type Schema = {
  $ref?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  enum?: unknown[];
};
type Operation = {
  tags?: string[];
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses?: Record<string, { content?: Record<string, { schema: Schema }> }>;
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
};

/** Every name of a field and every word that may be sent as a value, however deep. */
function wordsIn(given: Schema, whole: (schema: Schema) => Schema): string[] {
  const { properties = {}, items, anyOf = [], enum: values = [] } = whole(given);
  const below = [...Object.values(properties), ...anyOf, ...(items ? [items] : [])];
  return [...Object.keys(properties), ...values.map(String), ...below.flatMap((schema) => wordsIn(schema, whole))];
}

/** Names in backticks, without what stands in brackets, which is more about them. */
const fieldsIn = (cell: string) => found(cell.replace(/（[^（）]*）/g, ''), /`([A-Za-z]+)`/g).map(([name]) => name!);

describe('the guide and both READMEs name only what there is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-guide-'));
  let server: Server;
  let operations: Map<string, Operation>;
  let whole: (schema: Schema) => Schema;
  const help = new Map<string, string>();
  const helpOf = async (command: string) => {
    const known = help.get(command) ?? (await chuangwen(...command.split(' ').filter(Boolean), '--help')).stdout;
    help.set(command, known);
    return known;
  };

  beforeAll(async () => {
    server = await serve({ folder, port: 0, host: '127.0.0.1' });
    const { paths, components } = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as Document;
    whole = (schema) => (schema.$ref ? whole(components?.schemas?.[schema.$ref.split('/').at(-1)!] ?? {}) : schema);
    operations = new Map(
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${plain(path)}`, operation]),
      ),
    );
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('every route, with every question asked of it', () => {
    const routes = found(guide, /\b(GET|POST|DELETE) (\/api\/[^\s`?]+)(\?[^\s`]+)?/g);
    expect(routes.length).toBeGreaterThan(60);
    const wrong = routes.flatMap(([method, path = '', query = '']) => {
      const operation = operations.get(`${method} ${plain(path)}`);
      if (!operation) return [`${method} ${path}`];
      const asked = found(query, /[?&]([A-Za-z]+)=/g).map(([name]) => name);
      const known = (operation.parameters ?? []).flatMap((one) => (one.in === 'query' ? [one.name] : []));
      return asked.filter((name) => !known.includes(name!)).map((name) => `${method} ${path}?${name}=`);
    });
    expect(wrong).toEqual([]);
  });

  it('what is asked or previewed is under data', () => {
    expect(guide).toContain('查询和预览的内容都在答复的 `data` 里');
    const wrong = [...operations].flatMap(([route, { responses }]) => {
      const schemas = Object.values(responses?.['200']?.content ?? {}).map(({ schema }) => whole(schema));
      return schemas.every(({ properties }) => properties?.['data']) ? [] : [route];
    });
    // Which is neither: it makes a code.
    expect(wrong).toEqual(['POST /api/identity/tenants/{}/administrator-code']);
  });

  it('every field of the body of each request that it shows, and which of them must be there', () => {
    const rows = new Map(
      found(guide, /^\| `(POST \/api\/[^`]+)` \| (.*?) ?\| (.*?) ?\|$/gm).map(([route = '', must = '', may = '']) => [
        plain(route),
        { must, may },
      ]),
    );
    // The last chapter holds the rows.
    const chapters = guide.slice(0, guide.indexOf('\n## 12'));
    const shown = new Set(
      found(chapters, /\b(POST) (\/api\/[^\s`?]+)/g).map(([method, path]) => `${method} ${plain(path!)}`),
    );
    const wrong = [...shown].flatMap((route) => {
      const bodies = Object.values(operations.get(route)?.requestBody?.content ?? {}).map(({ schema }) =>
        whole(schema),
      );
      const all = new Set(bodies.flatMap(({ properties = {} }) => Object.keys(properties)));
      const must = new Set(bodies.flatMap(({ required = [] }) => required));
      const row = rows.get(route);
      if (all.size === 0) return row ? [`${route}: takes nothing`] : [];
      if (!row) return [`${route}: ${[...all].join()} are not told`];
      const [told, more] = [fieldsIn(row.must), fieldsIn(row.may)];
      const known = new Set(['true', 'null', ...bodies.flatMap((body) => wordsIn(body, whole))]);
      const words = found(`${row.must}${row.may}`, /`([A-Za-z][A-Za-z-]*)`/g).map(([word]) => word!);
      return [
        ...[...must].filter((name) => !told.includes(name)).map((name) => `${route}: ${name} must be there`),
        ...[...all]
          .filter((name) => !must.has(name) && !more.includes(name))
          .map((name) => `${route}: ${name} is missing`),
        ...words.filter((word) => !known.has(word)).map((word) => `${route}: no ${word}`),
      ];
    });
    expect(wrong).toEqual([]);
    expect([...rows.keys()].filter((route) => !shown.has(route))).toEqual([]);
    expect(rows.size).toBeGreaterThan(50);
  });

  it('every command and option of the command line', async () => {
    const used = new Set<string>();
    for (const page of PAGES.map(read)) {
      const lines = [
        ...found(page, /chuangwen ([a-z][^`\n。；，]*)/g),
        ...found(page, /npm run demo -- ([^`\n]*)/g).map(([rest]) => [`demo ${rest}`]),
      ];
      for (const [line = ''] of lines) {
        const [, command = ''] = /^((?:parked (?:dry-run|retry|list))|[a-z-]+)/.exec(line) ?? [];
        used.add(command);
        const options = found(line, /(--[a-z-]+)/g).filter(([option]) => option !== '--data');
        for (const [option = ''] of options)
          expect([line, await helpOf(command)]).toEqual([line, expect.stringContaining(option)]);
      }
    }
    const known = found(await helpOf(''), /^ {2}([a-z-]+) /gm).map(([name]) => name);
    expect([...used].filter((name) => !known.includes(name.split(' ')[0]))).toEqual([]);
    expect(known.filter((name) => name !== 'help' && !used.has(name!) && name !== 'start')).toEqual([]);
  });

  it('every setting', () => {
    const known = read('libs/runtime/src/configuration.ts');
    for (const page of PAGES)
      for (const name of named([read(page)], /(CHUANGWEN_[A-Z_]+)/g))
        if (name !== 'CHUANGWEN_SHARED') expect(known).toContain(`${name}:`);
    for (const page of ['README.md', 'README.zh-CN.md'])
      for (const name of named([known], /\b(CHUANGWEN_[A-Z_]+):/g))
        if (name !== 'CHUANGWEN_MODE') expect([page, read(page)]).toEqual([page, expect.stringContaining(name!)]);
  });

  it('groups of routes have names that people read', () => {
    const tags = new Set([...operations.values()].flatMap(({ tags = [] }) => tags));
    expect([...tags].filter((tag) => /[A-Za-z]/.test(tag))).toEqual([]);
  });
});
