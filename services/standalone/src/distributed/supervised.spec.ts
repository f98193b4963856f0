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
});
