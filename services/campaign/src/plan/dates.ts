import type { Item, Phase } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';

/** YYYY-MM-DD or YYYY-MM; --MM-DD and --MM say no year. */
const yearKnown = (date: string): boolean => !date.startsWith('--');

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A partial date that stands in a calendar: month 13 and 30 February do not, 29 February without a year may. */
export function isRealDate(date: string): boolean {
  const [, year, month, day] = /^(\d{4}|-)-(\d{2})(?:-(\d{2}))?$/.exec(date) ?? [];
  const days = DAYS[Number(month) - 1];
  if (year === undefined || days === undefined) return false;
  if (day === undefined) return true;
  if (month === '02' && day === '29' && year !== '-') return new Date(`${date}T00:00:00Z`).getUTCDate() === 29;
  return Number(day) >= 1 && Number(day) <= days;
}

/** True only where it is certain: the last day the one can mean lies before the first day the other can mean. */
export function isBefore(date: string, other: string): boolean {
  if (!yearKnown(date) || !yearKnown(other)) return false;
  const last = date.length === 7 ? `${date}-31` : date;
  const first = other.length === 7 ? `${other}-01` : other;
  return last < first;
}

type Dated = Pick<Item, 'title' | 'phaseId' | 'deadline'>;

/** Throws `plan.deadline-before-phase`, naming both dates, and `plan.unknown-phase`. */
export function checkDates(item: Dated, phases: readonly Phase[]): void {
  const refusal = contradiction(item, phases);
  if (refusal) throw refusal;
}

/** Why a phase can't be: a day that no calendar has, an end before its start. */
export function phaseContradiction({ name, start, end }: Pick<Phase, 'name' | 'start' | 'end'>): RuleViolation | null {
  const impossible = [start, end].find((date) => date !== null && !isRealDate(date));
  if (impossible) return new RuleViolation('plan.impossible-date', { item: short(name), date: impossible });
  if (start === null || end === null || !isBefore(end, start)) return null;
  return new RuleViolation('plan.phase-ends-before-start', { phase: short(name), start, end });
}

/** Why an item can't stand in its phase; null when it can. */
export function contradiction({ title, phaseId, deadline }: Dated, phases: readonly Phase[]): RuleViolation | null {
  if (deadline !== null && !isRealDate(deadline))
    return new RuleViolation('plan.impossible-date', { item: short(title), date: deadline });
  if (phaseId === null) return null;
  const phase = phases.find((candidate) => candidate.phaseId === phaseId);
  if (!phase) return new RuleViolation('plan.unknown-phase', { item: short(title) });
  if (deadline === null || phase.start === null || !isBefore(deadline, phase.start)) return null;
  const { name, start } = phase;
  return new RuleViolation('plan.deadline-before-phase', { item: short(title), deadline, phase: short(name), start });
}

/** Enough of a title to know the item by. */
export const short = (title: string, most = 30): string => (title.length > most ? `${title.slice(0, most)}…` : title);
