import { createHash } from 'node:crypto';
import { plusDays } from '../model/days';
import type { Memory } from '../memory';
import { acting, Wrong, type Person, type Report, type World } from '../world';
import type { Step } from './step';

const base = '/api/reporting/upward-reports';
const url = ({ id }: Report, what: string): string => `${base}/${id}/${what}`;
type Page = Readonly<{ frozen: { rows: readonly { key: string }[] } | null }>;

const some = (world: World, ...at: Report['situation'][]): Report | undefined =>
  world.dice.maybe(world.reports.filter(({ situation }) => at.includes(situation)));

/** What the reporter may do while it is where it is; what the rest comes to. */
const FREE: readonly Report['situation'][] = ['drafting', 'returned', 'withdrawn'];
const refusalOf = ({ situation }: Report): readonly string[] => [
  situation === 'submitted' ? 'report.is-submitted' : 'report.is-accepted',
];

/** `memory` keeps the bytes of what was submitted, for ever. */
export const reportSteps = (memory: Memory): readonly Step[] => [
  {
    name: 'draft a report upward',
    weight: 5,
    async run(world) {
      const { dice, today } = world;
      const plan = dice.maybe(world.plans.filter(({ situation, parent }) => situation !== 'withdrawn' && parent));
      if (!plan?.parent) return null;
      const { tenant } = plan;
      const root = plan.organisation === tenant.root;
      if (root && !tenant.office) return null;
      const place = tenant.places.find(({ unit }) => unit.id === plan.organisation);
      const by = root ? tenant.clerk : place && acting(place, today);
      if (!by) return null;
      // Of a unit it goes to the one above it, which may be a unit too: only those right under the tenant are played.
      const body = {
        campaignId: plan.campaign.id,
        organisationId: plan.organisation,
        by: dice.one(['unit', 'phase', 'measure']),
        ...(dice.oneIn(3) ? { from: plusDays(today, -100), to: plusDays(today, 30) } : {}),
      };
      const { answer } = await world.done<{ id: string }>(by, base, body);
      await world.settle();
      const page = await world.get<{ to: { tenant: string; organisationId: string | null } }>(
        by,
        `${base}/${answer.id}`,
      );
      const to = readerOf(world, page.to, tenant.root);
      const report: Report = { id: answer.id, owner: tenant, by, to, situation: 'drafting', submissions: 0 };
      world.reports.push(report);
      return `${by.label} on ${plan.campaign.title}`;
    },
  },
  {
    name: 'submit a report',
    weight: 12,
    async run(world) {
      const report = world.dice.maybe(world.reports);
      if (!report || !mayAct(world, report.by)) return null;
      const free = FREE.includes(report.situation);
      const body = world.dice.oneIn(2) ? { asOf: world.today } : {};
      const expected = free ? 'done' : refusalOf(report);
      const path = url(report, 'submission');
      const done = await world.command<{ submission: number; sha256: string }>(report.by, path, body, expected);
      if (!done) return `it is ${report.situation}`;
      report.submissions += 1;
      report.situation = 'submitted';
      await world.settle();
      const { sha256, submission } = done.answer;
      if (submission !== report.submissions)
        throw new Wrong(`submission ${submission}, expected ${report.submissions}`);
      const snapshot = url(report, `snapshot?submission=${submission}`);
      const { text, etag } = await memory.keepRaw(world, report.owner.clerk, snapshot);
      const hash = createHash('sha256').update(text).digest('hex');
      if (hash !== sha256 || etag !== `"${sha256}"`) throw new Wrong(`${snapshot} is not what was hashed`);
      if (report.to) await memory.keepRaw(world, report.to, snapshot);
      return `${report.by.label}, for the ${submission}. time`;
    },
  },
  {
    name: 'remark on a report',
    weight: 4,
    async run(world) {
      const report = world.dice.maybe(world.reports);
      if (!report || !mayAct(world, report.by)) return null;
      const free = report.situation === 'drafting' || report.situation === 'withdrawn';
      const expected = free ? 'done' : report.situation === 'returned' ? 'either' : refusalOf(report);
      const body = { item: 'total', text: world.fresh('本期进展平稳') };
      await world.command(report.by, url(report, 'remarks'), body, expected);
      return `it is ${report.situation}`;
    },
  },
  {
    name: 'return items of a report',
    weight: 6,
    async run(world) {
      const report = some(world, 'submitted', 'returned', 'accepted', 'locked');
      if (!report?.to) return null;
      const { frozen } = await world.get<Page>(report.to, `${base}/${report.id}`);
      const row = world.dice.maybe(frozen?.rows ?? []);
      const items = [{ item: row?.key ?? 'total', reason: '与现场不符' }];
      const refusal = report.situation === 'returned' ? ['report.is-returned'] : refusalOf(report);
      const expected = report.situation === 'submitted' ? 'done' : refusal;
      const done = await world.command(report.to, url(report, 'returns'), { items }, expected);
      if (done) report.situation = 'returned';
      return done ? `by ${report.to.label}` : `it is ${report.situation}`;
    },
  },
  {
    name: 'accept a report',
    weight: 12,
    async run(world) {
      const report = some(world, 'submitted', 'submitted', 'returned', 'withdrawn');
      if (!report?.to) return null;
      const refusal = report.situation === 'returned' ? ['report.is-returned'] : ['report.not-submitted'];
      const expected = report.situation === 'submitted' ? 'done' : refusal;
      const body = expected === 'done' ? { submission: report.submissions } : {};
      if (report.situation === 'withdrawn' && report.submissions === 0) return null;
      if (await world.command(report.to, url(report, 'acceptance'), body, expected)) report.situation = 'accepted';
      return `it is ${report.situation}`;
    },
  },
  {
    name: 'lock a report',
    weight: 8,
    async run(world) {
      const report = some(world, 'accepted', 'accepted', 'submitted');
      if (!report?.to) return null;
      const expected = report.situation === 'accepted' ? 'done' : ['report.not-accepted'];
      if (await world.command(report.to, url(report, 'lock'), {}, expected)) report.situation = 'locked';
      return `it is ${report.situation}`;
    },
  },
  {
    name: 'unlock a report',
    weight: 2,
    async run(world) {
      const report = some(world, 'locked');
      if (!report?.to) return null;
      await world.done(report.to, url(report, 'unlock'), { reason: '数字有误' });
      report.situation = 'submitted';
      return `by ${report.to.label}`;
    },
  },
  {
    name: 'withdraw a report',
    weight: 2,
    async run(world) {
      const report = some(world, 'submitted', 'returned', 'accepted', 'locked');
      if (!report || !mayAct(world, report.by)) return null;
      const open = report.situation === 'submitted' || report.situation === 'returned';
      const expected = open ? 'done' : ['report.is-accepted'];
      const done = await world.command(report.by, url(report, 'withdrawal'), { reason: '需要重报' }, expected);
      if (done) report.situation = 'withdrawn';
      return `it is ${report.situation}`;
    },
  },
  {
    name: 'receipt for a report',
    weight: 1,
    async run(world) {
      const report = some(world, 'submitted', 'returned', 'accepted', 'locked');
      if (!report?.to) return null;
      await world.done(report.to, url(report, 'receipts'), { submission: report.submissions });
      return `by ${report.to.label}`;
    },
  },
];

/** null: a unit above, nobody of which is played. */
function readerOf(
  world: World,
  to: Readonly<{ tenant: string; organisationId: string | null }>,
  root: string,
): Person | null {
  if (to.organisationId !== null && to.organisationId !== root) return null;
  return world.tenants.find(({ id }) => id === to.tenant)?.clerk ?? null;
}

/** A clerk always, a liaison as long as they hold the post. */
const mayAct = ({ today }: World, by: Person): boolean =>
  by.tenant.clerk === by || by.tenant.places.some((place) => acting(place, today) === by);
