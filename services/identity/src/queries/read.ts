import type { Answer, Freshness, ViewReader } from '@chuangwen/platform';
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

type Fresh = Pick<ViewReader<object>, 'freshness'>;

/** Reads when the views have caught up with the tokens, or says which answer misses something. */
export async function fresh<T>(
  views: readonly Fresh[],
  tokens: readonly string[],
  tenant: string,
  read: () => Promise<T>,
): Promise<Answer<T>> {
  const each = await Promise.all(views.map((view) => view.freshness(tokens, [tenant])));
  const freshness: Freshness = {
    caughtUp: each.every(({ caughtUp }) => caughtUp),
    behind: Math.max(0, ...each.map(({ behind }) => behind)),
    parked: Math.max(0, ...each.map(({ parked }) => parked)),
  };
  return { data: await read(), freshness };
}
