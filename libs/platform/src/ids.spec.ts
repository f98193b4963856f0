import { canonicalJson, uuidFrom } from './ids';

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
