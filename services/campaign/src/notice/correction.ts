import type { ItemTree, NoticeContent, UnderstoodField } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { isRealDate } from '../plan/dates';
import { noticeShape, type Shape } from './shape';

/** A field that a person set right is no longer doubtful and no longer 推定; its place in the source stays. */
type Corrected = UnderstoodField & Readonly<{ corrected: true }>;

/**
 * The content with one field set right. `path` as in `measures.0.children.2.deadline`; null: it is not in the notice, for an
 * entry of a list: it is none. One past the end of a list adds an entry. Throws `notice.unknown-field`,
 * `notice.field-required`, `notice.not-a-date`, `notice.unknown-phase`.
 */
export function correct(content: NoticeContent, path: string, value: string | null): NoticeContent {
  const result = attempt(content, path, value);
  if (result instanceof RuleViolation) throw result;
  return result;
}

/** The same of a correction that is history: what today's rules would refuse leaves the content as it is. */
export function corrected(content: NoticeContent, path: string, value: string | null): NoticeContent {
  const result = attempt(content, path, value);
  return result instanceof RuleViolation ? content : result;
}

/** Refusals are returned, not thrown: a stream must be read whatever is in it. */
function attempt(content: NoticeContent, path: string, value: string | null): NoticeContent | RuleViolation {
  const steps = path.split('.');
  const set = put(noticeShape, content, steps, value, path);
  if (set instanceof RuleViolation) return set;
  const result = set as NoticeContent;
  if (steps.at(-1) === 'phase' && value !== null && !result.phases.some(({ name }) => name.value === value))
    return new RuleViolation('notice.unknown-phase', { phase: value });
  if (steps[0] === 'phases' && steps.at(-1) !== 'start' && steps.at(-1) !== 'end') return followed(content, result);
  return result;
}

/** What a path says now, an entry of a list by what names it; null: the notice does not say; undefined: there is no such place. */
export function valueAt(content: NoticeContent, path: string): string | null | undefined {
  let shape: Shape | undefined = noticeShape;
  let current: unknown = content;
  for (const step of path.split('.')) {
    if (shape?.is === 'list') {
      current = (current as readonly unknown[] | null | undefined)?.[Number(step)];
      if (current === undefined) return undefined;
      shape = shape.of;
    } else if (shape?.is === 'record' && Object.hasOwn(shape.fields, step)) {
      current = (current as Record<string, unknown> | null)?.[step] ?? null;
      shape = shape.fields[step];
    } else return undefined;
  }
  if (shape?.is === 'record' && shape.head !== undefined)
    return (current as Record<string, { value: string } | null> | null)?.[shape.head]?.value ?? null;
  if (shape?.is === 'field') return (current as { value: string } | null)?.value ?? null;
  return shape?.is === 'words' ? (current as string | null) : undefined;
}

/** Whether correcting this to null takes an entry out of a list, so that those after it get other numbers. */
export const removesEntry = (path: string, value: string | null): boolean => value === null && /\.\d+$/.test(path);

/** What stands there afterwards, or why it can't. */
function put(shape: Shape, current: unknown, steps: readonly string[], value: string | null, path: string): unknown {
  const [step, ...rest] = steps;
  switch (shape.is) {
    case 'field':
      if (step !== undefined) return unknown(path);
      return value === null ? absent(shape, path) : field(shape, current as UnderstoodField | null, value);
    case 'words':
      return step === undefined ? value : unknown(path);
    case 'list':
      return inList(shape, (current ?? []) as readonly unknown[], step, rest, value, path);
    case 'record': {
      if (step === undefined) {
        if (value === null || shape.head === undefined) return unknown(path);
        return put(shape, current, [shape.head], value, path);
      }
      const part = Object.hasOwn(shape.fields, step) ? shape.fields[step] : undefined;
      if (!part) return unknown(path);
      const whole = (current ?? shape.empty) as Record<string, unknown>;
      const inside = put(part, whole[step] ?? null, rest, value, path);
      return inside instanceof RuleViolation ? inside : { ...whole, [step]: inside };
    }
  }
}

function inList(
  { of }: Extract<Shape, { is: 'list' }>,
  entries: readonly unknown[],
  step: string | undefined,
  rest: readonly string[],
  value: string | null,
  path: string,
): unknown[] | RuleViolation {
  const index = /^\d{1,4}$/.test(step ?? '') ? Number(step) : Infinity;
  if (index > entries.length) return unknown(path);
  const isNew = index === entries.length;
  if (isNew && (rest.length > 0 || value === null)) return unknown(path);
  if (rest.length === 0 && value === null) return entries.filter((_, i) => i !== index);
  const inside = put(of, isNew ? null : entries[index], rest, value, path);
  return inside instanceof RuleViolation ? inside : [...entries.slice(0, index), inside, ...entries.slice(index + 1)];
}

function field(shape: Shape, current: UnderstoodField | null, value: string): Corrected | RuleViolation {
  if (shape.is === 'field' && shape.date && !isRealDate(value))
    return new RuleViolation('notice.not-a-date', { value: value.slice(0, 30) });
  return { value, place: current?.place ?? null, inferred: false, warnings: [], corrected: true };
}

const absent = (shape: Shape, path: string): null | RuleViolation =>
  shape.is === 'field' && shape.required ? new RuleViolation('notice.field-required', { path }) : null;

const unknown = (path: string) => new RuleViolation('notice.unknown-field', { path });

/** Items name their phase: they follow when it is renamed, and have none when it is removed. */
function followed(before: NoticeContent, after: NoticeContent): NoticeContent {
  const removed = after.phases.length < before.phases.length;
  const now = new Map(
    removed
      ? after.phases.map(({ name }) => [name.value, name.value])
      : before.phases.map(({ name }, i) => [name.value, after.phases[i]?.name.value ?? name.value]),
  );
  const phaseOf = (phase: string | null) => (phase === null ? null : (now.get(phase) ?? null));
  const items = (list: readonly ItemTree[]): ItemTree[] =>
    list.map((item) => ({ ...item, phase: phaseOf(item.phase), children: items(item.children) }));
  return {
    ...after,
    measures: items(after.measures),
    requirements: items(after.requirements),
    tasks: after.tasks.map((task) => ({ ...task, phase: phaseOf(task.phase) })),
  };
}
