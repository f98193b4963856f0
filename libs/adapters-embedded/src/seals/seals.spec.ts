import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEmbedded, type EmbeddedStorage } from '../index';
import { someCommand } from '../testing/commands';
import { emptyFolder } from '../testing/folders';
import type { Seal } from './book';
import { MerkleRoot } from './merkle';

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

describe('A Merkle root', () => {
  it.each([0, 1, 2, 3, 5, 8, 13])('of %i leaves is that of RFC 6962', (count) => {
    const leaves = [...Array(count).keys()].map((n) => Buffer.from([n]));
    const root = (of: readonly Buffer[]): Buffer => {
      if (of.length === 0) return sha256();
      if (of.length === 1) return sha256(Buffer.from([0]), of[0]!);
      const left = 2 ** Math.ceil(Math.log2(of.length) - 1);
      return sha256(Buffer.from([1]), root(of.slice(0, left)), root(of.slice(left)));
    };
    const tree = new MerkleRoot();
    for (const leaf of leaves) tree.add(leaf);
    expect([tree.size, tree.root()]).toEqual([count, root(leaves).toString('hex')]);
  });
});

describe('Seals', () => {
  let home: ReturnType<typeof emptyFolder>;
  const file = (...parts: string[]) => join(home.path, 'data', ...parts);
  const book = () => file('seals', 'task.jsonl');
  const lines = (path = book()) => readFileSync(path, 'utf8').trim().split('\n');
  beforeEach(async () => {
    home = emptyFolder();
    const storage = await openEmbedded(file());
    await append(storage, 0, 3);
    await storage.seal();
    await append(storage, 3, 5);
    await storage.close();
  });
  afterEach(() => home.remove());

  async function append(storage: EmbeddedStorage, from: number, to: number): Promise<void> {
    for (const tenant of ['red', 'blue'])
      for (let version = from; version < to; version += 1) {
        const command = someCommand(tenant === 'red' ? 0 : 1, version);
        await storage.ports('task').events.append({ tenant, stream: 'lane' }, { ...command, receipt: null });
      }
  }
  const change = (sql: string) => {
    const db = new DatabaseSync(file('task', 'events.db'));
    db.exec(sql);
    db.close();
  };
  async function found(): Promise<string[]> {
    const storage = await openEmbedded(file());
    try {
      storage.ports('task');
      const seen: string[] = [];
      for await (const { what, where } of storage.damage()) if (what === 'seal') seen.push(where);
      return seen;
    } finally {
      await storage.close();
    }
  }

  it('cover each tenant of each stretch, one after the other, also at a stop', async () => {
    const seals = lines().map((line) => JSON.parse(line) as Seal);
    expect(seals.map(({ from, to, tenants }) => [from, to, Object.keys(tenants)])).toEqual([
      [0, 6, ['blue', 'red']],
      [6, 10, ['blue', 'red']],
    ]);
    expect(seals[1]!.previous).toBe(seals[0]!.hash);
    expect(await found()).toEqual([]);
  });

  it('miss a lost tail before anything is done with the folder', async () => {
    change('DELETE FROM events WHERE position > 8');
    await expect(found()).rejects.toThrow(/events\.db is damaged \(it ends at 8, a seal of .* has read up to 10\)/);
  });

  it('name the tenant whose events were changed, though somebody made the hashes fit', async () => {
    change('UPDATE events SET body = zeroblob(length(body)) WHERE position = 2');
    expect(await found()).toEqual(['red 1–6']);
    change("UPDATE streams SET tenant = 'green' WHERE tenant = 'blue'");
    expect(await found()).toEqual(expect.arrayContaining(['blue 7–10', 'green 7–10']));
  });

  it('are a chain: one that was taken out or changed is missed', async () => {
    const whole = lines();
    writeFileSync(book(), `${whole[1]}\n`);
    expect(await found()).toEqual(['']);
    writeFileSync(book(), `${whole[0]!.replace('"red":[3', '"red":[2')}\n${whole[1]}\n`);
    expect(await found()).toEqual(['']);
    writeFileSync(book(), `${whole[0]}\n${whole[1]!.replace('"to":10', '"to":9')}\n`);
    await expect(found()).rejects.toThrow(/last seal was changed/);
  });

  it('go on after a line that a power cut left half written', async () => {
    appendFileSync(book(), '{"from":10,"to":1');
    const storage = await openEmbedded(file());
    await append(storage, 5, 6);
    await storage.close();
    expect(lines()).toHaveLength(3);
    expect(await found()).toEqual([]);
  });

  it('are kept elsewhere once that is said, those of before too, and no other installation takes them for its own', async () => {
    const elsewhere = join(home.path, 'elsewhere');
    await (await openEmbedded(file(), { seals: elsewhere })).close();
    const storage = await openEmbedded(file()); // it is remembered
    await append(storage, 5, 6);
    await storage.ports('task').keys.destroy('red', 'person:1');
    await storage.close();
    expect(lines(join(elsewhere, 'task.jsonl'))).toHaveLength(3);
    expect(lines(join(elsewhere, 'erased.jsonl'))).toHaveLength(2);
    await expect(openEmbedded(join(home.path, 'other'), { seals: elsewhere })).rejects.toThrow(/another installation/);
    expect(existsSync(join(home.path, 'other', 'keys.db'))).toBe(true);
  });

  it('destroy a key at the next start whose destruction was listed when the process died', async () => {
    let storage = await openEmbedded(file());
    await storage.ports('task').keys.obtain('red', 'person:7');
    await storage.ports('task').keys.destroy('red', 'person:8');
    await storage.close();
    const db = new DatabaseSync(file('keys.db'));
    db.exec("DELETE FROM keys WHERE subject = 'person:8'; UPDATE keys SET subject = 'person:8'");
    db.close();
    storage = await openEmbedded(file());
    expect(await storage.ports('task').keys.find('red', 'person:8')).toBeNull();
    expect(await storage.ports('task').keys.obtain('red', 'person:8')).toBeNull();
    await storage.close();
  });
});
