import { noticeRefusals } from '@chuangwen/documents';
import { platformMessages, type Catalogue } from '@chuangwen/platform';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './check';

const services = globSync('services/*/src/messages.ts', { cwd: root });

/** Each service answers with the platform's words and its own; what libs throw may come out of any of them. */
const catalogues = new Map<string, Catalogue>(
  services.map((file) => {
    const found = Object.values(jest.requireActual<Record<string, Catalogue>>(join(root, file)));
    return [file.split('/')[1]!, Object.assign({}, ...found) as Catalogue];
  }),
);

type Thrown = { file: string; code: string; params: string[] | null };

const sources = globSync(['libs/*/src/**/*.ts', 'services/*/src/**/*.ts'], { cwd: root }).filter(
  (file) => !/\.spec\.ts$|conformance|\/fakes\/|\/testing\//.test(file),
);

/** `new RuleViolation('code', { a, b: 1 })` and the like; params are null where they are not written out on the spot. */
function thrown(file: string): Thrown[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/\bRuleViolation\(/g)].flatMap(({ index, 0: { length } }) => {
    const call = upToClosing(text, index + length);
    const at = call.search(/,\s*[{a-z]/);
    const [codes, rest] = at < 0 ? [call, ''] : [call.slice(0, at), call.slice(at + 1)];
    return [...codes.matchAll(/'([a-z]+(?:[.-][a-z]+)*)'/g)].map(([, code = '']) => ({
      file,
      code,
      params: named(rest),
    }));
  });
}

function upToClosing(text: string, from: number): string {
  let depth = 1;
  let at = from;
  for (; depth > 0 && at < text.length; at += 1) depth += { '(': 1, ')': -1 }[text[at]!] ?? 0;
  return text.slice(from, at - 1);
}

function named(rest: string): string[] | null {
  const object = /^\s*\{(.*)\}\s*,?\s*$/s.exec(rest)?.[1];
  if (object === undefined) return rest.trim() === '' ? [] : null;
  return object.includes('...')
    ? null
    : [...object.matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)].map(([, name = '']) => name);
}

const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
/** A value that is itself words has its English beside it: `{kind}`, `{kindEn}`. */
const inEnglish = (en: string) => places(en.replace(/(?<=\{\w+)En(?=\})/g, ''));
const all = sources.flatMap(thrown);
const service = (file: string) => /^services\/([^/]+)/.exec(file)?.[1];

describe('Every refusal', () => {
  it('is found in the sources', () => {
    expect(all.length).toBeGreaterThan(30);
    expect(all.map(({ code }) => code)).toContain('command.id-reused');
    expect([...catalogues.keys()]).toEqual(expect.arrayContaining(['campaign', 'identity', 'reporting', 'task']));
  });

  it('of a service has words in its own catalogue', () => {
    const missing = all.filter(({ file, code }) => {
      const own = catalogues.get(service(file) ?? '');
      return own && !(code in own) && !(code in platformMessages);
    });
    expect(missing).toEqual([]);
  });

  it('of a lib has words in the platform’s, or in the catalogue of who uses it', () => {
    const known = [platformMessages, ...catalogues.values(), noticeRefusals];
    const missing = all.filter(({ file, code }) => !service(file) && !known.some((catalogue) => code in catalogue));
    expect(missing).toEqual([]);
  });

  it('is given what its words ask for', () => {
    const bare = all.flatMap(({ file, code, params }) => {
      const message = (catalogues.get(service(file) ?? '') ?? {})[code] ?? platformMessages[code];
      if (!message || params === null) return [];
      return places(message.zh)
        .filter((place) => !params.includes(place.slice(1, -1)))
        .map((place) => `${file}: ${code} ${place}`);
    });
    expect(bare).toEqual([]);
  });
});

describe.each([['platform', platformMessages] as const, ...catalogues])('The words of %s', (_, messages) => {
  it.each(Object.entries(messages))(
    '%s are there in both languages, with the same places to fill',
    (code, { zh, en }) => {
      expect(code).toMatch(/^[a-z]+(?:[.-][a-z]+)*$/);
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/[A-Za-z]{2}/);
      expect(en.replace(/\{\w+\}/g, '')).not.toMatch(/\p{Script=Han}/u);
      expect(inEnglish(en)).toEqual(places(zh));
    },
  );

  it('ask nobody to reload a page where there may be none', () => {
    const asking = Object.entries(messages).filter(([, { zh, en }]) => zh.includes('刷新') || /\breload/i.test(en));
    expect(asking.map(([code]) => code)).toEqual([]);
  });

  it('don’t say anything else than the platform’s own of the same code', () => {
    if (messages === platformMessages) return;
    expect(Object.keys(messages).filter((code) => code in platformMessages)).toEqual([]);
  });
});

describe('The words of documents', () => {
  it.each(Object.entries(noticeRefusals))(
    '%s are in both languages, and in the catalogue of who reads documents',
    (code, words) => {
      const [zh, en] = [words.zh, words.en];
      expect(inEnglish(en)).toEqual(places(zh));
      expect(catalogues.get('campaign')?.[code] ?? platformMessages[code]).toMatchObject(words);
    },
  );

  it('is where this test thinks', () => {
    for (const file of services) expect(existsSync(join(root, file))).toBe(true);
  });
});
