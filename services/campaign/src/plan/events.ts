import type {
  PlanAccepted,
  PlanAnswered,
  PlanAnswering,
  PlanApproved,
  PlanApprovalWithdrawn,
  PlanHandDownWithdrawn,
  PlanHandedDown,
  PlanHandedOver,
  PlanItemAdded,
  PlanItemChanged,
  PlanItemDropped,
  PlanItemRestored,
  PlanItemsReturned,
  PlanOpened,
  PlanParentChanged,
  PlanParentTaken,
  PlanRevised,
  PlanRevisionGivenUp,
  PlanRevisionOpened,
  PlanSubmitted,
  PlanTakenOver,
  PlanUnitsTakingOver,
  PlanWithdrawn,
} from '@chuangwen/contracts';

export type PlanEvent =
  | PlanOpened
  | PlanItemAdded
  | PlanItemChanged
  | PlanItemDropped
  | PlanItemRestored
  | PlanHandedDown
  | PlanSubmitted
  | PlanItemsReturned
  | PlanApproved
  | PlanTakenOver
  | PlanUnitsTakingOver
  | PlanRevisionOpened
  | PlanRevisionGivenUp
  | PlanRevised
  | PlanParentChanged
  | PlanParentTaken
  | PlanHandedOver
  | PlanAnswering
  | PlanAnswered
  | PlanAccepted
  | PlanHandDownWithdrawn
  | PlanWithdrawn
  | PlanApprovalWithdrawn;
