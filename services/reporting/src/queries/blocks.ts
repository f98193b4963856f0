import { setImmediate } from 'node:timers/promises';
import type { OverseerScope, ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { Block } from '../report/block';
import { keyPrefix } from '../report/keys';

/** Whole numbers kept in memory, of all blocks together: 32 million are 128 MB. */
const LIMIT = 32_000_000;
/** Longer than this (ms) nobody else waits for a report that is read for the first time. */
const BREATH = 10;

type Counted = Pick<ViewReader<object>, 'stampsAcross' | 'differencesAcross'>;

/**
 * Counters of tenants, campaigns and groups in memory, as long as their part of the view has not changed. What has is read again,
 * those days alone. Least recently used ones go first.
 */
@Injectable()
export class Blocks {
  private readonly blocks = new Map<string, Block>();
  private size = 0;

  /** One of each of these tenants of the scope, in their order, none older than this call. */
  async of(
    reader: Counted,
    scope: OverseerScope,
    { tenants, group, campaignId }: Readonly<{ tenants: readonly string[]; group: string; campaignId: string }>,
  ): Promise<Block[]> {
    const stamps = await reader.stampsAcross(scope);
    const stampOf = new Map(scope.tenants.map((tenant, i) => [tenant, stamps[i]!]));
    const found: Block[] = [];
    let since = performance.now();
    for (const tenant of tenants) {
      const block = this.block([group, campaignId, tenant].join('\0'));
      if (block.stamp !== stampOf.get(tenant)) {
        await this.refresh(reader, scope, tenant, group, campaignId, block);
        if (performance.now() - since > BREATH) {
          await setImmediate();
          since = performance.now();
        }
      }
      found.push(block);
    }
    this.shrink();
    return found;
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
      const options = { keyPrefix: keyPrefix(campaignId), ...(stamp === '' ? {} : { since: stamp }) };
      const differences = await reader.differencesAcross(scope, tenant, group, options);
      // Another request took something in meanwhile: what was read here is of a time before that.
      if (block.stamp !== stamp) continue;
      this.size -= block.size;
      block.take(differences);
      this.size += block.size;
      return;
    }
  }

  private block(key: string): Block {
    const block = this.blocks.get(key) ?? new Block();
    this.blocks.delete(key);
    this.blocks.set(key, block);
    return block;
  }

  private shrink(): void {
    for (const [key, block] of this.blocks) {
      if (this.size <= LIMIT) return;
      this.size -= block.size;
      this.blocks.delete(key);
    }
  }
}
