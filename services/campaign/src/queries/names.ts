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

  async of(asking: string, parties: readonly Party[]): Promise<(party: Party) => string | null> {
    const today = dayOf(this.clock.now());
    const ids = [...new Set(parties.map((party) => idOf(asking, party)))];
    const entries = await this.view.many(asking, ids);
    const names = new Map(
      ids.map((id, i) => {
        const entry = entries[i];
        if (!entry) return [id, null];
        return [id, entry.is === 'tenant' ? entry.name : nameOn(entry, today)];
      }),
    );
    return (party) => names.get(idOf(asking, party)) ?? null;
  }
}

const idOf = (asking: string, { tenant, organisationId }: Party) =>
  tenant === asking ? organisationId : `tenant:${tenant}`;
