import type { StreamRef } from '@chuangwen/contracts';
import type { mongo } from 'mongoose';
import { answered } from '../mongo/errors';
import { paged } from '../mongo/pages';
import type { AppendDocument } from './append-document';

/**
 * Streams in order of tenant, stream (by their UTF-8 bytes). Every stream has one append that begins at version 1. Page after page by
 * its key, as whoever verifies them takes longer than a cursor is kept.
 */
export async function* streamsOf(appends: mongo.Collection<AppendDocument>, only?: string): AsyncGenerator<StreamRef> {
  for (let tenant = only ?? (await tenantAfter(appends, '')); tenant; tenant = await tenantAfter(appends, tenant)) {
    const of = tenant;
    yield* paged<StreamRef>((last, limit) => pageOf(appends, of, last?.stream ?? '', limit));
    if (only !== undefined) return;
  }
}

async function tenantAfter(appends: mongo.Collection<AppendDocument>, after: string): Promise<string | undefined> {
  const next = await answered(() =>
    appends.findOne({ tenant: { $gt: after } }, { sort: { tenant: 1 }, projection: { tenant: 1 } }),
  );
  return next?.tenant;
}

function pageOf(
  appends: mongo.Collection<AppendDocument>,
  tenant: string,
  after: string,
  limit: number,
): Promise<StreamRef[]> {
  const projection = { _id: 0, tenant: 1, stream: 1 } as const;
  return appends
    .find({ tenant, stream: { $gt: after }, version: 1 }, { sort: { stream: 1 }, projection, limit })
    .toArray() as Promise<StreamRef[]>;
}
