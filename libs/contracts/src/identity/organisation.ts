import { z } from 'zod';
import { day, id } from '../day';
import { eventContract, saidAgain, type EventOf } from '../event-contract';

/** 条 and 块: a unit can hang on its line bureau's tree and on its district's. */
export const tree = z.enum(['line', 'district']);

/** Stream `organisation-ID` of the tenant whose unit it is. Days are valid time; recorded time is the envelope's. */
export const organisationFounded = eventContract({
  type: 'organisation.founded',
  version: 1,
  schema: z.object({
    organisationId: id,
    name: z.string(),
    kind: z.enum(['root', 'section', 'unit']),
    /** null for the root of the tenant. */
    parent: id.nullable(),
    tree,
    validFrom: day,
    again: saidAgain,
  }),
});
export type OrganisationFounded = EventOf<typeof organisationFounded>;

export const organisationRenamed = eventContract({
  type: 'organisation.renamed',
  version: 1,
  schema: z.object({ organisationId: id, name: z.string(), validFrom: day }),
});
export type OrganisationRenamed = EventOf<typeof organisationRenamed>;

/** From that day it hangs there on that tree; a place on the other tree stays. */
export const organisationMoved = eventContract({
  type: 'organisation.moved',
  version: 1,
  schema: z.object({ organisationId: id, tree, parent: id, validFrom: day }),
});
export type OrganisationMoved = EventOf<typeof organisationMoved>;

/** Its last day; the ones that took over its work, if any; why, in somebody's words, on the organisation's own key. */
export const organisationClosed = eventContract({
  type: 'organisation.closed',
  version: 1,
  schema: z.object({ organisationId: id, validTo: day, successors: z.array(id), reason: z.string() }),
  personal: { reason: { key: 'document', of: 'organisationId', erased: '（已删除）' } },
});
export type OrganisationClosed = EventOf<typeof organisationClosed>;

/** What an organisation is otherwise known by; null: not known. `code`: its social credit or other registered code. */
export const organisationDescribed = eventContract({
  type: 'organisation.described',
  version: 1,
  schema: z.object({
    organisationId: id,
    shortName: z.string().nullable(),
    code: z.string().nullable(),
    category: z.string().nullable(),
  }),
});
export type OrganisationDescribed = EventOf<typeof organisationDescribed>;
