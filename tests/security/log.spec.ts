import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { House } from './support/house';
import { Log } from './support/log';
import { notice } from './support/notice';
import { Town, type Place } from './support/town';

/** Nobody writes lines into the log, or steers the terminal of whoever reads it. */
const FORGED = '2026-04-28T00:00:00Z ERROR forged line';
const BREAKS = ['\n', '\r', '\r\n', '\u0085', '\u2028', '\u2029', '\u000b', '\u000c'];
const STEERING = ['\u001b[2J', '\u001b]0;x\u0007', '\u009b31m', '\b\b\b', '\u202e'];

const log = new Log();
let house: House;
let a: Place;

beforeAll(async () => {
  house = await House.open();
  a = (await Town.build(house, ['office', 'a'])).at('a');
  await house.quiet();
  log.start();
}, 60_000);
afterEach(() => {
  expect(log.lines.filter((line) => line.startsWith('2026-04-28') || line.startsWith('ERROR forged'))).toEqual([]);
  for (const text of STEERING) expect(log.all).not.toContain(`${text}${FORGED}`);
});
afterAll(async () => {
  log.stop();
  await house.close();
});

const hostile = [...BREAKS, ...STEERING].map((text) => `x${text}${FORGED}`);

it('requests that bring line ends and escapes are not told of in the log at all', async () => {
  const before = log.all;
  const { session } = a.people.admin;
  for (const text of hostile) {
    await house.ask('POST', '/api/identity/sessions', { body: { login: text, password: text } });
    await house.ask('POST', '/api/identity/people', { session, body: { name: text } });
    await house.ask('POST', '/api/identity/people', { session, body: { [text]: 1 } });
    await house.ask('GET', `/api/identity/people/${encodeURIComponent(text)}?${encodeURIComponent(text)}=1`, {
      session,
    });
    await house.ask('GET', `/${encodeURIComponent(text)}`);
    const headers = {
      'idempotency-key': Buffer.from(text)
        .toString('latin1')
        .replace(/[\0-\x1f\x7f]/g, ''),
      'user-agent': 'x',
    };
    await house.ask('POST', '/api/identity/people', { session, headers, body: { name: '林晓棠' } });
  }
  const file = { name: hostile.join('').replace(/[\r\n]/g, ''), content: Buffer.from([0, 1, 2]) };
  await house.ask('POST', '/api/campaign/notices', { session: a.people.clerk.session, file });
  expect(log.all).toBe(before);
});

it('what no parser takes is answered 400, and not told of either', async () => {
  const before = log.all;
  const { port } = new URL(house.url);
  const lines = [`GET /\u001b[2J${FORGED} HTTP/1.1`, `GET / HTTP/1.1\r\nx-a: b\n${FORGED}`, `${FORGED}`, '\u0000'];
  for (const line of lines) {
    const answer = await new Promise<string>((done, failed) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end(`${line}\r\nhost: x\r\n\r\n`));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => done(text));
      socket.on('error', failed);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('forged');
  }
  expect(log.all).toBe(before);
});

it('an error that quotes what a client sent is one line, whatever that was', async () => {
  const { events } = house.platform.service('identity').runtime.ports;
  for (const text of hostile) {
    const before = log.all.length;
    const broken = jest.spyOn(events, 'append').mockRejectedValueOnce(new Error(`no room for ${text}`));
    const body = { name: '服务站', kind: 'unit', parent: a.root };
    const answer = await house.ask('POST', '/api/identity/organisations', { session: a.people.admin.session, body });
    broken.mockRestore();
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('no room');
    const told = log.all.slice(before);
    expect(told).toContain('no room for x');
    expect(told.trimEnd().split(/[\n\r\u0085\u2028\u2029\v\f]/)).toHaveLength(1);
    const { params } = answer.body as { params: { reference: string } };
    expect(told).toContain(params.reference);
  }
});

it('a notice does not steer the terminal of whoever reads it there', async () => {
  const file = join(house.folder, 'notice.txt');
  await writeFile(file, notice('桐泽').replace('整治市容环境', `整治${STEERING.join('市')}容环境`));
  const main = resolve(__dirname, '../../services/standalone/src/main.ts');
  const source = ['-C', '@chuangwen/source', '-r', '@swc-node/register', main, 'notice', file];
  const { stdout } = await promisify(execFile)(process.execPath, source, { cwd: resolve(__dirname, '../..') });
  expect(stdout).toContain('\ufffd');
  expect(stdout.match(/[^\P{Cc}\t\n]|[\u202a-\u202e]/gu)).toBeNull();
}, 60_000);
