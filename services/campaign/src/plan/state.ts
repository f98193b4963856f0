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

/** How the plan above is carried out: by a plan of its own, taken over whole (整体沿用), without a paper of its own (不另行制发). */
export type Way = 'own' | 'whole' | 'without-paper';

/** A revision as it was put in force. */
export type InForce = Readonly<{
  revision: number;
  items: readonly Item[];
  responsible: Readonly<Record<string, string>>;
}>;

/** What a revision held when the next one was begun. */
export type Kept = Pick<OpenedPlan, 'touched' | 'parent' | 'inherited' | 'situation' | 'way' | 'answers'>;

export type Situation =
  | Readonly<{ at: 'drafting' }>
  | Readonly<{ at: 'submitted'; purpose: Purpose }>
  /** Only the items in `open` are with the unit again: what was returned, its points, and what was added below it. */
  | Readonly<{ at: 'returned'; purpose: Purpose; open: readonly string[] }>
  | Readonly<{ at: 'approved'; purpose: Purpose }>
  /** It does not count any more. */
  | Readonly<{ at: 'withdrawn'; reason: string }>;

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
  /** By organisation: how often a hand-down to it was taken back; its next plan gets another id. */
  takenBack: Readonly<Record<string, number>>;
  /** By plan below: how, and which revision, it was asked to carry out. */
  asked: Readonly<Record<string, string>>;
  /** Grows with the first change after others have seen the plan as it was. */
  revision: number;
  seenByOthers: boolean;
  /** How often it was sent to the organisation above: what a reviewer has seen is known by this number. */
  submissions: number;
  situation: Situation;
  way: Way;
  /** null: nothing is in force. While a plan is revised, this is the revision that counts. */
  inForce: InForce | null;
  /** What `inForce` replaced. */
  before: InForce | null;
  /** A later revision of the plan above that was handed down and is not taken over yet. */
  news: PlanAbove | null;
  /** By plan of the same organisation: over which other plan above that one lies, so that this plan answers it too. */
  answers: Readonly<Record<string, PlanAbove>>;
  /** The plan that says what this one says. */
  answeredBy: string | null;
  /** By number: revisions before the present one. */
  kept: Readonly<Record<string, Kept>>;
}>;

export type Plan = Readonly<{ is: 'none' }> | OpenedPlan;
