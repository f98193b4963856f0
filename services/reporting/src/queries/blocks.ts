import { setImmediate } from 'node:timers/promises';
import type { OverseerScope, ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { Block } from '../report/block';
import { keyPrefix } from '../report/keys';

/** Bytes kept in memory, of all blocks together. */
const LIMIT = 96 * 1024 * 1024;
/** Longer than this (ms) nobody else waits for a report that is read for the first time. */
const BREATH = 10;

type Counted = Pick<ViewReader<object>, 'stampsAcross' | 'differencesAcross'>;
type Wanted = Readonly<{ tenants: readonly string[]; group: string; campaignId: string }>;
/** The blocks of one group and campaign, by tenant: they are asked for and let go together. */
type Shelf = Readonly<{ blocks: Map<string, Block> }>;

/**
 * Counters of tenants, campaigns and groups in memory, as long as their part of the view has not changed. What has is read again,
 * those days alone. What was not asked for longest goes first.
 */
@Injectable()
export class Blocks {
  private readonly shelves = new Map<string, Shelf>();
  /** Of one request, which brings a scope of its own: what it reads of a view is as of one moment. */
  private readonly stamps = new WeakMap<OverseerScope, Map<Counted, Promise<ReadonlyMap<string, string>>>>();

  /** One of each of these tenants of the scope, in their order, none older than the first call with this scope. */
  async of(reader: Counted, scope: OverseerScope, { tenants, group, campaignId }: Wanted): Promise<Block[]> {
    const stamps = await this.stampsOf(reader, scope);
    const shelf = this.shelf(`${group}\0${campaignId}`);
    const found: Block[] = [];
    let since = performance.now();
    let read = 0;
    for (const tenant of tenants) {
      const block = shelf.blocks.get(tenant) ?? new Block();
      found.push(block);
      if (block.stamp === stamps.get(tenant)) continue;
      shelf.blocks.set(tenant, block);
      await this.refresh(reader, scope, tenant, group, campaignId, block);
      read += 1;
      if (performance.now() - since > BREATH) {
        await setImmediate();
        since = performance.now();
      }
    }
    if (read > 0) this.shrink();
    return found;
  }

  private stampsOf(reader: Counted, scope: OverseerScope): Promise<ReadonlyMap<string, string>> {
    const known = this.stamps.get(scope) ?? new Map<Counted, Promise<ReadonlyMap<string, string>>>();
    this.stamps.set(scope, known);
    const stamps =
      known.get(reader) ??
      reader.stampsAcross(scope).then((all) => new Map(scope.tenants.map((tenant, i) => [tenant, all[i]!])));
    known.set(reader, stamps);
    return stamps;
  }

  private async refresh(
    reader: Counted,
    scope: OverseerScope,
    tenant: string,
    group: string,
    campaignId: string,
    block: Block,
  ): Promise<void> {
    for (;;) {
      const { stamp } = block;
      const options = { keyPrefix: keyPrefix(campaignId), ...(stamp === null ? {} : { since: stamp }) };
      const differences = await reader.differencesAcross(scope, tenant, group, options);
      // Another request took something in meanwhile: what was read here is of a time before that.
      if (block.stamp !== stamp) continue;
      block.take(differences);
      return;
    }
  }

  private shelf(key: string): Shelf {
    const shelf = this.shelves.get(key) ?? { blocks: new Map() };
    this.shelves.delete(key);
    this.shelves.set(key, shelf);
    return shelf;
  }

  private shrink(): void {
    let size = [...this.shelves.values()].map(sizeOf).reduce((sum, one) => sum + one, 0);
    for (const [key, shelf] of this.shelves) {
      if (size <= LIMIT) return;
      size -= sizeOf(shelf);
      this.shelves.delete(key);
    }
  }
}

function sizeOf({ blocks }: Shelf): number {
  let size = 0;
  for (const block of blocks.values()) size += block.size;
  return size;
}
