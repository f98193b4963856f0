import { canonicalJson, newId, uuidFrom } from './ids';

describe('Ids made from a cause', () => {
  it('are the same for the same cause and steps, and of version 5', () => {
    expect(uuidFrom('cause', 'a', 'b')).toBe(uuidFrom('cause', 'a', 'b'));
    expect(uuidFrom('cause')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('differ by every step, and by where one ends', () => {
    const ids = [
      uuidFrom('c', 'ab'),
      uuidFrom('c', 'a', 'b'),
      uuidFrom('c', 'b', 'a'),
      uuidFrom('d', 'ab'),
      uuidFrom('c'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('A new id is of version 7, begins with the time, and is no other’s', () => {
  const before = Date.now();
  const ids = Array.from({ length: 1000 }, newId);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const time = parseInt(ids[0]!.replace('-', '').slice(0, 12), 16);
  expect(time).toBeGreaterThanOrEqual(before);
  expect(time).toBeLessThanOrEqual(Date.now());
  expect(new Set(ids).size).toBe(1000);
});

describe('Canonical JSON', () => {
  it('is the same for equal values', () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: 'x' }], e: undefined })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
    expect(canonicalJson({ a: [{ c: 'x', d: null }], b: 1 })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
  });

  it('is another for others', () => {
    const texts = [{}, [], null, '', 0, { a: 1 }, { a: '1' }, [1, 2], [2, 1], ['1,2'], [[1], 2]].map(canonicalJson);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
