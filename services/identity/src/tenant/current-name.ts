import type { Streams } from '@chuangwen/platform';
import { lastBy } from '../organisation/dated';
import { organisationAggregate, organisationStream } from '../organisation/organisation';
import { tenantAggregate, tenantStream } from './tenant';

/** What it is called on that day, as its streams tell; null until it is registered. */
export async function currentName(streams: Streams, tenantId: string, today: string): Promise<string | null> {
  const { state } = await streams.load(tenantAggregate, tenantStream(tenantId));
  if (state.status === 'unknown') return null;
  const at = organisationStream(tenantId, state.organisationId);
  const { state: root } = await streams.load(organisationAggregate, at);
  return (root.status === 'unknown' ? null : lastBy(root.names, today)?.name) ?? state.name;
}
