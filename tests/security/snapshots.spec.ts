import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as contracts from '@chuangwen/contracts';
import { personalLeaves, type EventContract } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';

/** A snapshot outlives the key of what it holds, so no state that is kept as one may hold a personal text. */
const MARK = '温念慈';
const root = resolve(__dirname, '../..');

type Any = Aggregate<unknown, unknown, DomainEvent>;
const isAggregate = (value: unknown): value is Any =>
  typeof value === 'object' && value !== null && 'kind' in value && 'decider' in value;

/** Every aggregate that a file of a service gives out. */
async function aggregates(): Promise<Any[]> {
  const files = readdirSync(join(root, 'services'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[\w-]+[/\\]src[/\\]/.test(file) && file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .filter((file) => !file.includes('testing'))
    .map((file) => join(root, 'services', file))
    .filter((file) => /: Aggregate<.*> = \{/.test(readFileSync(file, 'utf8')));
  const modules = await Promise.all(files.map(async (file) => (await import(file)) as Record<string, unknown>));
  return modules.flatMap((module) => Object.values(module)).filter(isAggregate);
}

/** Every event that its streams hold, as in its golden sample but with the mark in each personal place. */
function marked({ kind }: Any): DomainEvent[] {
  const stream = kind.replace(/@.*/, '');
  return (Object.entries(contracts) as [string, unknown][])
    .filter(([name]) => name.endsWith('Contracts'))
    .flatMap(([, list]) => list as readonly EventContract[])
    .filter(({ type }) => type.startsWith(`${stream}.`) || (stream === 'person' && type.startsWith('account.')))
    .map(({ type, version, personalPaths }) => {
      const file = join(root, 'libs/contracts/samples', type, `v${version}.json`);
      const data = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      for (const { holder, key } of personalLeaves(personalPaths, data))
        holder[key] = typeof holder[key] === 'string' ? MARK : { [MARK]: MARK };
      return { type, data };
    });
}

/** The states on the way, as a snapshot would keep them. */
function states(aggregate: Any): string[] {
  const { initialState, evolve } = aggregate.decider;
  let state = initialState();
  return marked(aggregate).map((event) => JSON.stringify((state = evolve(state, event))));
}

it('no state without `texts`, whose snapshots are plain, holds a personal text', async () => {
  const all = await aggregates();
  const kept = all.filter(({ texts }) => !texts);
  expect(all.map(({ kind }) => kind.replace(/@.*/, ''))).toEqual(
    expect.arrayContaining(['campaign', 'notice', 'organisation', 'person', 'plan', 'task', 'tenant']),
  );
  expect(kept.length).toBeGreaterThan(0);
  for (const aggregate of kept) {
    const seen = states(aggregate);
    expect([aggregate.kind, seen.length > 0]).toEqual([aggregate.kind, true]);
    expect([aggregate.kind, seen.filter((state) => state.includes(MARK))]).toEqual([aggregate.kind, []]);
  }
});

it('a state that holds one is found: plans and tasks, whose snapshots are sealed for that reason', async () => {
  const without = (await aggregates()).filter(({ kind, texts }) => texts && /^(plan|task)@/.test(kind));
  expect(without).toHaveLength(2);
  for (const aggregate of without) expect(states(aggregate).join()).toContain(MARK);
});
