import type { CampaignBrief, Item, Party, PlanAbove, PlanOpened, PlanWithdrawn } from '@chuangwen/contracts';
import type { Base, Entry } from './resolve';
import type { Purpose, Way } from './state';

export type ItemChange = Readonly<Partial<Omit<Item, 'itemId' | 'above'>> & { responsible?: string | null }>;

/** `base` is what the plan lies over: the handler looks it up, it never changes. */
export type EditCommand =
  | Readonly<{ type: 'add-item'; item: Item; responsible: string | null; base: Base }>
  | Readonly<{ type: 'change-item'; itemId: string; change: ItemChange; base: Base }>
  | Readonly<{ type: 'drop-item'; itemId: string; reason: string; base: Base }>
  | Readonly<{ type: 'restore-item'; itemId: string; base: Base }>;

/** `by`: in whose name the reviewer acts. `submission`: which one the reviewer has seen; undefined: did not say. */
type Review = Readonly<{ by: Party; submission?: number | undefined; base: Base }>;

export type CirculationCommand =
  | Readonly<{ type: 'open-plan'; plan: PlanOpened['data'] }>
  | Readonly<{
      type: 'hand-down';
      /** Whose plan it is. */
      tenant: string;
      brief: CampaignBrief;
      to: readonly (Party & { planId: string })[];
      base: Base;
    }>
  | Readonly<{ type: 'submit'; purpose: Purpose }>
  | (Review & Readonly<{ type: 'return-items'; items: readonly { itemId: string; reason: string }[] }>)
  /** `brief`: of the campaign, so that a later revision reaches those who have an earlier one. */
  | (Review & Readonly<{ type: 'approve'; tenant: string; brief?: CampaignBrief }>);

export type TakeOverCommand =
  | Readonly<{
      type: 'take-over';
      way: Exclude<Way, 'own'>;
      purpose: Purpose;
      /** Nobody else is to look at it. */
      atOnce: boolean;
      tenant: string;
      base: Base;
      brief?: CampaignBrief;
      /** The parent's later revision, where there is one: it is taken too. */
      next?: Base;
      /** Asked for by the organisation above: where it can't be done, nothing happens. */
      asked?: boolean;
    }>
  /** Handed down to those who have it not, and carried out by all of them as it stands. */
  | (Omit<Extract<CirculationCommand, { type: 'hand-down' }>, 'type'> &
      Readonly<{ type: 'have-taken-over'; way: Exclude<Way, 'own'> }>);

export type ReviseCommand =
  | Readonly<{ type: 'open-revision'; reason: string | null }>
  | Readonly<{ type: 'give-up-revision'; reason: string }>
  /** `take`: what is taken over of the parent's changes; null: all. The rest stays as it was, for this reason. */
  | Readonly<{ type: 'take-parent'; take: readonly string[] | null; reason: string | null; base: Base; next: Base }>
  | Readonly<{ type: 'hand-over'; to: string; reason: string }>;

/** `other`: what the other plan of the same organisation lies over. */
export type AnswerCommand =
  | Readonly<{ type: 'answer'; answered: string; parent: PlanAbove; base: Base; other: Base }>
  | Readonly<{ type: 'be-answered'; by: string | null }>
  /** Says what the plan that answers for it says (`entries`: without what other parents alone ask for), and is submitted with it. */
  | Readonly<{ type: 'follow'; by: string; entries: readonly Entry[]; base: Base; purpose: Purpose }>;

export type WithdrawCommand =
  | Readonly<{ type: 'withdraw'; cause: PlanWithdrawn['data']['cause']; reason: string }>
  | Readonly<{ type: 'withdraw-hand-down'; plans: readonly string[]; reason: string }>
  | Readonly<{ type: 'withdraw-approval'; by: Party; reason: string }>;

export type PlanCommand =
  EditCommand | CirculationCommand | TakeOverCommand | ReviseCommand | AnswerCommand | WithdrawCommand;
