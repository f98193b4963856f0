import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectedAfter, operators, randomFrom } from '../spec-support/damage';
import { scoreOf, summary, type Score } from '../spec-support/score';
import { readNotice, toInterchange } from '.';

const folder = join(__dirname, '../corpus');
const documents = readdirSync(folder)
  .flatMap((file) => /^(.+)\.expected\.json$/.exec(file)?.[1] ?? [])
  .map((name) => ({
    name,
    text: readFileSync(join(folder, `${name}.txt`), 'utf8'),
    expected: JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')) as Record<string, string>,
  }));

function facts(text: string): object {
  try {
    return toInterchange(readNotice(text));
  } catch {
    // A refusal finds nothing: every fact counts as missed.
    return {};
  }
}

/** Without what was lost on the way: F1 of all documents after the damage. */
function after(name: string, seed: number): { f1: number; wrong: string[] } {
  const scores: Record<string, Score> = {};
  documents.forEach(({ name: document, text, expected }, i) => {
    const damaged = operators[name]!(text, randomFrom(seed * 1000 + i));
    scores[document] = scoreOf(facts(damaged), expectedAfter(name, expected) as object);
  });
  return summary(scores);
}

/** Damage that takes something away may cost something; the rest nothing. What it costs today is the floor. */
const floors: Record<string, number> = {
  'numbered 7': 0.98,
  'wrapped at 28': 0.97,
  'wrapped at 37': 0.975,
  'wrapped at 45': 0.98,
  'one line': 0.905,
  'one line of wide blanks': 0.975,
  'one line of blanks': 0.94,
  'dates in numerals': 0.98,
};

describe('the facts of a document stay what they are, whatever happens to its text', () => {
  it.each(Object.keys(operators))('%s', (name) => {
    const floor = floors[name] ?? 0.985;
    const { f1, wrong } = after(name, 1);
    if (f1 < floor) throw new Error(`F1 ${f1.toFixed(3)} after “${name}”\n${wrong.slice(0, 40).join('\n')}`);
  });
});

describe('the damage itself', () => {
  const text = ['一、目标', '（一）2023年5月4日前完成：甲，乙。', '1.丙（丁）', '| a | b |'].join('\n');
  const done = (name: string) => operators[name]!(text, randomFrom(1));

  it('changes what it says, and leaves tables alone', () => {
    expect(done('numbered 7')).toBe(
      ['1、目标', '（1）2023年5月4日前完成：甲，乙。', '①丙（丁）', '| a | b |'].join('\n'),
    );
    expect(done('dates in numerals')).toContain('二〇二三年五月四日前');
    expect(done('half width')).toContain('1.丙(丁)');
    expect(done('rows with tight bars')).toContain('|a|b|');
    expect(done('one line')).toBe(text);
    expect(operators['one line']!('甲\n乙', randomFrom(1))).toBe('甲乙');
    expect(operators['page ends']!(`${'为深入贯彻落实'.repeat(20)}。`, () => 0.7)).toMatch(/\n.*\d.*\n/);
  });
});
