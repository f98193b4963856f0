import {
  freshnessOf,
  nameOn,
  type Answer,
  type OrganisationEntry,
  type TenantEntry,
  type ViewReader,
} from '@chuangwen/platform';
import type { Find } from '@chuangwen/ports';

const PAGE = 1000;

/** Every document of a tenant found so, page after page. */
export async function everyOne<Doc extends object>(
  view: ViewReader<Doc>,
  tenant: string,
  find: Find,
  idOf: (document: Doc) => string,
): Promise<Doc[]> {
  const all: Doc[] = [];
  for (let after: string | undefined; ;) {
    const page = await view.find(tenant, { ...find, limit: PAGE, ...(after === undefined ? {} : { after }) });
    all.push(...page);
    const last = page.at(-1);
    if (!last || page.length < PAGE) return all;
    after = idOf(last);
  }
}

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
