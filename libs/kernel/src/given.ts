import type { Decider, DomainEvent } from './decider';
import { RuleViolation } from './errors';

/** Given the events so far, when a command comes, then these events follow. Throws (with both sides) when not. */
export const given = <S, C, E extends DomainEvent>(decider: Decider<S, C, E>, ...history: E[]) => ({
  when: (command: C) => {
    const run = () => decider.decide(history.reduce(decider.evolve, decider.initialState()), command);
    return {
      then: (...expected: E[]) => same(run(), expected),
      thenNothing: () => same(run(), []),
      thenRefused: (code: string) => {
        let followed: E[];
        try {
          followed = run();
        } catch (error) {
          if (error instanceof RuleViolation && error.code === code) return;
          throw error;
        }
        throw new Error(`expected refusal ${code}, but there followed ${JSON.stringify(followed, null, 2)}`);
      },
    };
  },
});

function same(actual: unknown, expected: unknown): void {
  const [a, b] = [sorted(actual), sorted(expected)];
  if (a !== b) throw new Error(`expected\n${b}\nbut there followed\n${a}`);
}

/** JSON with keys in order, so that two equal values print alike. */
function sorted(value: unknown): string {
  const inOrder = (_: string, v: unknown) =>
    v && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v;
  return JSON.stringify(value, inOrder, 2);
}
