import {
  freshnessOf,
  nameOn,
  type Answer,
  type OrganisationEntry,
  type TenantEntry,
  type ViewReader,
} from '@chuangwen/platform';

type Reader = Pick<ViewReader<object>, 'standing'>;

/** Reads when the views have caught up with the tokens, or says which answer misses something. */
export async function fresh<T>(
  views: readonly Reader[],
  tokens: readonly string[],
  tenant: string,
  read: () => Promise<T>,
): Promise<Answer<T>> {
  const freshness = await freshnessOf(views, tokens, [tenant]);
  return { data: await read(), freshness };
}

/** What its own organisation is called on that day; until that is known, the name it was registered under. */
export const tenantNameOn = (
  { name }: TenantEntry,
  root: TenantEntry | OrganisationEntry | null,
  on: string,
): string => (root?.is === 'organisation' ? nameOn(root, on) : name);
