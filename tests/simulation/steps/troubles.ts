import { Wrong } from '../world';
import type { Step } from './step';

/** What happens to requests on their way, and to the platform. */
export const troubles: readonly Step[] = [
  {
    name: 'a command comes again',
    weight: 7,
    async run(world) {
      const sent = world.dice.maybe(world.sent);
      if (!sent) return null;
      const again = await world.ask(sent.ask);
      const { status, text } = sent.reply;
      if (again.status !== status || again.text !== text)
        throw new Wrong(`${sent.ask.url} again: ${again.status} ${again.text.slice(0, 300)}, and was ${text}`);
      return sent.ask.url;
    },
  },
  {
    name: 'another command under the same id',
    weight: 4,
    async run(world) {
      const sent = world.dice.maybe(world.sent.filter(({ ask }) => /(organisations|progress)$/.test(ask.url)));
      if (!sent) return null;
      const body = { ...(sent.ask.body as object), percent: 1, note: '另一个内容' };
      const { status, text } = await world.ask({ ...sent.ask, body });
      // What the sender may no longer do is refused before its id is looked at.
      if (status < 400 || status >= 500) throw new Wrong(`${sent.ask.url} with another body: ${status} ${text}`);
      return `${sent.ask.url}: ${status}`;
    },
  },
  {
    name: 'a command on a version that is past',
    weight: 4,
    async run(world) {
      const task = world.dice.maybe(world.tasks.filter(({ is, withdrawn }) => is !== 'accepted' && withdrawn === null));
      if (!task) return null;
      const { clerk } = world.tenants.find(({ id }) => id === task.tenant)!;
      const { version } = await world.get<{ version: number }>(clerk, `/api/task/tasks/${task.id}`);
      const body = { indicator: null, requirements: null, telephone: null, remark: world.fresh('备注') };
      const url = `/api/task/tasks/${task.id}/details`;
      await world.command(clerk, url, body, ['stale-version'], { ifMatch: version + world.dice.one([-1, 1]) });
      await world.command(clerk, url, body, 'done', { ifMatch: version });
      return task.title;
    },
  },
  {
    name: 'somebody else’s things are not there',
    weight: 5,
    async run(world) {
      const { dice } = world;
      const stranger = dice.maybe(world.tenants.slice(1));
      if (!stranger) return null;
      const foreign = <T extends { tenant: unknown }>(all: readonly T[], own: unknown) =>
        dice.maybe(all.filter(({ tenant }) => tenant !== own));
      const task = foreign(world.tasks, stranger.id);
      const plan = dice.maybe(
        world.plans.filter(({ tenant, parent }) => tenant !== stranger && parent?.tenant !== stranger),
      );
      const report = dice.maybe(world.reports.filter(({ owner, to }) => owner !== stranger && to?.tenant !== stranger));
      const place = dice.maybe(world.tenants.filter((one) => one !== stranger).flatMap(({ places }) => places));
      const request = dice.maybe(world.requests);
      const commands: [string, unknown][] = [];
      if (task) commands.push([`/api/task/tasks/${task.id}/progress`, { percent: 50, note: '不是我的' }]);
      if (plan) commands.push([`/api/campaign/plans/${plan.id}/submission`, {}]);
      if (report) commands.push([`/api/reporting/upward-reports/${report.id}/acceptance`, {}]);
      if (place)
        commands.push([
          `/api/identity/organisations/${place.unit.id}/name`,
          { name: '不是我的', validFrom: '2028-01-01' },
        ]);
      if (request) commands.push([`/api/reporting/requests/${request.id}/withdrawal`, { reason: '不是我的' }]);
      for (const [url, body] of commands) await world.command(stranger.clerk, url, body, ['not-found']);
      const asked = [
        ...(task ? [`/api/task/tasks/${task.id}`] : []),
        ...(plan ? [`/api/campaign/plans/${plan.id}`] : []),
        ...(report ? [`/api/reporting/upward-reports/${report.id}`] : []),
        ...(request ? [`/api/reporting/requests/${request.id}`] : []),
      ];
      for (const url of asked) {
        const { status, text } = await world.ask({ as: stranger.clerk.holder, method: 'GET', url });
        if (status !== 404) throw new Wrong(`${stranger.name} asks ${url}: ${status} ${text.slice(0, 300)}`);
      }
      return `${stranger.name} tries ${commands.length + asked.length} things`;
    },
  },
  {
    name: 'a restart',
    weight: 4,
    async run(world) {
      await world.restart();
      return 'on the same folder';
    },
  },
  {
    name: 'a kill',
    weight: 5,
    run(world) {
      const { kill } = world.plants;
      if (!kill) return Promise.resolve(null);
      const ms = world.dice.below(400);
      kill(ms);
      return Promise.resolve(`in ${ms} ms`);
    },
  },
];
