import { plusDays } from '../model/days';
import { Wrong, type Answer, type Request, type World } from '../world';
import type { Step } from './step';

type Page = Readonly<{
  owing: readonly Readonly<{ answerId: string; organisation: string }>[];
  table: readonly Readonly<{ answerId: string; rowId: string }>[];
  sums: readonly (number | null)[];
  counts: Readonly<Record<'owing' | 'answered' | 'accepted' | 'returned' | 'missing' | 'late', number>>;
}>;

const url = ({ id }: Request, what = ''): string => `/api/reporting/requests/${id}${what}`;
const running = (world: World): Request | undefined => world.dice.maybe(world.requests.filter((one) => !one.withdrawn));
const any = (world: World): { request: Request; answer: Answer } | undefined =>
  world.dice.maybe(world.requests.flatMap((request) => request.answers.map((answer) => ({ request, answer }))));

export const requestSteps: readonly Step[] = [
  {
    name: 'ask for data',
    weight: 3,
    async run(world) {
      const { dice, today } = world;
      const below = world.tenants.slice(1);
      if (below.length === 0 || world.requests.length >= 5) return null;
      const owing = dice.oneIn(2) ? { all: true } : { tenants: dice.some(below, 3).map(({ id }) => id) };
      const deadline = plusDays(today, dice.between(0, 30));
      const columns = [
        { title: '填报单位', kind: 'text' },
        { title: world.fresh('活动场次'), kind: 'number', required: true },
      ];
      const body = { title: world.fresh('统计'), basis: '局务会议纪要', columns, deadline, owing };
      const { clerk } = world.office;
      const { answer: made } = await world.done<{ id: string }>(clerk, '/api/reporting/requests', body);
      await world.settle();
      const { owing: owed } = await world.get<Page>(clerk, `/api/reporting/requests/${made.id}`);
      const answers = owed.map(({ answerId, organisation }): Answer => {
        const tenant = world.tenants.find(({ root }) => root === organisation);
        if (!tenant) throw new Wrong(`${organisation} owes an answer and is nobody’s`);
        const none = { status: 'none', value: 0, rowId: null, firstOn: null } as const;
        return { id: answerId, tenant, by: tenant.clerk, ...none };
      });
      const wanted = 'all' in owing ? below.length : owing.tenants.length;
      if (answers.length !== wanted) throw new Wrong(`${answers.length} owe an answer, ${wanted} were asked`);
      answers.sort((a, b) => world.tenants.indexOf(a.tenant) - world.tenants.indexOf(b.tenant));
      world.requests.push({ id: made.id, asker: world.office, issuedOn: today, deadline, answers, withdrawn: false });
      return `${body.title} of ${answers.length}`;
    },
  },
  {
    name: 'answer a request',
    weight: 12,
    async run(world) {
      const { dice, today } = world;
      const found = any(world);
      if (!found) return null;
      const { request, answer } = found;
      const value = dice.between(0, 500);
      const row = answer.rowId ? { rowId: answer.rowId } : {};
      const rows = [{ ...row, cells: [answer.tenant.name, String(value)] }];
      const path = `/api/reporting/answers/${answer.id}`;
      if (dice.oneIn(3) && !request.withdrawn && answer.status !== 'accepted')
        await world.command(answer.by, `${path}/draft`, { rows }, 'done');
      const same = value === answer.value && answer.status !== 'none';
      const expected = request.withdrawn
        ? ['request.withdrawn']
        : answer.status === 'accepted'
          ? ['answer.accepted-already']
          : answer.status === 'submitted' && !same
            ? ['answer.submitted-already']
            : same
              ? 'either'
              : 'done';
      const done = await world.command(answer.by, `${path}/submission`, { rows, confirmed: true }, expected);
      if (!done || same) return `it is ${answer.status}`;
      [answer.status, answer.value, answer.firstOn] = ['submitted', value, answer.firstOn ?? today];
      return `${answer.tenant.name}: ${value}`;
    },
  },
  {
    name: 'return a row',
    weight: 6,
    async run(world) {
      const found = any(world);
      if (!found || found.answer.status === 'none' || found.answer.status === 'returned') return null;
      const { request, answer } = found;
      await world.settle();
      const page = await world.get<Page>(request.asker.clerk, url(request));
      const row = page.table.find(({ answerId }) => answerId === answer.id);
      if (!row) throw new Wrong(`the answer of ${answer.tenant.name} is not in the merged table`);
      answer.rowId = row.rowId;
      const expected = answer.status === 'accepted' ? ['answer.accepted-already'] : 'done';
      const rows = [{ rowId: row.rowId, reason: '与简报不符' }];
      const path = url(request, `/answers/${answer.id}/returns`);
      if (await world.command(request.asker.clerk, path, { rows }, expected)) answer.status = 'returned';
      return answer.tenant.name;
    },
  },
  {
    name: 'accept an answer',
    weight: 6,
    async run(world) {
      const found = any(world);
      if (!found) return null;
      const { request, answer } = found;
      const refusals = { none: ['answer.not-submitted'], returned: ['answer.rows-open'] };
      const expected = answer.status === 'none' || answer.status === 'returned' ? refusals[answer.status] : 'done';
      const path = url(request, `/answers/${answer.id}/acceptance`);
      if (await world.command(request.asker.clerk, path, {}, expected)) answer.status = 'accepted';
      return `${answer.tenant.name}: ${answer.status}`;
    },
  },
  {
    name: 'remind or extend',
    weight: 2,
    async run(world) {
      const request = running(world);
      if (!request) return null;
      const { clerk } = request.asker;
      if (world.dice.oneIn(2)) {
        const expected = request.answers.some(({ status }) => status === 'none') ? 'done' : ['request.all-answered'];
        await world.command(clerk, url(request, '/reminders'), {}, expected);
        return 'reminded';
      }
      const deadline = plusDays(request.deadline, world.dice.between(-2, 10));
      const quiet = deadline === request.deadline;
      const expected = deadline > request.deadline || quiet ? 'done' : ['request.deadline-not-later'];
      const body = { deadline, reason: '汛期值守' };
      if (await world.command(clerk, url(request, '/extension'), body, expected)) request.deadline = deadline;
      return `until ${deadline}`;
    },
  },
  {
    name: 'withdraw a request',
    weight: 1,
    async run(world) {
      const request = running(world);
      if (!request || world.requests.length < 2) return null;
      await world.done(request.asker.clerk, url(request, '/withdrawal'), { reason: '季度未到' });
      request.withdrawn = true;
      return request.id;
    },
  },
];

/** The merged table is what the answers come to. */
export async function checkRequest(world: World, request: Request): Promise<void> {
  const page = await world.get<Page>(request.asker.clerk, url(request));
  const { answers } = request;
  const given = answers.filter(({ status }) => status !== 'none');
  const of = (status: Answer['status']) => answers.filter((answer) => answer.status === status).length;
  const expected = {
    sum: given.reduce((sum, { value }) => sum + value, 0),
    ...{ owing: answers.length, answered: given.length, accepted: of('accepted'), returned: of('returned') },
    missing: of('none'),
    late: answers.filter(({ firstOn }) => (firstOn ?? world.today) > request.deadline).length,
  };
  const { owing, answered, accepted, returned, missing, late } = page.counts;
  const found = { sum: page.sums[1], owing, answered, accepted, returned, missing, late };
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Wrong(`request ${request.id}: ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
}
