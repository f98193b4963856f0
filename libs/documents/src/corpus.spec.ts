import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scoreOf, summary } from '../spec-support/score';
import { readNotice, toInterchange } from '.';

const folder = join(__dirname, '../corpus');
const names = readdirSync(folder).flatMap((file) => /^(.+)\.expected\.json$/.exec(file)?.[1] ?? []);
const read = (name: string) => toInterchange(readNotice(readFileSync(join(folder, `${name}.txt`), 'utf8')));
const expected = (name: string) =>
  JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')) as Record<string, unknown>;
const scored = () => Object.fromEntries(names.map((name) => [name, scoreOf(read(name), expected(name))]));

describe('invented notices of every kind, entered by a clerk before the parser saw them', () => {
  it('are read with an F1 of 0.93 and better', () => {
    expect(names.length).toBeGreaterThanOrEqual(20);
    const { f1, wrong } = summary(scored());
    if (f1 < 0.93) throw new Error(`F1 ${f1.toFixed(3)}\n${wrong.join('\n')}`);
  });

  it('each has most of its facts', () => {
    for (const [name, score] of Object.entries(scored()))
      expect([name, summary({ [name]: score }).f1 > 0.8]).toEqual([name, true]);
  });

  it('hold nothing of the page around them', () => {
    for (const [name, { noise }] of Object.entries(scored())) expect([name, noise]).toEqual([name, []]);
  });
});

describe('the score itself', () => {
  const page = {
    title: '关于开展整治的通知',
    cc: null,
    tasks: [{ text: '整治背街小巷', responsible: '城管局', deadline: '--08-28' }],
    _mustNotAppear: ['扫一扫'],
  };

  it('counts what was found, missed and invented, and what must not appear', () => {
    const got = {
      title: '关于开展整治的通知',
      cc: '扫一扫',
      tasks: [{ text: '整治背街小巷', responsible: '市城管局' }],
    };
    expect(scoreOf(got, page)).toEqual({
      found: 2,
      missed: ['tasks.responsible: 整治背街小巷|城管局', 'tasks.deadline: 整治背街小巷|--08-28'],
      invented: ['cc: 扫一扫', 'tasks.responsible: 整治背街小巷|市城管局'],
      noise: ['扫一扫'],
    });
  });

  it('is 1 for the page itself, and does not count a key that nobody expects', () => {
    expect(summary({ a: scoreOf({ ...page, _mustNotAppear: [], issuer: '市文明办' }, page) })).toEqual({
      f1: 1,
      wrong: [],
    });
  });
});
