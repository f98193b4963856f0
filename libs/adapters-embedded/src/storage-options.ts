import type { BrokenOff } from './backup/under-way';
import type { Clock } from './clock';
import type { Sync } from './sqlite';

export type EmbeddedOptions = Readonly<{
  /**
   * Default NORMAL: after a loss of power a view may step back to an earlier whole commit, its offsets with it, and
   * catches up again from the events. Events, private entries, keys and jobs are always FULL.
   */
  viewSync?: Sync;
  clock?: Clock;
  /** Where seals and the list of destroyed keys are kept, best on another disk; remembered. Default: `seals` in the folder. */
  seals?: string | undefined;
  /** The path of a program that calls `keepViewsApart`: it keeps the views, in a thread of its own. Default: whoever asks for the ports. */
  viewsProgram?: string | undefined;
}>;

/** What an operator is told of a folder. `kept`: what upgrades left; `brokenOff`: what backups did that were killed. */
export type Standing = Readonly<{
  format: number;
  installation: string;
  seals: string;
  sealed: readonly { service: string; sealed: number; at: string | null }[];
  kept: readonly string[];
  brokenOff: BrokenOff;
}>;
