import { createHash } from 'node:crypto';

/**
 * The root of a Merkle tree as RFC 6962 builds it (leaves and nodes are hashed apart), leaf by leaf: only one node per
 * level is kept, so the memory is that of a few hashes for any number of leaves.
 */
export class MerkleRoot {
  /** Roots of whole subtrees, the largest first; sizes are the ones in the binary form of `count`. */
  private readonly subtrees: Uint8Array[] = [];
  private count = 0;

  add(leaf: Uint8Array): void {
    let node: Uint8Array = sha256(LEAF, leaf);
    for (let size = this.count; size % 2 === 1; size = (size - 1) / 2) node = sha256(NODE, this.subtrees.pop()!, node);
    this.subtrees.push(node);
    this.count += 1;
  }

  get size(): number {
    return this.count;
  }

  /** In hex; that of no leaf is the hash of nothing. */
  root(): string {
    const hash = this.subtrees.reduceRight<Uint8Array | null>(
      (right, left) => (right ? sha256(NODE, left, right) : left),
      null,
    );
    return Buffer.from(hash ?? sha256()).toString('hex');
  }
}

const [LEAF, NODE] = [Buffer.from([0]), Buffer.from([1])];

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
