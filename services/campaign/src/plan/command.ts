import type { CampaignBrief, Item, Party, PlanOpened } from '@chuangwen/contracts';
import type { Base } from './resolve';
import type { Purpose } from './state';

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
  | (Review & Readonly<{ type: 'approve'; tenant: string }>);

export type PlanCommand = EditCommand | CirculationCommand;
