import { dayOf } from '@chuangwen/platform';
import { notice } from './notice';
import { type Place, type Town, unused } from './town';

type Item = Readonly<{ itemId: string; above: string | null; phaseId: string | null }>;
export type StockedPlan = Readonly<{ campaignId: string; planId: string; items: readonly Item[] }>;

/** Makes what a request needs to be right: a plan in this situation, a task in that one. */
export class Stock {
  readonly today = dayOf(new Date());
  private readonly tasks = new Map<string, string[]>();
  private readonly notices = new Map<string, string>();
  private readonly onTwoTrees = new Set<string>();

  constructor(readonly town: Town) {}

  /** One for all who only look. */
  async notice(place: Place): Promise<string> {
    const known = this.notices.get(place.key) ?? (await this.newNotice(place));
    this.notices.set(place.key, known);
    return known;
  }

  async newNotice({ mark, people }: Place): Promise<string> {
    return (await this.town.made(people.clerk.session, '/api/campaign/notices', { text: notice(mark) })).id;
  }

  person({ people, mark, section }: Place, post = true) {
    const appointments = post ? [{ organisation: section, post: 'member' }] : [];
    const body = { name: `${mark}${unused().slice(0, 6)}`, appointments };
    return this.town.made<{ id: string; appointments: string[] }>(people.admin.session, '/api/identity/people', body);
  }

  async organisation({ people, mark, root }: Place): Promise<string> {
    const body = { name: `${mark}${unused().slice(-8)}站`, kind: 'unit', parent: root };
    return (await this.town.made(people.admin.session, '/api/identity/organisations', body)).id;
  }

  /** The place's own campaign with its root plan, from a notice. */
  async campaign(place: Place): Promise<StockedPlan> {
    const { session } = place.people.clerk;
    const body = { noticeId: await this.notice(place), title: `${place.mark}创建工作`, again: true };
    const { id, planId } = await this.town.made<{ id: string; planId: string }>(
      session,
      '/api/campaign/campaigns',
      body,
    );
    return { campaignId: id, planId, items: await this.items(session, planId) };
  }

  /** A unit's plan below the place's own, as it was handed down. */
  async unitPlan(place: Place): Promise<StockedPlan> {
    const { campaignId, planId } = await this.campaign(place);
    const path = `/api/campaign/plans/${planId}/hand-down`;
    const { clerk, liaison } = place.people;
    const down = await this.town.made<HandedDown>(clerk.session, path, { organisations: [place.unit] });
    return this.handed(campaignId, down, liaison.session);
  }

  async submittedUnitPlan(place: Place): Promise<StockedPlan> {
    const plan = await this.unitPlan(place);
    await this.submit(place.people.liaison.session, plan.planId);
    return plan;
  }

  async approvedUnitPlan(place: Place): Promise<StockedPlan> {
    const plan = await this.submittedUnitPlan(place);
    await this.town.made(place.people.clerk.session, `/api/campaign/plans/${plan.planId}/approval`);
    return plan;
  }

  /** In force, with a later revision of the plan above handed down since. */
  async outdatedUnitPlan(place: Place): Promise<StockedPlan> {
    const root = await this.campaign(place);
    const { clerk, liaison } = place.people;
    const path = `/api/campaign/plans/${root.planId}`;
    const down = await this.town.made<HandedDown>(clerk.session, `${path}/hand-down`, { organisations: [place.unit] });
    const plan = await this.handed(root.campaignId, down, liaison.session);
    await this.submit(liaison.session, plan.planId);
    await this.town.made(clerk.session, `/api/campaign/plans/${plan.planId}/approval`);
    await this.town.made(clerk.session, `${path}/items`, { title: `${place.mark}新增一条` });
    await this.town.made(clerk.session, `${path}/approval`);
    await this.items(liaison.session, plan.planId);
    return plan;
  }

  /** Two plans of `below`, which hangs under the unit and, on the other tree, under the root. */
  async twoPlans(place: Place): Promise<{ planId: string; other: string }> {
    const { clerk, admin, liaison, below } = place.people;
    if (!this.onTwoTrees.has(place.key)) {
      const move = { parent: place.root, tree: 'district', validFrom: this.today };
      await this.town.made(admin.session, `/api/identity/organisations/${place.below}/place`, move);
      this.onTwoTrees.add(place.key);
    }
    const { campaignId, planId } = await this.campaign(place);
    const down = async (session: string, plan: string, to: string, by: string) => {
      const path = `/api/campaign/plans/${plan}/hand-down`;
      return this.handed(campaignId, await this.town.made<HandedDown>(session, path, { organisations: [to] }), by);
    };
    const first = await down(clerk.session, planId, place.below, below.session);
    const unit = await down(clerk.session, planId, place.unit, liaison.session);
    const second = await down(liaison.session, unit.planId, place.below, below.session);
    return { planId: first.planId, other: second.planId };
  }

  /** The plan of a unit that is closed. */
  async orphanedPlan(place: Place): Promise<string> {
    const { campaignId, planId } = await this.campaign(place);
    const unit = await this.organisation(place);
    const { clerk, admin } = place.people;
    await this.items(clerk.session, planId);
    const path = `/api/campaign/plans/${planId}/hand-down`;
    const down = await this.town.made<HandedDown>(clerk.session, path, { organisations: [unit] });
    const plan = await this.handed(campaignId, down, clerk.session);
    const closing = { validTo: this.today, reason: '撤销' };
    await this.town.made(admin.session, `/api/identity/organisations/${unit}/closure`, closing);
    return plan.planId;
  }

  /** A notice for which what was corrected in another one is offered. */
  async noticeWithSuggestion(place: Place): Promise<{ id: string; suggestionId: string }> {
    const { session } = place.people.clerk;
    const correction = { path: 'planTitle', value: `${place.mark}改过的标题${unused().slice(0, 6)}` };
    await this.town.made(session, `/api/campaign/notices/${await this.newNotice(place)}/corrections`, correction);
    const id = await this.newNotice(place);
    type Offered = { suggestions: { suggestionId: string; path: string }[] };
    const { suggestions } = await this.town.told<Offered>(session, `/api/campaign/notices/${id}`);
    const offered = suggestions.find(({ path }) => path === 'planTitle');
    if (!offered) throw new Error('nothing is offered');
    return { id, suggestionId: offered.suggestionId };
  }

  /** The plan of the tenant below, submitted to the office. */
  async submittedFromBelow(place: Place): Promise<StockedPlan> {
    const under = this.town.under(place);
    const { campaignId } = await this.campaign(place);
    const path = `/api/campaign/campaigns/${campaignId}/issue`;
    const down = await this.town.made<HandedDown>(place.people.clerk.session, path, { tenants: [under.tenant] });
    const plan = await this.handed(campaignId, down, under.people.clerk.session);
    await this.submit(under.people.clerk.session, plan.planId);
    return plan;
  }

  /** A task that nobody has yet, of the place's own organisation. */
  async task(place: Place): Promise<string> {
    const free = this.tasks.get(place.key) ?? [];
    if (free.length === 0) free.push(...(await this.newTasks(place)));
    this.tasks.set(place.key, free);
    return free.pop()!;
  }

  /** With the section, the unit beside it, and a person of the section. */
  async assignedTask(place: Place): Promise<string> {
    const id = await this.task(place);
    const body = { leadUnit: place.section, jointUnits: [place.unit], personId: place.people.member.id };
    await this.town.made(place.people.clerk.session, `/api/task/tasks/${id}/assignment`, body);
    return id;
  }

  async taskWithEvidence(place: Place): Promise<{ id: string; evidenceId: string }> {
    const id = await this.assignedTask(place);
    const sent = await this.town.upload(place.people.member.session, `/api/task/tasks/${id}/evidence`, proof(place));
    return { id, evidenceId: sent.id };
  }

  async submittedTask(place: Place): Promise<{ id: string; evidenceId: string }> {
    const task = await this.taskWithEvidence(place);
    await this.town.made(place.people.member.session, `/api/task/tasks/${task.id}/submission`, { note: '已完成' });
    return task;
  }

  /** Two tasks of two campaigns that nobody has yet. */
  async taskAndOther(place: Place): Promise<{ id: string; covers: string }> {
    const [[id], [covers]] = [await this.newTasks(place), await this.newTasks(place)];
    return { id: id!, covers: covers! };
  }

  /** A campaign with tasks. */
  async campaignWithTasks(place: Place): Promise<string> {
    const { clerk } = place.people;
    const [task] = await this.newTasks(place);
    return (await this.town.told<{ campaignId: string }>(clerk.session, `/api/task/tasks/${task}`)).campaignId;
  }

  async proof(place: Place): Promise<{ id: string; proofId: string }> {
    const id = await this.assignedTask(place);
    const path = `/api/task/tasks/${id}/evidence`;
    const sent = await this.town.upload(place.people.member.session, path, proof(place));
    const { proofId } = sent as { id: string; proofId: string };
    await this.town.told(place.people.member.session, `/api/task/evidence/${proofId}`);
    return { id, proofId };
  }

  private async newTasks(place: Place): Promise<string[]> {
    const { clerk } = place.people;
    const { planId } = await this.campaign(place);
    await this.town.made(clerk.session, `/api/campaign/plans/${planId}/approval`);
    const path = `/api/task/tasks?plan=${planId}&limit=200`;
    return (await this.town.told<{ tasks: { taskId: string }[] }>(clerk.session, path)).tasks.map(
      ({ taskId }) => taskId,
    );
  }

  private async handed(campaignId: string, { to }: HandedDown, session: string): Promise<StockedPlan> {
    const [first] = to;
    if (!first) throw new Error('handed down to nobody');
    return { campaignId, planId: first.planId, items: await this.items(session, first.planId) };
  }

  private submit(session: string, planId: string): Promise<unknown> {
    return this.town.made(session, `/api/campaign/plans/${planId}/submission`, { purpose: 'approval' });
  }

  private async items(session: string, planId: string): Promise<Item[]> {
    return (await this.town.told<{ items: Item[] }>(session, `/api/campaign/plans/${planId}`)).items;
  }
}

type HandedDown = Readonly<{ to: readonly { planId: string }[] }>;

/** A small text file that is like no other. */
export const proof = ({ mark }: Place) => ({
  name: `${mark}工作记录.txt`,
  content: Buffer.from(`${mark}工作记录 ${unused()}\n`),
});
