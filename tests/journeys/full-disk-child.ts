/** The whole platform on a small disk of its own (a tmpfs in its own mount namespace): fill it, be refused, make room, go on. */
import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { demoCity, loadCity, Refused, serve } from '@chuangwen/standalone';

const [disk] = process.argv.slice(2) as [string];

async function main(): Promise<void> {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=60m', 'tmpfs', disk]);
  const server = await serve({ folder: join(disk, 'data'), port: 0, host: '127.0.0.1' });
  const office = await loadCity(server.url, server.platform, { ...demoCity(), below: [] }, () => undefined);
  const { visitor } = office.clerk;
  const ballast = join(disk, 'ballast');
  fill(ballast);

  const acknowledged: string[] = [];
  const open = async (n: number) => {
    const { id } = await visitor.post('/api/campaign/campaigns', { title: `创建工作${n}`, goals: '目标'.repeat(500) });
    acknowledged.push(id);
  };
  let refused: Refused | null = null;
  for (let n = 0; n < 500 && !refused; n += 1)
    await open(n).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      refused = error;
    });
  rmSync(ballast);
  await open(1000);
  const there = await visitor.get<{ campaignId: string }[]>('/api/campaign/campaigns');
  const known = new Set(there.map(({ campaignId }) => campaignId));
  const report = {
    problem: (refused as Refused | null)?.problem,
    lost: acknowledged.filter((id) => !known.has(id)),
    more: there.length - acknowledged.length,
  };
  console.log(`report ${JSON.stringify(report)}`);
  await server.close();
}

/** Leaves next to nothing. */
function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, Buffer.alloc(64 * 1024));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  truncateSync(file, statSync(file).size - 256 * 1024);
}

void main();
