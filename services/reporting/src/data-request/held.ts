import type { Owing } from '@chuangwen/contracts';
import {
  Clock,
  dayOf,
  InjectView,
  isHeldOn,
  nameOn,
  organisationsView,
  peopleView,
  ViewReader,
  type OrganisationEntry,
  type PersonEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import type { CounterRow } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import { answerOn, answersView, type AnswerEntry } from '../projections/answers';
import { progressView, type Progress } from '../projections/progress';
import { requestIdIn, requestsView, type RequestDocument } from '../projections/requests';
import { keyPrefix, parseKey, type Counts } from '../report/keys';
import { filledRows, type Earlier, type Facts, type Filled, type TaskCounts } from './fill';
import type { Known } from './request';

/** What the platform holds of an organisation, all of it in the organisation's own tenant. */
@Injectable()
export class Held {
  constructor(
    @InjectView(organisationsView) private readonly organisations: ViewReader<TenantEntry | OrganisationEntry>,
    @InjectView(peopleView) private readonly people: ViewReader<PersonEntry>,
    @InjectView(answersView) private readonly answers: ViewReader<AnswerEntry>,
    @InjectView(requestsView) private readonly requests: ViewReader<RequestDocument>,
    @InjectView(progressView) private readonly progress: ViewReader<Progress>,
    private readonly clock: Clock,
  ) {}

  /** The rows as they would be filled today. */
  async rows(request: Known, owing: Owing): Promise<Filled[][]> {
    const today = dayOf(this.clock.now());
    const [facts, counts, earlier] = await Promise.all([
      this.facts(owing, today),
      request.campaignId === null ? null : this.counts(owing, request.campaignId, today),
      this.earlier(owing, request, today),
    ]);
    return filledRows(request.columns, { facts, counts, earlier, rows: request.rows });
  }

  private async facts({ tenantId, organisationId }: Owing, today: string): Promise<Facts> {
    const own = await this.organisations.get(tenantId, organisationId);
    const tenant = await this.organisations.get(tenantId, `tenant:${tenantId}`);
    const entry = own?.is === 'organisation' ? own : null;
    const isRoot = tenant?.is === 'tenant' && tenant.organisationId === organisationId;
    const contact = await this.contact(tenantId, organisationId, today);
    const levels: Readonly<Record<string, string>> = { province: '省级', city: '市级', district: '区县级' };
    return {
      name: entry ? nameOn(entry, today) : null,
      shortName: entry?.about?.shortName ?? null,
      code: entry?.about?.code ?? null,
      category: entry?.about?.category ?? null,
      level: isRoot && tenant.level !== null ? (levels[tenant.level] ?? null) : null,
      contact: contact?.name ?? null,
      telephone: contact?.telephone ?? null,
    };
  }

  /** Its liaison today; of several the first by id, so that it stays the same. */
  private async contact(tenant: string, organisation: string, today: string): Promise<PersonEntry | null> {
    const people = await this.people.find(tenant, { index: 'organisation', value: organisation });
    const isLiaison = ({ appointments }: PersonEntry) =>
      appointments.some(
        (held) => held.organisationId === organisation && held.post === 'liaison' && isHeldOn(held, today),
      );
    return people.filter(isLiaison).sort((a, b) => (a.personId < b.personId ? -1 : 1))[0] ?? null;
  }

  /** Of a tenant's own organisation all its tasks count; of a unit those that it leads. */
  private async counts({ tenantId, organisationId }: Owing, campaignId: string, today: string): Promise<TaskCounts> {
    const tenant = await this.organisations.get(tenantId, `tenant:${tenantId}`);
    const whole = tenant?.is === 'tenant' && tenant.organisationId === organisationId;
    const rows = await this.progress.sum(tenantId, 'unit', { keyPrefix: keyPrefix(campaignId), until: today });
    const own = rows.filter(({ key }) => whole || parseKey(key).leaf === organisationId);
    return countedIn(own);
  }

  /** What the organisation answered before, the newest first. */
  private async earlier({ tenantId, organisationId }: Owing, { requestId }: Known, today: string): Promise<Earlier[]> {
    const answers = await this.answers.find(tenantId, { index: 'organisation', value: organisationId });
    const others = answers.filter((answer) => answer.requestId !== requestId);
    const entries = await this.requests.many(
      tenantId,
      others.map((answer) => requestIdIn(tenantId, answer.requestId)),
    );
    const known = others.flatMap((answer, i) => {
      const [entry, standing] = [entries[i], answerOn(answer, today)];
      return entry && standing ? [{ standing, columns: entry.columns }] : [];
    });
    known.sort((a, b) => (a.standing.submittedOn < b.standing.submittedOn ? 1 : -1));
    return known.map(({ standing, columns }) => ({ columns, rows: standing.rows.map(({ cells }) => cells) }));
  }
}

/** Of counters as far as today; in time is what was submitted of the dated, and not late. */
export function countedIn(rows: readonly Pick<CounterRow, 'key' | 'values'>[]): TaskCounts {
  const dated = rows.filter(({ key }) => parseKey(key).due !== null);
  const sum = (name: keyof Counts, of = rows) => of.reduce((total, { values }) => total + (values[name] ?? 0), 0);
  const onTime = sum('submitted', dated) - sum('late', dated);
  return { tasks: sum('tasks'), submitted: sum('submitted'), accepted: sum('accepted'), onTime };
}
