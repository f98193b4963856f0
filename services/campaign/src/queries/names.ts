import {
  Clock,
  dayOf,
  InjectView,
  nameOn,
  organisationsView,
  type OrganisationEntry,
  type TenantEntry,
  type ViewReader,
} from '@chuangwen/platform';
import type { Party } from '@chuangwen/contracts';
import { Injectable } from '@nestjs/common';

/** What organisations are called today, as far as the asking tenant may know: its own units and the tenants it oversees. */
@Injectable()
export class Names {
  constructor(
    private readonly clock: Clock,
    @InjectView(organisationsView) readonly view: ViewReader<TenantEntry | OrganisationEntry>,
  ) {}

  /** `on`: as they were called on a day, as far as it was recorded by then. */
  async of(
    asking: string,
    parties: readonly Party[],
    on: string | null = null,
  ): Promise<(party: Party) => string | null> {
    const today = on ?? dayOf(this.clock.now());
    const ids = [...new Set(parties.map((party) => idOf(asking, party)))];
    const entries = await this.view.many(asking, ids);
    const names = new Map(
      ids.map((id, i) => {
        const entry = entries[i];
        if (!entry) return [id, null];
        return [id, entry.is === 'tenant' ? entry.name : nameOn(entry, today, on ?? undefined)];
      }),
    );
    return (party) => names.get(idOf(asking, party)) ?? null;
  }
}

const idOf = (asking: string, { tenant, organisationId }: Party) =>
  tenant === asking ? organisationId : `tenant:${tenant}`;
