import { Log, setLog } from './log';

const written: string[] = [];
const log = new Log('task', 'problem');
const before = { format: 'json', level: 'warn', write: (line: string) => void process.stderr.write(line) } as const;
beforeEach(() => {
  written.length = 0;
  setLog({ format: 'json', level: 'warn', write: (line) => written.push(line) });
});
afterAll(() => setLog(before));

it('says one line of JSON with time, level, service, tenant, correlation id and message', () => {
  log.error('a view is behind', { tenant: 'tenant-1', correlationId: 'c-1', lag: 3, nothing: undefined });
  expect(written).toHaveLength(1);
  expect(written[0]).toMatch(/^\{"time":"\d{4}-.*Z",.*\}\n$/);
  expect(JSON.parse(written[0]!)).toEqual({
    time: expect.any(String),
    level: 'error',
    service: 'task',
    tenant: 'tenant-1',
    correlationId: 'c-1',
    part: 'problem',
    message: 'a view is behind',
    lag: 3,
  });
});

it('says no more than it was asked to', () => {
  log.info('a command was done');
  expect(written).toEqual([]);
  expect(log.says('info')).toBe(false);
  setLog({ level: 'info' });
  log.info('a command was done');
  expect(written).toHaveLength(1);
  setLog({ level: 'error' });
  log.warn('a disk is nearly full');
  expect(written).toHaveLength(1);
});

it('is plain words at a terminal', () => {
  setLog({ format: 'text' });
  log.warn('消费者落后', { lag: 3 });
  log.warn('done');
  expect(written[0]).toMatch(/^\d\d:\d\d:\d\d 注意 task problem: 消费者落后 \{"lag":3\}\n$/);
  expect(written[1]).toMatch(/ done\n$/);
});

it.each(['json', 'text'] as const)('is one line and steers no terminal, whatever it says (%s)', (format) => {
  setLog({ format });
  const hostile = 'x\n\r\u0085\u2028\u001b[2J\u009b31m\u202eforged';
  log.error(hostile, { more: hostile, tenant: hostile });
  expect(written.join('').trimEnd()).toMatch(/^[^\p{Cc}\u2028\u2029\u202a-\u202e]+$/u);
});
