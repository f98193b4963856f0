import type { z } from 'zod';

export type FieldError = Readonly<{ field: string; 'zh-CN': string; en: string }>;

type Words = Readonly<{ zh: string; en: string }>;

/** Thrown by the validation pipe; answered as 400 with one line for each field. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  /** What is wrong first with each field. */
  readonly issues: readonly z.core.$ZodIssue[];

  /** `given`: what was looked at; `of`: its own name where it is but one value of the path or the query. */
  constructor(
    issues: readonly z.core.$ZodIssue[],
    readonly given?: unknown,
    readonly of?: string,
  ) {
    super('request does not have the shape it must have');
    this.issues = firstOfEach(issues);
  }
}

/** Of a field that breaks two rules one is told: what is mended by it often mends the other. Unknown entries are of no field. */
function firstOfEach(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const told = new Set<string>();
  return issues.filter(({ path, code }) => {
    const field = JSON.stringify([path ?? [], code === 'unrecognized_keys']);
    return !told.has(field) && told.add(field);
  });
}

export function fieldErrors({ issues, given, of }: Pick<InvalidRequest, 'issues' | 'given' | 'of'>): FieldError[] {
  return issues.slice(0, 50).map((issue) => {
    const path = issue.path ?? [];
    const { zh, en } = isMissing(issue, path, given) ? MISSING : wordsFor(issue);
    return { field: short([...(of === undefined ? [] : [of]), ...path].map(String).join('.')), 'zh-CN': zh, en };
  });
}

const MISSING: Words = { zh: '必须填写', en: 'is required' };
const KINDS: readonly z.core.$ZodIssue['code'][] = ['invalid_type', 'invalid_value', 'invalid_union'];

/** What is turned into a number first is none where it was not sent at all; so only what was sent can say. */
const isMissing = ({ code }: z.core.$ZodIssue, path: readonly PropertyKey[], given: unknown): boolean =>
  KINDS.includes(code) &&
  path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | null | undefined)?.[step], given) ===
    undefined;

/** Names of entries may come from the request itself. */
const short = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

const TYPES: Readonly<Partial<Record<z.core.$ZodInvalidTypeExpected, string>>> = {
  string: '应为文字',
  number: '应为数字',
  int: '应为整数',
  boolean: '应填 true 或 false',
  array: '应为列表',
  object: '应为对象',
  record: '应为对象',
  null: '应为 null',
};

const measure = (origin: string): Words =>
  origin === 'string' ? { zh: '字', en: ' characters' } : { zh: '个', en: '' };

function wordsFor(issue: z.core.$ZodIssue): Words {
  switch (issue.code) {
    case 'invalid_type':
      return { zh: TYPES[issue.expected] ?? '类型不对', en: `must be ${issue.expected}` };
    case 'too_small':
      return issue.origin === 'number'
        ? { zh: `不能小于 ${issue.minimum}`, en: `must be at least ${issue.minimum}` }
        : Number(issue.minimum) === 1
          ? { zh: '不能为空', en: 'must not be empty' }
          : {
              zh: `至少 ${issue.minimum} ${measure(issue.origin).zh}`,
              en: `must have at least ${issue.minimum}${measure(issue.origin).en}`,
            };
    case 'too_big':
      return issue.origin === 'number'
        ? { zh: `不能大于 ${issue.maximum}`, en: `must be at most ${issue.maximum}` }
        : {
            zh: `最多 ${issue.maximum} ${measure(issue.origin).zh}`,
            en: `must have at most ${issue.maximum}${measure(issue.origin).en}`,
          };
    case 'invalid_format':
      return issue.format === 'date'
        ? { zh: '应为日历上有的日期，例如 2026-04-28', en: 'must be a day of the calendar, such as 2026-04-28' }
        : {
            zh: '格式不对，可能有空格或不能用的字符',
            en: 'has a form that is not allowed; look for blanks and odd characters',
          };
    case 'invalid_value':
      return { zh: `只能是：${issue.values.join('、')}`, en: `must be one of: ${issue.values.join(', ')}` };
    case 'unrecognized_keys':
      return {
        zh: `有不认识的项：${short(issue.keys.join('、'))}`,
        en: `has unknown entries: ${short(issue.keys.join(', '))}`,
      };
    case 'custom': {
      const { zh = '填写有误', en = 'is not valid' } = (issue.params ?? {}) as Partial<Words>;
      return { zh, en };
    }
    default:
      return { zh: '填写有误', en: 'is not valid' };
  }
}
