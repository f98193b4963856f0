import type { DatabaseSync } from 'node:sqlite';
import { DATA, HASH } from '../events/row';
import { MerkleRoot } from './merkle';

/** What a log holds after position `from` up to `to`: of each tenant, how many events and the Merkle root of their hashes. */
export type Stretch = Readonly<{
  from: number;
  to: number;
  tenants: Readonly<Record<string, readonly [events: number, root: string]>>;
}>;

/** Up to `until`, or to the end as it is now. Memory for the tenants, not for the events. */
export function stretchOf(db: DatabaseSync, from: number, until = Number.MAX_SAFE_INTEGER): Stretch {
  const rows = db.prepare(
    `SELECT e.position, s.tenant, substr(e.body, ${HASH + 1}, ${DATA - HASH}) AS hash
     FROM events e LEFT JOIN streams s ON s.id = e.stream WHERE e.position > ? AND e.position <= ? ORDER BY e.position`,
  );
  rows.setReturnArrays(true);
  const trees = new Map<string, MerkleRoot>();
  let to = from;
  for (const row of rows.iterate(from, until)) {
    const [position, tenant, hash] = row as unknown as [number, string | null, Uint8Array];
    let tree = trees.get(tenant ?? '');
    if (!tree) trees.set(tenant ?? '', (tree = new MerkleRoot()));
    tree.add(hash);
    to = position;
  }
  const tenants = [...trees].sort(([a], [b]) => (a < b ? -1 : 1));
  return { from, to, tenants: Object.fromEntries(tenants.map(([id, tree]) => [id, [tree.size, tree.root()]])) };
}
