/** A fact that happened, as the domain sees it: today's shape, personal fields opened. Plain data. */
export type DomainEvent<Type extends string = string, Data = unknown> = Readonly<{
  type: Type;
  data: Readonly<Data>;
}>;

/** The write side of one stream: no I/O, no clock, no ids of its own making, no Nest. */
export type Decider<State, Command, Event extends DomainEvent> = Readonly<{
  initialState: () => State;
  evolve: (state: State, event: Event) => State;
  /** What follows from the command; empty when nothing changes. Throws RuleViolation when it is refused. */
  decide: (state: State, command: Command) => Event[];
}>;
