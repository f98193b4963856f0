import type { LoadedTenant } from './load';
import { playReport, playRequest } from './play-reports';
import { playProof, playTable } from './play-tables';
import type { Say } from './play-tasks';

/** What offices do every week besides, with figures that are made up: only with the demo's own notice. */
export async function playDesks(office: LoadedTenant, campaignId: string, say: Say): Promise<void> {
  const agency = office.below.find(({ name }) => name.includes('交通运输局'));
  if (!agency) return;
  await playTable(agency, campaignId, say);
  await playProof(agency, campaignId, say);
  await playRequest(office, say);
  await playReport(office, agency, campaignId, say);
}
