import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Supervised } from './supervised';

const program = (script: string) => ({ name: 'one', file: process.execPath, args: ['-e', script], env: { MARK: '7' } });
const until = async (holds: () => boolean) => {
  for (const end = Date.now() + 20_000; !holds(); await new Promise((wake) => setTimeout(wake, 20)))
    if (Date.now() > end) throw new Error('not within 20 s');
};

describe('A program that is kept running', () => {
  it('says its lines under its name, and sees its settings', async () => {
    const lines: string[] = [];
    const one = new Supervised(program('console.log(process.env.MARK); setInterval(() => {}, 1000)'), (line) =>
      lines.push(line),
    );
    await until(() => lines.includes('one | 7'));
    await one.stop();
    expect(lines).toEqual(['one | 7']);
  });

  it('starts again when it ends, and no more once it is stopped', async () => {
    const lines: string[] = [];
    const one = new Supervised(program('console.log("up"); setTimeout(() => process.exit(3), 50)'), (line) =>
      lines.push(line),
    );
    await until(() => lines.filter((line) => line === 'one | up').length === 2);
    await one.stop();
    const before = lines.length;
    await new Promise((wake) => setTimeout(wake, 1_500));
    expect(lines).toHaveLength(before);
  });

  it('says what cannot be started', async () => {
    const lines: string[] = [];
    const one = new Supervised({ ...program(''), file: 'no-such-program' }, (line) => lines.push(line));
    await until(() => lines.some((line) => line.includes('ENOENT')));
    await one.stop();
  });

  it('leads a group of its own, so that a Ctrl+C at the terminal does not reach it', async () => {
    const lines: string[] = [];
    const one = new Supervised(program('console.log("up"); setInterval(() => {}, 1000)'), (line) => lines.push(line));
    await until(() => lines.includes('one | up'));
    expect(process.kill(-one.pid!, 0)).toBe(true);
    await one.stop();
  });

  it('is stopped by its own signal, once', async () => {
    const lines: string[] = [];
    const script = `for (const signal of ['SIGQUIT', 'SIGTERM', 'SIGINT'])
      process.on(signal, () => { console.log(signal); setTimeout(() => process.exit(), 200); });
      setInterval(() => {}, 1000); console.log('up')`;
    const one = new Supervised({ ...program(script), stopBy: 'SIGQUIT' }, (line) => lines.push(line));
    await until(() => lines.includes('one | up'));
    await one.stop();
    expect(lines).toEqual(['one | up', 'one | SIGQUIT']);
  });

  it('is killed with what it started when it does not end', async () => {
    const lines: string[] = [];
    const worker = 'console.log(process.pid); setInterval(() => {}, 1000)';
    const script = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);
      require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(worker)}], { stdio: 'inherit' })`;
    const one = new Supervised(program(script), (line) => lines.push(line));
    await until(() => lines.length === 1);
    jest.useFakeTimers();
    const stopped = one.stop();
    jest.advanceTimersByTime(12_000);
    jest.useRealTimers();
    await stopped;
    await until(() => !isThere(Number(lines[0]!.split(' ').at(-1))));
  });

  it('is stopped where the one who started it ends by a fault', async () => {
    const file = JSON.stringify(join(__dirname, '../../dist/distributed/supervised'));
    const child = JSON.stringify(program('console.log(process.pid); setInterval(() => {}, 1000)'));
    const script = `new (require(${file}).Supervised)(${child}, (line) => { throw new Error(line) })`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(status).toBe(1);
    const pid = Number(/Error: one \| (\d+)/.exec(stderr)![1]);
    await until(() => !isThere(pid));
  });
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
