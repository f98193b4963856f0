import type { Place, Task } from './tasks';

/** The model's own idea of a report's figures. */
export type Figures = Record<
  'tasks' | 'assigned' | 'submitted' | 'accepted' | 'due' | 'onTime' | 'late' | 'overdue' | 'undated',
  number
>;
export type Asked = Readonly<{
  campaign: string;
  asOf: string;
  /** Deadlines from and to; null: the whole campaign. */
  period: Readonly<{ from: string; to: string }> | null;
}>;

export const nothing = (): Figures => ({
  tasks: 0,
  assigned: 0,
  submitted: 0,
  accepted: 0,
  due: 0,
  onTime: 0,
  late: 0,
  overdue: 0,
  undated: 0,
});

/** One task after another, from what it was at the end of that day; `into`: which sums it belongs to. */
export function count(
  tasks: Iterable<Task>,
  { campaign, asOf, period }: Asked,
  into: (task: Task, place: Place, unit: string) => readonly Figures[],
): void {
  for (const task of tasks) {
    const standing = task.on(asOf);
    const place = standing?.places.find((one) => one.campaign === campaign);
    if (!standing?.counts || !place) continue;
    const { deadline } = place;
    const inPeriod = period === null || (deadline !== null && period.from <= deadline && deadline <= period.to);
    for (const sums of into(task, place, standing.unit)) {
      if (deadline === null) sums.undated += 1;
      if (!inPeriod) continue;
      sums.tasks += 1;
      if (standing.assigned) sums.assigned += 1;
      if (standing.submittedOn !== null) sums.submitted += 1;
      if (standing.accepted) sums.accepted += 1;
      if (deadline === null || deadline > asOf) continue;
      sums.due += 1;
      if (standing.submittedOn === null) sums.overdue += deadline < asOf ? 1 : 0;
      else if (standing.submittedOn <= deadline) sums.onTime += 1;
      else sums.late += 1;
    }
  }
}
