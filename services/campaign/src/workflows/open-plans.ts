import type {
  CampaignOpened,
  CampaignWithdrawn,
  NoticeWithdrawn,
  Party,
  PlanAnswering,
  PlanApproved,
  PlanHandDownWithdrawn,
  PlanHandedDown,
  PlanSubmitted,
  PlanUnitsTakingOver,
  PlanWithdrawn,
} from '@chuangwen/contracts';
import { defineWorkflow, type Recorded, type Step } from '@chuangwen/platform';
import { FollowPlan } from '../commands/follow-plan';
import { OpenPlan } from '../commands/open-plan';
import { TakeOverPlan } from '../commands/take-over-plan';
import { WithdrawPlan } from '../commands/withdraw-plan';
import { WithdrawWithNotice } from '../commands/withdraw-with-notice';

type Submitted = Recorded<PlanSubmitted | PlanApproved>;
/** Few plans answer for others. */
const followed = ({ data: { planId, answers = [] }, meta: { tenant } }: Submitted, step: Step) =>
  answers.map((answered) => new FollowPlan(step(tenant, `follow:${answered}`), answered, { by: planId, submit: true }));

type Heard =
  | NoticeWithdrawn
  | CampaignOpened
  | PlanHandedDown
  | PlanAnswering
  | PlanSubmitted
  | PlanApproved
  | PlanUnitsTakingOver
  | CampaignWithdrawn
  | PlanHandDownWithdrawn
  | PlanWithdrawn;

/**
 * A campaign gets its root plan; whoever a plan is handed down to gets one of their own over it, in their own tenant, and
 * loses it again with the plan above. One workflow, so that what is given and what is taken back keep their order.
 */
export const openPlans = defineWorkflow<Heard>({
  name: 'open-plans',
  topics: ['campaign'],
  on: {
    'campaign.opened': ({ data, meta }, step) => {
      const { campaignId, planId, items, responsible, brief, noticeId } = data;
      const { organisationId, phases } = brief;
      const plan = { planId, campaignId, organisationId, parent: null, items, inherited: [], phases, responsible };
      return [
        new OpenPlan(step(meta.tenant, planId), plan),
        ...(noticeId === null ? [] : [new WithdrawWithNotice(step(meta.tenant, 'notice'), noticeId, campaignId)]),
      ];
    },
    'notice.withdrawn': ({ data: { noticeId }, meta: { tenant } }, step) => [
      new WithdrawWithNotice(step(tenant, 'campaigns'), noticeId, null),
    ],
    'plan.handed-down': ({ data, meta }, step) => {
      const { campaignId, phases } = data.brief;
      const { planId, organisationId, revision } = data;
      const parent = { tenant: meta.tenant, organisationId, planId, revision };
      const inherited = data.items.map(({ itemId }) => itemId);
      return data.to.map(
        (child) =>
          new OpenPlan(step(child.tenant, child.planId), {
            planId: child.planId,
            campaignId,
            organisationId: child.organisationId,
            parent,
            items: [],
            inherited,
            phases,
            responsible: {},
          }),
      );
    },
    'plan.units-taking-over': ({ data: { plans, way }, meta: { tenant } }, step) =>
      plans.map((planId) => new TakeOverPlan(step(tenant, planId), planId, { way })),
    'campaign.withdrawn': ({ data: { planId, reason }, meta: { tenant } }, step) => [
      new WithdrawPlan(step(tenant, planId), planId, { cause: 'campaign', reason }),
    ],
    'plan.hand-down-withdrawn': ({ data: { to, reason } }, step) => withdrawn(to, { cause: 'above', reason }, step),
    'plan.withdrawn': ({ data: { children, cause, reason, answers = [] }, meta: { tenant } }, step) => [
      ...withdrawn(children, { cause, reason }, step),
      ...answers.map((answered) => new FollowPlan(step(tenant, `alone:${answered}`), answered, { by: null })),
    ],
    'plan.answering': ({ data: { planId: by, answered }, meta: { tenant } }, step) => [
      new FollowPlan(step(tenant, `follow:${answered}`), answered, { by, submit: false }),
    ],
    'plan.submitted': followed,
    'plan.approved': followed,
  },
});

const withdrawn = (plans: readonly (Party & { planId: string })[], why: WithdrawPlan['why'], step: Step) =>
  plans.map(({ tenant, planId }) => new WithdrawPlan(step(tenant, planId), planId, why));
