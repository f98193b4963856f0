import { RuleViolation, type Params } from '@chuangwen/kernel';
import { ProblemFilter } from '@chuangwen/platform';

/** What the proxy answers by itself, and the parameters that it can know. */
const answers: Readonly<Record<string, Params>> = {
  'request.unreadable': {},
  'request.address': {},
  'not-found': {},
  'request.too-slow': {},
  'request.too-large': { limit: '1 MB', characters: 35 },
  'file.too-large': { limit: '50 MB' },
  'request.head-too-large': {},
  'service.unreachable': {},
  'service.no-answer': {},
};

/** deploy/proxy/problems.conf: a variable for each answer, in the words of the platform's own catalogue. */
export function problemsConf(): string {
  const problems = new ProblemFilter({});
  const maps = Object.entries(answers).map(([code, params]) => {
    const [zh, en] = ['zh', 'en'].map((language) =>
      quoted(JSON.stringify(problems.problemOf(new RuleViolation(code, params), language))),
    );
    return `map $language $problem_${code.replace(/\W/g, '_')} {\n  zh ${zh};\n  en ${en};\n}\n`;
  });
  return `# Written by tests/proxy/problems.spec.ts from libs/platform/src/http/messages.ts.\n${maps.join('\n')}`;
}

function quoted(text: string): string {
  if (text.includes('$')) throw new Error(`nginx would read a variable in ${text}`);
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
