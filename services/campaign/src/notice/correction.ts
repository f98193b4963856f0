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
  const steps = path.split('.');
  const result = set(noticeShape, content, steps, value, path) as NoticeContent;
  if (steps.at(-1) === 'phase' && value !== null && !result.phases.some(({ name }) => name.value === value))
    throw new RuleViolation('notice.unknown-phase', { phase: value });
  if (steps[0] === 'phases' && steps.at(-1) !== 'start' && steps.at(-1) !== 'end') return followed(content, result);
  return result;
}

function set(shape: Shape, current: unknown, steps: readonly string[], value: string | null, path: string): unknown {
  const [step, ...rest] = steps;
  switch (shape.is) {
    case 'field':
      if (step !== undefined) throw unknown(path);
      return value === null ? absent(shape, path) : field(shape, current as UnderstoodField | null, value);
    case 'words':
      if (step !== undefined) throw unknown(path);
      return value;
    case 'list':
      return inList(shape, current as readonly unknown[], step, rest, value, path);
    case 'record': {
      if (step === undefined) {
        if (value === null || shape.head === undefined) throw unknown(path);
        return set(shape, current, [shape.head], value, path);
      }
      const part = Object.hasOwn(shape.fields, step) ? shape.fields[step] : undefined;
      if (!part) throw unknown(path);
      const whole = (current ?? shape.empty) as Record<string, unknown>;
      return { ...whole, [step]: set(part, whole[step] ?? null, rest, value, path) };
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
): unknown[] {
  const index = /^\d{1,4}$/.test(step ?? '') ? Number(step) : Infinity;
  if (index > entries.length) throw unknown(path);
  if (index === entries.length) {
    if (rest.length > 0 || value === null) throw unknown(path);
    return [...entries, set(of, null, [], value, path)];
  }
  if (rest.length === 0 && value === null) return entries.filter((_, i) => i !== index);
  return entries.map((entry, i) => (i === index ? set(of, entry, rest, value, path) : entry));
}

function field(shape: Shape, current: UnderstoodField | null, value: string): Corrected {
  if (shape.is === 'field' && shape.date && !isRealDate(value))
    throw new RuleViolation('notice.not-a-date', { value: value.slice(0, 30) });
  return { value, place: current?.place ?? null, inferred: false, warnings: [], corrected: true };
}

function absent(shape: Shape, path: string): null {
  if (shape.is === 'field' && shape.required) throw new RuleViolation('notice.field-required', { path });
  return null;
}

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
