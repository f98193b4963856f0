import { Lru } from './lru';

describe('What was used lately', () => {
  it('is kept, up to a number', () => {
    const lru = new Lru<number>(2);
    lru.set('a', 1);
    lru.set('b', 2);
    lru.get('a');
    lru.set('c', 3);
    expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual([1, undefined, 3]);
  });

  it('is kept, up to a weight: a heavy value takes the place of several', () => {
    const lru = new Lru<string>(6, (text) => text.length);
    for (const name of ['a', 'b', 'c']) lru.set(name, `${name}${name}`);
    lru.set('b', 'b');
    lru.set('d', 'd');
    expect(['a', 'b', 'c', 'd'].map((name) => lru.get(name))).toEqual(['aa', 'b', 'cc', 'd']);
    lru.set('e', 'eeee');
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => lru.get(name))).toEqual([
      undefined,
      undefined,
      undefined,
      'd',
      'eeee',
    ]);
    lru.set('g', 'ggggggg');
    expect(['d', 'e', 'g'].map((name) => lru.get(name))).toEqual(['d', 'eeee', undefined]);
    lru.delete('e');
    lru.set('f', 'fffff');
    expect([lru.get('d'), lru.get('f')]).toEqual(['d', 'fffff']);
  });
});
