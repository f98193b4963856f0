import type { z } from 'zod';
import type { newAppointment } from '../fields';
import type { Organisations } from '../organisation/organisations';
import type { Wanted } from './command';

/**
 * An appointment as a command asks for it, with its organisation looked up. Throws NotFound unless the organisation, and
 * those in charge of, are the tenant's own.
 */
export async function wanted(
  organisations: Organisations,
  tenant: string,
  appointmentId: string,
  { organisation, post, inCharge = [], validFrom, validTo = null }: z.infer<typeof newAppointment>,
  today: string,
): Promise<Wanted> {
  const at = await organisations.one(tenant, organisation);
  await organisations.many(tenant, inCharge);
  const begins = validFrom ?? today;
  return {
    appointment: { appointmentId, organisationId: organisation, post, inCharge, validFrom: begins, validTo },
    at,
  };
}
