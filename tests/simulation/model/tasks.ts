/** Where a task counts: its own campaign first, then those it is shared with. */
export type Place = Readonly<{ campaign: string; measure: string; phase: string | null; deadline: string | null }>;

export type Situation = 'unassigned' | 'assigned' | 'in-progress' | 'submitted' | 'returned' | 'accepted';

type Standing = Readonly<{
  unit: string;
  assigned: boolean;
  submittedOn: string | null;
  accepted: boolean;
  counts: boolean;
  places: readonly Place[];
}>;

/** What the plan says of a task: as it stands in the plan's page, and a text that says whether it is otherwise. */
export type Leaf = Readonly<{
  itemId: string;
  title: string;
  measure: string;
  phase: string | null;
  deadline: string | null;
  said: string;
  /** It asks for evidence. */
  wanted: boolean;
}>;

/** The model's own idea of a task. `day`: today; figures never go back to a day before the last change. */
export class Task {
  is: Situation = 'unassigned';
  withdrawn: 'plan' | 'covered' | null = null;
  coveredBy: Task | null = null;
  /** Tasks in whose place it counts. */
  readonly shares: { readonly campaign: string; readonly covers: Task; readonly place: Place }[] = [];
  leadUnit: string | null = null;
  personId: string | null = null;
  deadlineSet = false;
  /** Ids of proofs that stand, and their addresses. */
  readonly proofs: { id: string; content: string }[] = [];
  evidenceWanted = false;
  /** After a return: what may be changed. */
  open: readonly string[] = [];
  fixed: readonly string[] = [];
  percent = 0;
  private readonly changes: { day: string; standing: Standing }[] = [];
  private place: Place;
  private submittedOn: string | null = null;

  /** `table`: added by a table, not by the plan; it goes and comes with the plan as a whole. */
  constructor(
    readonly id: string,
    readonly itemId: string,
    readonly title: string,
    readonly plan: string,
    readonly tenant: string,
    readonly organisation: string,
    place: Place,
    private said: string | null,
    readonly table: boolean,
  ) {
    this.place = place;
  }

  get deadline(): string | null {
    return this.place.deadline;
  }
  get campaign(): string {
    return this.place.campaign;
  }
  get own(): Place {
    return this.place;
  }

  note(day: string): void {
    const last = this.changes.at(-1);
    const standing: Standing = {
      unit: this.leadUnit ?? this.organisation,
      assigned: this.leadUnit !== null,
      submittedOn: this.submittedOn,
      accepted: this.is === 'accepted',
      counts: this.withdrawn === null,
      places: [this.place, ...this.shares.map(({ place }) => place)],
    };
    if (last && JSON.stringify(last.standing) === JSON.stringify(standing)) return;
    this.changes.push({ day: last && last.day > day ? last.day : day, standing });
  }

  /** null: nobody knew of it. */
  on(day: string): Standing | null {
    return this.changes.findLast((change) => change.day <= day)?.standing ?? null;
  }

  /** The plan is in force with it, for the first time or again. */
  opened(leaf: Leaf, day: string): void {
    const again = this.withdrawn === 'plan';
    if (again) this.withdrawn = null;
    if (again || this.said !== leaf.said) {
      const stays = this.deadlineSet || this.is === 'submitted' || this.is === 'accepted';
      const { measure, phase } = leaf;
      this.place = { ...this.place, measure, phase, deadline: stays ? this.place.deadline : leaf.deadline };
      this.said = leaf.said;
    }
    this.note(day);
  }

  /** The plan that held it is no longer in force. */
  ended(day: string): void {
    if (this.withdrawn === 'plan') return;
    const by = this.coveredBy;
    for (const { covers } of this.shares.splice(0)) covers.uncovered(this, day);
    [this.withdrawn, this.coveredBy] = ['plan', null];
    this.note(day);
    if (by) by.unshare(this, day);
  }

  resumed(day: string): void {
    if (this.withdrawn !== 'plan') return;
    this.withdrawn = null;
    this.note(day);
  }

  share(covers: Task, day: string): void {
    this.shares.push({ campaign: covers.campaign, covers, place: covers.own });
    this.note(day);
    [covers.withdrawn, covers.coveredBy] = ['covered', this];
    covers.note(day);
  }

  unshare(covers: Task, day: string): void {
    const at = this.shares.findIndex((share) => share.covers === covers);
    if (at < 0) return;
    this.shares.splice(at, 1);
    this.note(day);
    covers.uncovered(this, day);
  }

  private uncovered(by: Task, day: string): void {
    if (this.withdrawn !== 'covered' || this.coveredBy !== by) return;
    [this.withdrawn, this.coveredBy] = [null, null];
    this.note(day);
  }

  assign(leadUnit: string, personId: string | null, day: string): void {
    [this.leadUnit, this.personId] = [leadUnit, personId];
    if (this.is === 'unassigned') this.is = 'assigned';
    this.note(day);
  }

  setDeadline(deadline: string | null, day: string): void {
    this.deadlineSet = true;
    this.place = { ...this.place, deadline };
    this.note(day);
  }

  worked(day: string): void {
    if (this.is === 'assigned') this.is = 'in-progress';
    this.note(day);
  }

  submit(day: string): void {
    [this.is, this.submittedOn, this.open, this.fixed] = ['submitted', day, [], []];
    this.note(day);
  }

  giveBack(open: readonly string[], day: string): void {
    [this.is, this.submittedOn, this.open] = ['returned', null, open];
    this.fixed = this.proofs.map(({ id }) => id).filter((id) => !open.includes(id));
    this.note(day);
  }

  accept(day: string): void {
    [this.is, this.open, this.fixed] = ['accepted', [], []];
    this.note(day);
  }
}
