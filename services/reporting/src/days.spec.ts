import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

jest.setTimeout(60_000);

type Told = { zone: string; figures: Record<string, Record<string, number>> };

/** A process of its own, for a process keeps the time zone that it was started in. */
function inZone(zone: string): Told {
  const child = join(__dirname, 'testing/days-child.ts');
  const args = ['-C', '@chuangwen/source', '-r', '@swc-node/register', child];
  const env = { ...process.env, TZ: zone, NODE_OPTIONS: '' };
  return JSON.parse(
    execFileSync(process.execPath, args, { encoding: 'utf8', env, cwd: join(__dirname, '../../..') }),
  ) as Told;
}

describe('a recorded day', () => {
  const shanghai = inZone('Asia/Shanghai');

  it.each(['America/New_York', 'Pacific/Kiritimati', 'UTC'])('is the same one where the host is in %s', (zone) => {
    const there = inZone(zone);
    expect(there.zone).toBe(zone);
    expect(there.figures).toEqual(shanghai.figures);
  });

  it('begins at midnight in Shanghai, the leap day too', () => {
    const { figures } = shanghai;
    expect(figures['2024-02-27']).toMatchObject({ tasks: 0 });
    expect(figures['2024-02-28']).toMatchObject({ tasks: 2, due: 0 });
    expect(figures['2024-02-29']).toMatchObject({ tasks: 3, submitted: 1, due: 2, onTime: 1, late: 0, overdue: 0 });
    expect(figures['2024-03-01']).toMatchObject({ submitted: 2, due: 2, onTime: 1, late: 1, overdue: 0 });
  });

  it('never goes back within a stream: the order is that of the versions', () => {
    const { figures } = shanghai;
    expect(figures['2024-03-09']).toMatchObject({ accepted: 0, submitted: 2 });
    expect(figures['2024-03-10']).toMatchObject({ accepted: 1, submitted: 3, due: 3, onTime: 2, late: 1 });
    for (const day of Object.values(figures))
      for (const figure of Object.values(day)) expect(figure).toBeGreaterThanOrEqual(0);
  });
});
