import { NotFound } from '@chuangwen/kernel';
import { Lanes, Streams } from '@chuangwen/platform';
import { EventStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import { tenantAggregate, tenantStream } from '../tenant/tenant';
import { administered, type Management, type Span } from './administrators';
import { personAggregate, personStream } from './person';
import type { Registered } from './state';

/** People of a tenant as their streams stand now, for the rule that it keeps an administrator. */
@Injectable()
export class People {
  private readonly lanes = new Lanes();

  constructor(
    private readonly streams: Streams,
    private readonly events: EventStore,
  ) {}

  /** Throws NotFound when the tenant has none of this id. */
  async one(tenant: string, id: string): Promise<Registered> {
    const { state } = await this.streams.load(personAggregate, personStream(tenant, id));
    if (state.status === 'unknown') throw new NotFound('person');
    return state;
  }

  /** Who manages the tenant besides this person. */
  async managementBeside(tenant: string, person: string): Promise<Management> {
    const { state: own } = await this.streams.load(tenantAggregate, tenantStream(tenant));
    if (own.status === 'unknown') throw new NotFound('tenant');
    const root = own.organisationId;
    const others: Span[] = [];
    for await (const ref of this.events.streams(tenant)) {
      if (!ref.stream.startsWith('person-') || ref.stream === personStream(tenant, person).stream) continue;
      const { state } = await this.streams.load(personAggregate, ref);
      if (state.status !== 'unknown') others.push(...administered(state, root));
    }
    return { root, others };
  }

  /** One after another in a tenant, so that two administrators at once can't send each other away. Within this process. */
  inTurn<T>(tenant: string, change: () => Promise<T>): Promise<T> {
    return this.lanes.run(tenant, change);
  }
}
