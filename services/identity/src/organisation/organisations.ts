import { NotFound } from '@chuangwen/kernel';
import { Lanes, Streams } from '@chuangwen/platform';
import { EventStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import type { Known } from './known';
import { organisationAggregate, organisationStream } from './organisation';

/**
 * Organisations of a tenant as their streams stand now, for rules that look at more than one. A view may lag behind a
 * child founded a moment ago; the streams don't.
 */
@Injectable()
export class Organisations {
  private readonly lanes = new Lanes();

  constructor(
    private readonly streams: Streams,
    private readonly events: EventStore,
  ) {}

  /** Throws NotFound when the tenant has none of this id. */
  async one(tenant: string, id: string): Promise<Known> {
    const { state } = await this.streams.load(organisationAggregate, organisationStream(tenant, id));
    if (state.status === 'unknown') throw new NotFound('organisation');
    return state;
  }

  many(tenant: string, ids: readonly string[]): Promise<Known[]> {
    return Promise.all(ids.map((id) => this.one(tenant, id)));
  }

  async all(tenant: string): Promise<Known[]> {
    const all: Known[] = [];
    for await (const ref of this.events.streams(tenant)) {
      if (!ref.stream.startsWith('organisation-')) continue;
      const { state } = await this.streams.load(organisationAggregate, ref);
      if (state.status !== 'unknown') all.push(state);
    }
    return all;
  }

  /** One change of a tenant's trees after another, so that two moves at once can't close a circle. Within this process. */
  inTurn<T>(tenant: string, change: () => Promise<T>): Promise<T> {
    return this.lanes.run(tenant, change);
  }
}
