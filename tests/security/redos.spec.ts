import { attacksOn, atomsOf } from './support/attacks';
import { foldersIn, madeWhile, regexesIn, type Found } from './support/regexes';
import { slowOnes } from './support/stopwatch';
import { notice } from './support/notice';

/** No text makes an expression of ours run away. */
const jobsOf = (all: readonly Found[], length: number) =>
  all.map((found) => ({ found, texts: [...attacksOn(found, length)] }));
const shown = async (all: readonly Found[], length: number, limit: number) =>
  (await slowOnes(jobsOf(all, length), limit)).map(
    ({ found, milliseconds, text }) => `${found.where} /${found.source}/${found.flags}: ${milliseconds} ms on ${text}`,
  );
const written = (folders: readonly string[]): Found[] => folders.flatMap(regexesIn);
const isReader = (folder: string) => folder.includes('documents');

describe('The attack', () => {
  const expression = (source: string): Found => ({ where: 'here', source, flags: '' });

  it.each([
    ['^(a+)+$', ['a']],
    ['^[\\d-]{3}(?:x|\\s*)\\u4e00.$', ['1', 'x', ' ', '一', 'x']],
    ['(?<=《)[^》]+》$', ['《', 'x', '》']],
  ])('knows what %s takes', (source, atoms) => expect(atomsOf(expression(source))).toEqual(atoms));

  it.each(['^(a+)+$', '^(?:a|a)*b$', '([\\p{L}.]+)+@x$', '^(x+x+)+y$'])('finds that %s runs away', async (source) => {
    const found = { ...expression(source), flags: source.includes('\\p') ? 'u' : '' };
    expect(await slowOnes(jobsOf([found], 2_000), 100, 300)).toHaveLength(1);
  });

  it('finds what takes a square of the time', async () => {
    expect(await slowOnes(jobsOf([expression('\\s+$')], 60_000), 300)).toHaveLength(1);
  });
});

describe('Every expression', () => {
  it('that meets a request is done at once with the longest field', async () => {
    const folders = [...foldersIn('libs'), ...foldersIn('services')].filter((folder) => !isReader(folder));
    const all = written(folders);
    expect(all.length).toBeGreaterThan(20);
    expect(await shown(all, 60_000, 300)).toEqual([]);
  }, 60_000);

  it('of the reader of notices takes its time in proportion, for a line as long as it looks at', async () => {
    const made = await madeWhile(async () => {
      jest.resetModules();
      const { readNotice } = await import('@chuangwen/documents');
      readNotice(notice('桐泽'));
    });
    expect(made.length).toBeGreaterThan(20);
    expect(await shown([...written(['libs/documents/src']), ...made], 2_000, 100)).toEqual([]);
  }, 60_000);
});
