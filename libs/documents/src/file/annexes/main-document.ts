/** A file of which it is not yet known what it is: its name, its first lines, whether it is a spreadsheet. */
export type Unknown = Readonly<{ name: string; text: string; sheet: boolean }>;

/** Which of several files is the notice itself: it has a number, somebody it is addressed to, a list of annexes; an annex says that it is one. */
export function mainDocument(files: readonly Unknown[]): number {
  const scores = files.map(score);
  return scores.indexOf(Math.max(...scores));
}

function score({ name, text, sheet }: Unknown): number {
  const lines = firstLines(text, 40);
  const any = (pattern: RegExp, count: number) => lines.slice(0, count).some((line) => pattern.test(line));
  return (
    (any(/[〔[（(]\s?(?:19|20)\d{2}\s?[〕\])）]\s?\d{1,4}\s?号/, 20) ? 4 : 0) +
    (any(/^(?:各|市|县|区|局|机关|本).{1,80}[：:]$/, 15) ? 3 : 0) +
    (any(/(?:通知|通报|意见|函|决定|方案)$/, 10) ? 2 : 0) +
    (/(?:^|\n)\s{0,10}附\s?件\s{0,4}[：:]/.test(text.slice(0, 200_000)) ? 2 : 0) +
    (/通知|正文/.test(name) ? 1 : 0) -
    (any(/^\s{0,10}附\s?[件表]/, 3) ? 8 : 0) -
    (/^附\s?[件表]/.test(name) ? 4 : 0) -
    (sheet ? 4 : 0)
  );
}

/** The lines that are not blank, cut to what a title or a heading may be long. */
export const firstLines = (text: string, count: number): string[] =>
  text
    .slice(0, 20_000)
    .split('\n')
    .map((line) => line.trim().slice(0, 120))
    .filter((line) => line !== '')
    .slice(0, count);
