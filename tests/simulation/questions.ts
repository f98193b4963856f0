import { plusDays } from './model/days';
import { acting, type Person, type World } from './world';

type Asked = Readonly<{ by: Person; url: string }>;

/** What is asked about a day when it is over: reports, coverage, tables and merged requests, each of several people. */
export function questionsOf(world: World, day: string): Asked[] {
  const { dice, today } = world;
  const agency = dice.maybe(world.tenants.slice(1));
  const liaison = dice.maybe(world.tenants.flatMap(({ places }) => places).filter((place) => acting(place, today)));
  const people = [world.office.clerk, ...(agency ? [agency.clerk] : []), ...(liaison ? [acting(liaison, today)!] : [])];
  const campaigns = world.campaigns.filter(({ opened }) => opened <= day);
  const period = `from=${plusDays(day, -60)}&to=${plusDays(day, 15)}`;
  const ofEach = people.flatMap((by) =>
    campaigns.flatMap(({ id }) => {
      const report = `/api/reporting/campaigns/${id}/report`;
      const figure = dice.one(['tasks', 'assigned', 'submitted', 'accepted', 'overdue', 'late']);
      const all = [
        `${report}?by=unit&asOf=${day}`,
        `${report}?by=unit&tree=district&asOf=${day}`,
        `${report}?by=${dice.one(['phase', 'measure'])}&asOf=${day}`,
        `${report}?by=${dice.one(['unit', 'measure'])}&${period}&asOf=${day}`,
        `${report}?by=unit&format=csv&asOf=${day}`,
        // Which tasks are behind a figure a unit is told of those that are its own today.
        ...(by.tenant.clerk === by
          ? [`${report}/explanation?by=${dice.one(['unit', 'phase'])}&figure=${figure}&asOf=${day}`]
          : []),
        `/api/task/tasks?campaign=${id}&asOf=${day}&limit=200`,
        `/api/task/overview?campaign=${id}&asOf=${day}`,
        `/api/task/without-person?campaign=${id}&asOf=${day}`,
      ];
      return dice.some(all, 6).map((url) => ({ by, url }));
    }),
  );
  const coverage = world.plans
    .filter(({ children }) => children.length > 0)
    .map(({ id, tenant }) => ({ by: tenant.clerk, url: `/api/campaign/plans/${id}/coverage?asOf=${day}` }));
  const requests = world.requests
    .filter(({ issuedOn }) => issuedOn <= day)
    .map(({ id, asker }) => ({ by: asker.clerk, url: `/api/reporting/requests/${id}?asOf=${day}` }));
  return [...ofEach, ...coverage, ...requests];
}
