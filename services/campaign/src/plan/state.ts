import type { Item, Party, Phase, PlanAbove } from '@chuangwen/contracts';

/** What this plan did to one item; what it did not touch is as in the parent's revision. `itemRevision` counts its shapes from 1. */
export type Touched = Readonly<{ itemRevision: number }> &
  (
    | Readonly<{
        kind: 'added';
        item: Item;
        responsible: string | null;
        /** Why it was taken out again. */ dropped: string | null;
      }>
    | Readonly<{ kind: 'changed'; item: Item; responsible: string | null }>
    | Readonly<{ kind: 'dropped'; reason: string }>
    | Readonly<{ kind: 'restored' }>
  );

export type Purpose = 'approval' | 'record';

export type Situation =
  | Readonly<{ at: 'drafting' }>
  | Readonly<{ at: 'submitted'; purpose: Purpose }>
  /** Only the items in `open` are with the unit again: what was returned, its points, and what was added below it. */
  | Readonly<{ at: 'returned'; purpose: Purpose; open: readonly string[] }>
  | Readonly<{ at: 'approved'; purpose: Purpose }>;

export type OpenedPlan = Readonly<{
  is: 'opened';
  planId: string;
  campaignId: string;
  organisationId: string;
  parent: PlanAbove | null;
  phases: readonly Phase[];
  /** Ids of the parent's revision. */
  inherited: readonly string[];
  /** By item, in the order in which they were touched first. */
  touched: Readonly<Record<string, Touched>>;
  /** Why an item was returned last. */
  reasons: Readonly<Record<string, string>>;
  /** By plan: who was given this plan, at which revision. */
  children: Readonly<Record<string, Party & { revision: number }>>;
  /** Grows with the first change after others have seen the plan as it was. */
  revision: number;
  seenByOthers: boolean;
  /** How often it was sent to the organisation above: what a reviewer has seen is known by this number. */
  submissions: number;
  situation: Situation;
}>;

export type Plan = Readonly<{ is: 'none' }> | OpenedPlan;
