import { Lanes } from './lanes';

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
