import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as contracts from './index';
import { asyncApi, published } from './async-api';
import type { JsonSchema } from './wire-schema';

const written = resolve(__dirname, '../../../docs/asyncapi.json');
type Document = { channels: Record<string, { messages: object }>; components: { messages: object; schemas: object } };
const api = asyncApi() as Document & JsonSchema;

describe('The AsyncAPI document', () => {
  it('is the one in docs', () => {
    // After a change of contracts: npm run asyncapi
    expect(JSON.parse(readFileSync(written, 'utf8'))).toEqual(api);
  });

  it('knows the events of every service', () => {
    const lists = Object.keys(contracts).filter((name) => name.endsWith('Contracts'));
    expect(
      Object.keys(published)
        .map((service) => `${service}Contracts`)
        .sort(),
    ).toEqual(lists.sort());
    expect(Object.keys(api.channels)).toEqual(Object.keys(published));
  });

  it('has every version that was ever written', () => {
    const versions = Object.values(published).flatMap((list) =>
      list.flatMap(({ type, version }) => Array.from({ length: version }, (_, i) => `${type}.v${i + 1}`)),
    );
    expect(Object.keys(api.components.messages)).toEqual(versions);
    expect(versions).toContain('evidence.attached.v1');
  });

  it('leads nowhere in vain', () => {
    const references = [...JSON.stringify(api).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
    expect(references.length).toBeGreaterThan(100);
    for (const path of new Set(references)) {
      const found = path.split('/').reduce<unknown>((at, step) => (at as JsonSchema | undefined)?.[step], api);
      expect([path, typeof found]).toEqual([path, 'object']);
    }
  });
});
