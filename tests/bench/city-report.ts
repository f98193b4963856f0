import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openFolder } from '@chuangwen/runtime';
import { agencyOf, dayAt, fillCity, moveOne, reportOf, type City } from './city';
import { randomFrom } from './stats';

/**
 * How long the office's report of a whole city takes: a view store is filled with the counters of so many agencies, units and
 * tasks, whose events are spread over a year's days, and the real service is asked over its HTTP layer, while counters move.
 * `node -C @chuangwen/source -r @swc-node/register tests/bench/city-report.ts [--agencies 1000] [--days 120] [--dir .data-bench]`
 */
const { values } = parseArgs({
  options: {
    agencies: { type: 'string', default: '1000' },
    days: { type: 'string', default: '120' },
    rounds: { type: 'string', default: '60' },
    dir: { type: 'string', default: '.data-bench' },
  },
});
const city: City = { agencies: Number(values.agencies), days: Number(values.days) };
const ROUNDS = Number(values.rounds);
const chance = randomFrom(7);

const at = (sorted: number[], q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]!;
const ms = (n: number) => n.toFixed(1).padStart(8);

async function main(): Promise<void> {
  const dir = mkdtempSync(join(resolve(values.dir), 'city-'));
  const storage = await openFolder({ folder: dir });
  try {
    const { views } = storage.ports('reporting');
    const began = performance.now();
    const rows = await fillCity(views, city);
    console.log(`${city.agencies} agencies, ${rows} rows of counters, filled in ${ms(performance.now() - began)} ms`);
    const report = await reportOf(storage.ports('reporting'), city);
    let moved = 0;
    const ask = async (query: string) => {
      const [start, cpu] = [performance.now(), process.cpuUsage()];
      const { length: size } = await report.ask(query);
      const { user, system } = process.cpuUsage(cpu);
      return { took: performance.now() - start, cpu: (user + system) / 1000, size };
    };
    /** Some agencies' work goes on: 20 of them between two requests. */
    const move = async () => {
      for (let n = 0; n < Math.min(20, city.agencies); n += 1)
        await moveOne(views, (moved += 1) % city.agencies, moved, city);
    };
    const measure = async (name: string, query: (i: number) => string, rounds = ROUNDS) => {
      const first = await ask(query(0));
      const all = [];
      for (let i = 1; i <= rounds; i += 1) {
        await move();
        all.push(await ask(query(i)));
      }
      const took = all.map((one) => one.took).sort((a, b) => a - b);
      const cpu = all.map((one) => one.cpu).sort((a, b) => a - b);
      console.log(
        `${name.padEnd(34)} first ${ms(first.took)} ms (cpu ${ms(first.cpu)}), then p50 ${ms(at(took, 0.5))} p95 ${ms(at(took, 0.95))} ms, cpu p50 ${ms(at(cpu, 0.5))} p95 ${ms(at(cpu, 0.95))}, ${(first.size / 1024).toFixed(0)} KB`,
      );
    };
    await measure('today, by unit', () => '', ROUNDS * 4);
    await measure('as of any day, by unit', () => `asOf=${dayAt(Math.floor(chance() * city.days))}`);
    await measure('one agency’s units', (i) => `under=${agencyOf(i % city.agencies)}-org`);
    await measure(
      'one agency’s units, any day',
      (i) => `under=${agencyOf(i % city.agencies)}-org&asOf=${dayAt(i % city.days)}`,
    );
    await measure('by phase, today', () => 'by=phase', 10);
    await measure('by measure, today', () => 'by=measure', 10);
    await measure('by measure, any day', (i) => `by=measure&asOf=${dayAt((i * 7) % city.days)}`, 10);
    await measure('the whole tree, all units', () => 'levels=9', 3);
    console.log(`memory ${(process.memoryUsage().rss / 1024 / 1024).toFixed(0)} MB`);
    await report.close();
  } finally {
    await storage.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

void main();
