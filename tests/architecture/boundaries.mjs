/** Lints texts as if they stood at the given paths, with nothing written there: [{ file, text }] on stdin, messages on stdout. */
import { ESLint } from 'eslint';
import { text as readAll } from 'node:stream/consumers';

const eslint = new ESLint();
const cases = JSON.parse(await readAll(process.stdin));
const results = await Promise.all(cases.map(({ file, text }) => eslint.lintText(text, { filePath: file })));
console.log(
  JSON.stringify(results.map(([result]) => result?.messages.map(({ ruleId, message }) => ({ ruleId, message })))),
);
