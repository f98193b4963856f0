import { simulate } from './run';

jest.setTimeout(600_000);

/** About half a year each: whole years are for `npm run simulate`. Of twenty seeds these run on a platform that is killed again and again; it takes longer. */
const KILLED: readonly number[] = [5, 11, 17];
const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

it.each(seeds)('seed %i: views are what a replay gives, and no past answer changes', async (seed) => {
  const kills = KILLED.includes(seed);
  const summary = await simulate({ seed, steps: kills ? 10 : 22, kills, recall: 6, recallAtEnd: 100 });
  expect(summary.questions).toBeGreaterThan(0);
  expect(summary.recalled).toBeGreaterThan(0);
});
