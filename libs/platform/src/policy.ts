import type { Post } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import type { Caller } from './caller';

const LEADERS: readonly Post[] = [
  'group-leader',
  'executive-deputy',
  'deputy',
  'responsible-leader',
  'leader-in-charge',
];
const STAFF: readonly Post[] = ['clerk', 'liaison', 'group-office'];
const HEADS: readonly Post[] = ['section-head', ...LEADERS];
const EVERYBODY: readonly Post[] = [...STAFF, ...HEADS, 'member', 'group-member', 'road-chief', 'segment-chief'];

type Rule = Readonly<{
  posts: readonly Post[];
  /** `root`: a post at the tenant's own organisation; `organisation`: at the one concerned; `tenant`: anywhere in the tenant. */
  at: 'root' | 'organisation' | 'tenant';
  /** Only in an office. */
  office?: true;
}>;

/** The one table that says who may do what. Data of another tenant is out of the question before it is asked. */
export const policy = {
  'agency.register': { posts: ['administrator'], at: 'root', office: true },
  'organisation.manage': { posts: ['administrator'], at: 'root' },
  'people.manage': { posts: ['administrator'], at: 'root' },
  'directory.read': { posts: ['administrator', ...EVERYBODY], at: 'tenant' },
  'notice.import': { posts: STAFF, at: 'root' },
  'campaign.lead': { posts: STAFF, at: 'root' },
  'campaign.read': { posts: EVERYBODY, at: 'tenant' },
  'plan.edit': { posts: [...STAFF, ...HEADS], at: 'organisation' },
  'plan.review': { posts: [...STAFF, ...HEADS], at: 'organisation' },
  'task.assign': { posts: [...STAFF, ...HEADS], at: 'organisation' },
  'task.work': { posts: EVERYBODY, at: 'organisation' },
  'task.review': { posts: [...STAFF, ...HEADS], at: 'organisation' },
  'task.check': { posts: [...STAFF, ...HEADS], at: 'organisation' },
  'task.read': { posts: EVERYBODY, at: 'tenant' },
  'data.ask': { posts: STAFF, at: 'root' },
  'data.answer': { posts: [...STAFF, ...HEADS], at: 'organisation' },
  'data.read': { posts: EVERYBODY, at: 'tenant' },
  'report.read': { posts: EVERYBODY, at: 'tenant' },
  'report.write': { posts: [...STAFF, ...HEADS], at: 'organisation' },
  'report.review': { posts: [...STAFF, ...HEADS], at: 'organisation' },
} satisfies Record<string, Rule>;

export type Action = keyof typeof policy;

/**
 * The caller with the post in whose right it acts. `organisations`: those concerned (any of them will do). Throws
 * RuleViolation `policy.not-permitted`; workflows and jobs act in the platform's name and pass.
 */
export function permit(caller: Caller, action: Action, ...organisations: readonly string[]): Caller {
  const { principal } = caller;
  if (!principal) return caller;
  const rule: Rule = policy[action];
  const where = { tenant: null, root: [principal.root], organisation: organisations }[rule.at];
  const right = principal.posts.find(
    ({ post, organisation }) => rule.posts.includes(post) && (where === null || where.includes(organisation)),
  );
  if (!right || (rule.office && !principal.office)) throw new RuleViolation('policy.not-permitted', { action });
  return { ...caller, actor: { ...caller.actor, post: right.post, organisation: right.organisation } };
}

/**
 * Whether something of the caller's tenant is in the caller's sight: posts at the tenant's own organisation see all of it,
 * posts at a unit only what concerns that unit. What is out of sight is answered like what does not exist.
 */
export function inSight({ principal }: Caller, action: Action, ...organisations: readonly (string | null)[]): boolean {
  if (!principal) return true;
  const rule: Rule = policy[action];
  return principal.posts.some(
    ({ post, organisation }) =>
      rule.posts.includes(post) && (organisation === principal.root || organisations.includes(organisation)),
  );
}

/** Tenants whose aggregates an office may read on a day. Only `overseerScope` makes one. */
export type OverseerScope = Readonly<{ tenants: readonly string[]; readonly [made]: true }>;
const made: unique symbol = Symbol('made by policy');

/** `overseen`: the tenants under the caller's own as its own view knows them. Throws NotFound when none are named. */
export function overseerScope(caller: Caller, overseen: readonly string[]): OverseerScope {
  if (!caller.tenant) throw new NotFound('tenant');
  const office = caller.principal?.office ?? false;
  return { tenants: office ? [caller.tenant, ...overseen] : [caller.tenant], [made]: true };
}

/** The part of a scope that is of some of its tenants. */
export const narrowed = ({ tenants }: OverseerScope, to: (tenant: string) => boolean): OverseerScope => ({
  tenants: tenants.filter(to),
  [made]: true,
});
