import { z } from 'zod';
import { id } from '../day';
import { eventContract, saidAgain, type EventOf } from '../event-contract';

export const level = z.enum(['province', 'city', 'district']);

/** An organisation may sign in and owns its data. Stream `tenant-ID` of `$installation`; addressed to it and to all offices above. */
export const tenantRegistered = eventContract({
  type: 'tenant.registered',
  version: 1,
  schema: z.object({
    tenantId: id,
    /** The tenant's own organisation, root of its unit tree. */
    organisationId: id,
    name: z.string(),
    kind: z.enum(['office', 'agency']),
    level: level.nullable(),
    /** Offices above, nearest first. */
    overseers: z.array(id),
    again: saidAgain,
  }),
});
export type TenantRegistered = EventOf<typeof tenantRegistered>;

/** The office above has confirmed that the tenant is who it says. */
export const tenantVerified = eventContract({
  type: 'tenant.verified',
  version: 1,
  schema: z.object({ tenantId: id }),
});
export type TenantVerified = EventOf<typeof tenantVerified>;

/**
 * An installation that took the tenant over from another one says where it stands here, whole as at its registration. The office above
 * has not confirmed it yet. `before`: the offices that were above it, so that they hear of it where they are here.
 */
export const tenantPlaced = eventContract({
  type: 'tenant.placed',
  version: 1,
  schema: tenantRegistered.schema.omit({ again: true }).extend({ before: z.array(id) }),
});
export type TenantPlaced = EventOf<typeof tenantPlaced>;
