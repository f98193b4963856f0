import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Visitor } from '@chuangwen/standalone';
import { until } from '../journeys/city';
import { startedWith, stopped } from '../journeys/program';
import { Collector } from './collector';

it('the program sends its spans where it is told to, its thread of views too, and those of one story fit together', async () => {
  const collector = new Collector();
  const data = mkdtempSync(join(tmpdir(), 'chuangwen-otlp-'));
  const settings = { CHUANGWEN_TRACES: await collector.listen() };
  const program = await startedWith(settings, /(http:\S+\/setup#\S+)\s/, 'start', '--data', data, '--port', '0');
  try {
    const { origin, hash } = new URL(program.found);
    await new Visitor(origin).setUp({
      token: hash.slice(1),
      office: { name: '桐泽市文明办', level: 'city' },
      administrator: { name: '林晓棠', login: 'lin', password: '桐泽演示-2026' },
    });
    await until(
      async () => collector.spans.filter(({ name }) => name.startsWith('identity.')).length,
      (heard) => heard > 0,
    );
  } finally {
    expect(await stopped(program)).toBe(0);
    await collector.close();
    rmSync(data, { recursive: true, force: true });
  }
  const { spans } = collector;
  const heard = spans.find(({ name }) => name.startsWith('identity.'))!;
  const append = spans.find(({ spanId }) => spanId === heard.parentSpanId)!;
  expect(append.name).toMatch(/^append /);
  expect(append.traceId).toBe(heard.traceId);
  // Of one program, and of two threads of it.
  expect([append.service, heard.service]).toEqual(['chuangwen', 'chuangwen']);
  expect(heard.instance).not.toBe(append.instance);
  expect(spans.map(({ name }) => name)).toContain('POST /api/identity/setup');
  expect(JSON.stringify(spans)).not.toMatch(/林晓棠|文明办/);
}, 60_000);
