import type { OrganisationFounded, OrganisationMoved } from '@chuangwen/contracts';

export type Tree = OrganisationMoved['data']['tree'];

/** Days are valid time, YYYY-MM-DD; of two facts of one day the later in the list wins. */
export type Place = Readonly<{ tree: Tree; parent: string | null; validFrom: string }>;
type Standing = Readonly<{
  organisationId: string;
  kind: OrganisationFounded['data']['kind'];
  founded: string;
  names: readonly Readonly<{ name: string; validFrom: string }>[];
  places: readonly Place[];
}>;
/** `validTo`: its last day. */
export type Known = ({ status: 'open' } & Standing) | ({ status: 'closed'; validTo: string } & Standing);
