import type { StreamRef } from '@chuangwen/contracts';
import type { mongo } from 'mongoose';
import { answered } from '../mongo/errors';
import type { AppendDocument } from './append-document';

const PAGE = 1000;

/**
 * Streams in order of tenant, stream (by their UTF-8 bytes). Every stream has one append that begins at version 1. Page after page by
 * its key, as whoever verifies them takes longer than a cursor is kept.
 */
export async function* streamsOf(appends: mongo.Collection<AppendDocument>, only?: string): AsyncGenerator<StreamRef> {
  for (let tenant = only ?? (await tenantAfter(appends, '')); tenant; tenant = await tenantAfter(appends, tenant)) {
    for (let after = ''; ;) {
      const page = await answered(() => pageOf(appends, tenant!, after));
      yield* page;
      if (page.length < PAGE) break;
      after = page.at(-1)!.stream;
    }
    if (only !== undefined) return;
  }
}

async function tenantAfter(appends: mongo.Collection<AppendDocument>, after: string): Promise<string | undefined> {
  const next = await answered(() =>
    appends.findOne({ tenant: { $gt: after } }, { sort: { tenant: 1 }, projection: { tenant: 1 } }),
  );
  return next?.tenant;
}

function pageOf(appends: mongo.Collection<AppendDocument>, tenant: string, after: string): Promise<StreamRef[]> {
  const projection = { _id: 0, tenant: 1, stream: 1 } as const;
  return appends
    .find({ tenant, stream: { $gt: after }, version: 1 }, { sort: { stream: 1 }, projection, limit: PAGE })
    .toArray() as Promise<StreamRef[]>;
}
