import { sameRows } from './same-rows';

describe('Two dumps', () => {
  const open = new Set<string>();
  async function* rows(name: string, ...all: string[]): AsyncGenerator<string> {
    open.add(name);
    try {
      yield* all;
    } finally {
      open.delete(name);
    }
  }

  it('are the same where every row is, and let go of what they read wherever they differ', async () => {
    expect(await sameRows(rows('a', 'x', 'y'), rows('b', 'x', 'y'))).toBe(true);
    expect(await sameRows(rows('a', 'x', 'y', 'z'), rows('b', 'x', '!', 'z'))).toBe(false);
    expect(await sameRows(rows('a', 'x', 'y'), rows('b', 'x'))).toBe(false);
    expect(await sameRows(rows('a'), rows('b', 'x', 'y'))).toBe(false);
    expect([...open]).toEqual([]);
  });
});
