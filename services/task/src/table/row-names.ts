import { deadlineIn } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import type { TaskDocument } from '../projections/task-document';
import type { RowStep } from '../task/task';
import type { Field } from './columns';
import type { Candidate, Directory, Kind } from './directory';
import type { Known } from './known';

export type Unmatched = Readonly<{ kind: Kind; name: string; candidates: readonly Candidate[] }>;

const DIVIDER = /[、，,;；/\n]+/;

/** Names that somebody has to decide about. */
export class Open extends Error {
  constructor(readonly unmatched: readonly Unmatched[]) {
    super('names to be matched');
  }
}

/** The same day, or the same people and units in the same order, may be written in several ways. */
export function means(field: Field, text: string, directory: Directory): string {
  if (field === 'deadline') return deadlineIn(text) ?? text;
  const kind = field === 'leader' || field === 'person' ? 'person' : 'unit';
  if (kind === 'unit' && field !== 'leadUnit' && field !== 'jointUnits' && field !== 'unit') return text;
  const idOf = (name: string) => {
    const found = directory.resolve(kind, name);
    return 'taken' in found ? found.taken : name;
  };
  return field === 'jointUnits' ? namesIn(text, directory).map(idOf).join(' ') : idOf(text);
}

/** Divided by marks; by blanks too, where every part is a unit and the whole is none. */
function namesIn(text: string, directory: Directory): string[] {
  const known = (name: string) => 'taken' in directory.resolve('unit', name);
  return text
    .split(DIVIDER)
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .flatMap((name) => {
      const parts = name.split(/\s+/);
      return !known(name) && parts.every(known) ? parts : [name];
    });
}

/** Lead unit, joint units, person and leader together; null: none of them changes. */
export function assignmentOf(
  wanted: ReadonlyMap<Field, string>,
  task: TaskDocument,
  { directory, choices }: Known,
): RowStep | null {
  const unmatched: Unmatched[] = [];
  const idOf = (kind: Kind, name: string): string | null | undefined => {
    const chosen = kind === 'unit' ? choices.units : choices.people;
    if (Object.hasOwn(chosen, name)) {
      const id = chosen[name] ?? null;
      if (id === null) return undefined; // as it is
      if (directory.has(kind, id)) return id;
    }
    const found = directory.resolve(kind, name);
    if ('taken' in found) return found.taken;
    unmatched.push({ kind, name, candidates: found.candidates });
    return undefined;
  };
  const one = (field: 'leadUnit' | 'leader' | 'person', kind: Kind, current: string | null): string | null => {
    const text = wanted.get(field);
    if (text === undefined) return current;
    return text === '' ? null : (idOf(kind, text) ?? current);
  };
  const leadUnit = one('leadUnit', 'unit', task.leadUnit);
  const leaderId = one('leader', 'person', task.leaderId);
  const personId = one('person', 'person', task.personId);
  const joint = wanted.get('jointUnits');
  const names = joint === undefined ? null : namesIn(joint, directory);
  const jointUnits = names ? names.flatMap((name) => idOf('unit', name) ?? []) : [...task.jointUnits];
  if (unmatched.length > 0) throw new Open(unmatched);
  if (!['leadUnit', 'leader', 'person', 'jointUnits'].some((field) => wanted.has(field as Field))) return null;
  const same = leadUnit === task.leadUnit && leaderId === task.leaderId && personId === task.personId;
  if (same && jointUnits.join() === task.jointUnits.join()) return null;
  if (leadUnit === null) throw new RuleViolation('table.lead-unit-missing');
  return { is: 'assign', leadUnit, jointUnits, personId, leaderId };
}
