import type { DomainEvent } from '@chuangwen/kernel';
import type { ICommand } from '@nestjs/cqrs';
import type { Recorded } from './codec';
import type { Step } from './event-follower';

/**
 * What an event says of one reminder, escalation and the like; `key` names it within the tenant of the event. The last word
 * counts: a new time takes the place of the old one. `at`: ISO instant in UTC with milliseconds. `data`: JSON, ids only.
 */
export type Instruction<Data = unknown> =
  Readonly<{ schedule: Readonly<{ key: string; at: string; data: Data }> }> | Readonly<{ cancel: string }>;

export type DueJob<Data = unknown> = Readonly<{ tenant: string; key: string; at: string; data: Data }>;

/**
 * What is to happen at a time, as it follows from events: pure on both sides. A command that is due when there is nothing
 * left to do should be silent; one that is refused is tried five times and then kept among the failed jobs.
 */
export type Schedule = Readonly<{
  name: string;
  /** Services whose events it hears. */
  topics: readonly string[];
  on: Readonly<Record<string, unknown>>;
  due(job: DueJob, step: Step): readonly ICommand[];
}>;

type ScheduleOf<E extends DomainEvent, Data> = Omit<Schedule, 'on' | 'due'> &
  Readonly<{
    on: {
      readonly [T in E['type']]?: (event: Recorded<Extract<E, { type: T }>>) => readonly Instruction<Data>[];
    };
    due(job: DueJob<Data>, step: Step): readonly ICommand[];
  }>;

/** Holds the events and what is remembered of them to their types while a schedule is written. */
export const defineSchedule = <E extends DomainEvent, Data = null>(schedule: ScheduleOf<E, Data>): Schedule =>
  schedule as Schedule;
