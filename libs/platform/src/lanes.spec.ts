import { Lanes } from './lanes';
import { Lru } from './lru';

const later = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

describe('Lanes', () => {
  it('run what shares a key in order, what does not side by side', async () => {
    const lanes = new Lanes();
    const order: string[] = [];
    const work = (name: string, ms: number) => () => later(ms).then(() => void order.push(name));
    await Promise.all([lanes.run('a', work('a1', 20)), lanes.run('a', work('a2', 1)), lanes.run('b', work('b1', 1))]);
    expect(order).toEqual(['b1', 'a1', 'a2']);
  });

  it('go on after work that failed, and forget what is done', async () => {
    const lanes = new Lanes();
    const failing = lanes.run('a', () => Promise.reject(new Error('no')));
    const next = lanes.run('a', async () => 2);
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe(2);
    await later(1);
    expect(Reflect.get(lanes, 'tails')).toEqual(new Map());
  });
});

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
