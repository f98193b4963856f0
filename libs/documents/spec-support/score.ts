/** The score of `tools/score-notice.mjs` beside the shared fixtures, for a corpus that is part of the repository. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Fields = Readonly<Record<string, Json>>;
type Fact = { field: string; value: string; like: (a: string, b: string) => boolean };
export type Score = { found: number; missed: string[]; invented: string[]; noise: string[] };

const plain = (value: Json | undefined): string =>
  String(value ?? '')
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[“”"'‘’]/g, '"')
    .replace(/，/g, ',')
    .replace(/[—–\-~～]+/g, '-')
    .replace(/、/g, ',')
    .replace(/[。;；:：,.]+$/g, '');

const same = (a: string, b: string): boolean => plain(a) === plain(b);
const startsAlike = (a: string, b: string): boolean => plain(a).slice(0, 16) === plain(b).slice(0, 16);

function alike(a: string, b: string): boolean {
  const [x, y] = [plain(a), plain(b)];
  const [short, long] = [Math.min(x.length, y.length), Math.max(x.length, y.length)];
  return (
    x === y || (short > 7 && short / long >= 0.5 && (x.slice(0, 8) === y.slice(0, 8) || x.includes(y) || y.includes(x)))
  );
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const list = (value: Json | undefined): readonly Json[] =>
  value === null || value === undefined ? [] : isList(value) ? value : [value];
const fields = (value: Json | undefined): Fields =>
  typeof value === 'object' && value !== null && !isList(value) ? value : {};

/** Every fact of a document; a key that the expectation does not name is not scored. */
function facts(doc: Fields, scored: Fields): Fact[] {
  const out: Fact[] = [];
  const add = (field: string, value: Json | undefined, like = same): void => {
    if (plain(value) !== '') out.push({ field, value: String(value), like });
  };
  for (const key of ['title', 'planTitle', 'docNumber', 'issuer', 'cc', 'issuedOn'])
    if (key in scored) add(key, list(doc[key]).join(','));
  if ('goals' in scored) add('goals', doc['goals'], startsAlike);
  for (const key of ['addressees', 'attachments'])
    if (key in scored) for (const one of list(doc[key])) add(key, one, alike);
  if ('leadingGroup' in scored) {
    const group = fields(doc['leadingGroup']);
    for (const role of ['leader', 'office']) add(`group.${role}`, group[role]);
    for (const role of ['deputies', 'members']) for (const name of list(group[role])) add(`group.${role}`, name);
  }
  if ('phases' in scored)
    for (const { name, start, end } of list(doc['phases']).map(fields))
      add('phases', [name, start, end].map(String).join('|'));
  for (const key of ['measures', 'requirements'])
    if (key in scored) for (const item of list(doc[key])) add(key, fields(item)['title'], alike);
  if ('tasks' in scored)
    for (const task of list(doc['tasks']).map(fields)) {
      add('tasks.text', task['text'], alike);
      for (const key of ['responsible', 'deadline'])
        if (task[key] != null) add(`tasks.${key}`, `${plain(task['text']).slice(0, 8)}|${String(task[key])}`);
    }
  return out;
}

/** Compares what was read, in the interchange format, with what a careful clerk would have entered. */
export function scoreOf(got: object, expected: object): Score {
  const [read, wanted] = [JSON.parse(JSON.stringify(got)) as Fields, expected as Fields];
  const have = facts(read, wanted);
  const score: Score = { found: 0, missed: [], invented: [], noise: [] };
  for (const fact of facts(wanted, wanted)) {
    const at = have.findIndex((other) => other.field === fact.field && fact.like(other.value, fact.value));
    if (at < 0) score.missed.push(`${fact.field}: ${fact.value}`);
    else {
      have.splice(at, 1);
      score.found++;
    }
  }
  score.invented = have.map(({ field, value }) => `${field}: ${value}`);
  const printed = JSON.stringify(got);
  score.noise = list(wanted['_mustNotAppear'])
    .map(String)
    .filter((word) => printed.includes(word));
  return score;
}

/** F1 over documents, and what is wrong, one line each. */
export function summary(scores: Readonly<Record<string, Score>>): { f1: number; wrong: string[] } {
  const all = Object.values(scores);
  const sum = (count: (score: Score) => number) => all.reduce((total, score) => total + count(score), 0);
  const found = sum((score) => score.found);
  const wrong = sum(({ missed, invented }) => missed.length + invented.length);
  const lines = Object.entries(scores).flatMap(([name, { missed, invented, noise }]) => [
    ...missed.map((fact) => `${name} - ${fact}`),
    ...invented.map((fact) => `${name} + ${fact}`),
    ...noise.map((word) => `${name} ! ${word}`),
  ]);
  return { f1: found ? (2 * found) / (2 * found + wrong) : 0, wrong: lines };
}
