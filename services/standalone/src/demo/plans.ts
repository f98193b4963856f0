import type { LoadedTenant, Player } from './load';
import { eventually } from './parallel';

/** A plan arrives by a workflow a moment after it was handed down. */
export async function planOf(player: Player, campaignId: string, superior: Player): Promise<string> {
  const path = `/api/campaign/plans?campaign=${campaignId}&organisation=${player.organisationId}`;
  const [plan] = await eventually(
    () => player.visitor.get<{ planId: string }[]>(path, superior.visitor),
    (plans) => plans.length > 0,
  );
  return plan!.planId;
}

/** Three steps instead of many: the plan above whole, handed down, its units without a paper of their own. */
export async function takeOver({ clerk, units }: LoadedTenant, campaignId: string, superior: Player): Promise<void> {
  const { visitor } = clerk;
  const path = `/api/campaign/plans/${await planOf(clerk, campaignId, superior)}`;
  await visitor.post(`${path}/take-over`, { way: 'whole' });
  const organisations = units.filter(({ liaison }) => liaison !== null).map(({ organisationId }) => organisationId);
  await visitor.post(`${path}/hand-down`, { organisations });
  await visitor.post(`${path}/units/take-over`, { way: 'without-paper', organisations });
  await eventually(
    () => visitor.get<{ given: number; taken: number }>(`${path}/progress`),
    ({ given, taken }) => given === organisations.length && taken === given,
  );
}
