import { INSTALLATION } from '@chuangwen/contracts';
import type { Document, ReadModels, ViewRef } from '@chuangwen/ports';

/** A job that is yet to have its effect, and what it follows from. */
export type Standing = Readonly<{ at: string; data: unknown; correlationId: string; causationId: string }>;

/** Where a document of a schedule lies. */
export type Place = Readonly<{ tenant: string; id: string }>;

const [JOB, TENANT] = ['job/', 'tenant/'];
export const jobPlace = (tenant: string, key: string): Place => ({ tenant, id: `${JOB}${key}` });
/** In the installation's part: the tenants that ever had something standing, for a document is found by its tenant only. */
export const tenantPlace = (tenant: string): Place => ({ tenant: INSTALLATION, id: `${TENANT}${tenant}` });

/** What stands under a key; null when nothing does. */
export async function standingOf(
  models: ReadModels,
  ref: ViewRef,
  tenant: string,
  key: string,
): Promise<Standing | null> {
  const [found] = await models.load(ref, [jobPlace(tenant, key)]);
  return (found ?? null) as Standing | null;
}

/** It had its effect. Throws ViewMoved when something else stands there by now. */
export async function fell(
  models: ReadModels,
  ref: ViewRef,
  tenant: string,
  key: string,
  was: Standing,
): Promise<void> {
  const change = { ...jobPlace(tenant, key), body: null, was, index: {} };
  await models.commit(ref, { documents: [change], counters: [], positions: [], seen: [] });
}

/** All that stands, a page at a time. */
export async function* allStanding(
  models: ReadModels,
  ref: ViewRef,
): AsyncGenerator<readonly Readonly<{ tenant: string; key: string; at: string }>[]> {
  for await (const tenants of pages(models, ref, INSTALLATION, TENANT))
    for (const { name: tenant } of tenants)
      for await (const page of pages(models, ref, tenant, JOB))
        yield page.map(({ name, body }) => ({ tenant, key: name, at: (body as Standing).at }));
}

const PAGE = 1000;

/** The tenant's documents of a kind. */
async function* pages(models: ReadModels, ref: ViewRef, tenant: string, kind: string) {
  for (let after = ''; ;) {
    const page = await models.find(ref, tenant, { after, limit: PAGE });
    yield page
      .filter(({ id }) => id.startsWith(kind))
      .map(({ id, body }): { name: string; body: Document } => ({ name: id.slice(kind.length), body }));
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}
