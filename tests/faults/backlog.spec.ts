import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeGrounds } from './ground';

jest.setTimeout(300_000);

/** By hand: CHUANGWEN_BACKLOG=1000000. */
const EVENTS = Number(process.env['CHUANGWEN_BACKLOG'] ?? 20_000);
const MB = 1024 * 1024;

type Report = Readonly<{
  before: number;
  most: number;
  lagAtStart: number;
  lagThen: number;
  othersAfter: number;
  p95: number;
  versions: number[];
  sum: number;
}>;

describeGrounds('F17: a consumer that is slow', (on) => {
  it(`with a backlog of ${EVENTS} events holds up nobody else, and memory does not grow with it`, () =>
    on(async (ground) => {
      const root = join(__dirname, '../..');
      const node = ['--expose-gc', '-C', '@chuangwen/source', '-r', require.resolve('@swc-node/register')];
      const args = [...node, join(__dirname, 'backlog-child.ts'), JSON.stringify(ground), String(EVENTS)];
      const { stdout } = await promisify(execFile)(process.execPath, args, {
        cwd: root,
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      const report = JSON.parse(stdout.trim().split('\n').at(-1)!) as Report;
      expect(report.lagAtStart).toBeGreaterThan(EVENTS - 2000);
      // Others showed what was new while it was still far behind, and commands did not wait for it.
      expect(report.lagThen).toBeGreaterThan(EVENTS / 4);
      expect(report.p95).toBeLessThan(1000); // a net: the machine is shared
      // All of it was taken in the end, once.
      expect(report.versions).toEqual([1]);
      expect(report.sum).toBe(EVENTS + 40);
      // What is still needed, of 20,000 events or of a million: held all at once, 20,000 take 60 MB.
      expect(report.most - report.before).toBeLessThan(40 * MB);
    }));
});
