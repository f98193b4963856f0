import { Turns, type Turn } from './turns';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('turns by tenant', () => {
  let turns: Turns;
  let taken: string[];
  let finish: (() => void)[];
  beforeEach(() => {
    turns = new Turns({ atOnce: 1, waiting: 6, waitingOfOne: 3 });
    taken = [];
    finish = [];
  });
  const come = (name: string, turn: Turn = { for: name.slice(0, 1) }) => {
    const work = () => {
      taken.push(name);
      return new Promise<string>((resolve) => finish.push(() => resolve(name)));
    };
    const done = turns.run(turn, work);
    done.catch(() => undefined);
    return done;
  };
  const finishAll = async () => {
    for (let next = finish.shift(); next; next = finish.shift()) {
      next();
      await settled();
    }
  };
  const busy = { name: 'RuleViolation', code: 'notice.busy' };

  it('go round: the first file of another waits for one of whoever sent many', async () => {
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2']) void come(name);
    await finishAll();
    expect(taken).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  it('are refused to whoever has enough waiting, and to nobody else', async () => {
    for (const name of ['a1', 'a2', 'a3', 'a4']) void come(name);
    await expect(come('a5')).rejects.toMatchObject(busy);
    void come('b1');
    await finishAll();
    expect(taken).toHaveLength(5);
    void come('a6');
    expect(taken).toHaveLength(6);
  });

  it('are few in all, but one is left for whoever has none waiting', async () => {
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3', 'c1']) void come(name);
    await expect(come('c2')).rejects.toMatchObject(busy);
    void come('d1');
    await finishAll();
    expect(taken).toContain('d1');
    expect(taken).not.toContain('c2');
  });

  it('without a tenant are bounded in all only', async () => {
    const all = Array.from({ length: 8 }, (_, i) => come(String(i), {}));
    await expect(all[7]).rejects.toMatchObject(busy);
    await finishAll();
    expect(taken).toHaveLength(7);
  });

  it('are given up by whoever has gone, and leave room', async () => {
    const gone = new AbortController();
    void come('a1');
    const left = [come('a2', { for: 'a', signal: gone.signal }), come('b1', { for: 'b', signal: gone.signal })];
    for (const name of ['a3', 'a4']) void come(name);
    gone.abort(new Error('gone'));
    for (const one of left) await expect(one).rejects.toThrow('gone');
    void come('a5');
    await expect(come('a6', { for: 'a', signal: gone.signal })).rejects.toThrow('gone');
    await finishAll();
    expect(taken).toEqual(['a1', 'a3', 'a4', 'a5']);
  });

  it('end well for whoever goes while it is served', async () => {
    const gone = new AbortController();
    void come('a1');
    const served = come('a2', { for: 'a', signal: gone.signal });
    finish.shift()?.();
    await settled();
    gone.abort(new Error('gone'));
    await finishAll();
    expect(await served).toBe('a2');
    void come('a3');
    expect(taken).toEqual(['a1', 'a2', 'a3']);
  });
});
