import { RuleViolation } from '@chuangwen/kernel';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { BlobDamaged, type BlobStore } from '../blob-store';
import { collect, type Opened } from './opened';

const NO_LIMIT = 100_000_000;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** In small pieces, as it comes from a network. */
const streamOf = (bytes: Buffer) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / 1000) }, (_, at) => bytes.subarray(at * 1000, at * 1000 + 1000)),
  );

/** Two services' stores of one storage, and how to write other bytes underneath a file of `port`. */
export type OpenedBlobs = Opened<BlobStore> & {
  other: BlobStore;
  tamper(tenant: string, sha256: string, bytes: Uint8Array): Promise<void>;
};

export function describeBlobStore(name: string, open: () => Promise<OpenedBlobs>): void {
  describe(`BlobStore: ${name}`, () => {
    let opened: OpenedBlobs;
    let blobs: BlobStore;
    beforeAll(async () => {
      opened = await open();
      blobs = opened.port;
    });
    afterAll(() => opened.close());

    const content = async (tenant: string, hash: string) => {
      const found = await blobs.get(tenant, hash);
      return found && buffer(found);
    };

    it('gives back the bytes under their own hash', async () => {
      const bytes = randomBytes(300_000);
      expect(await blobs.put('red', streamOf(bytes), NO_LIMIT)).toEqual({ sha256: sha256(bytes), size: 300_000 });
      expect((await content('red', sha256(bytes)))!.equals(bytes)).toBe(true);
    });

    it('keeps an empty file', async () => {
      const empty = Buffer.alloc(0);
      expect(await blobs.put('red', Readable.from([]), 0)).toEqual({ sha256: sha256(empty), size: 0 });
      expect(await content('red', sha256(empty))).toHaveLength(0);
    });

    it('takes the same bytes again, also at the same time', async () => {
      const bytes = randomBytes(20_000);
      const puts = await Promise.all([1, 2, 3].map(() => blobs.put('red', streamOf(bytes), NO_LIMIT)));
      expect(new Set(puts.map((blob) => blob.sha256))).toEqual(new Set([sha256(bytes)]));
      expect((await content('red', sha256(bytes)))!.equals(bytes)).toBe(true);
    });

    it('shows a tenant nothing that is only another’s, whatever their names', async () => {
      const bytes = randomBytes(100);
      const names = ['red', 'RED', 're/d', '../red', '.', '..', '$installation', '单位', 'x'.repeat(300)];
      await blobs.put('red', streamOf(bytes), NO_LIMIT);
      for (const tenant of names.slice(1)) expect(await blobs.get(tenant, sha256(bytes))).toBeNull();
      for (const tenant of names) {
        const own = Buffer.from(`own of ${tenant}`);
        await blobs.put(tenant, streamOf(own), NO_LIMIT);
        expect((await content(tenant, sha256(own)))!.equals(own)).toBe(true);
      }
    });

    it('stops at the limit and keeps nothing', async () => {
      const bytes = randomBytes(5001);
      const refused = await blobs.put('red', streamOf(bytes), 5000).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(RuleViolation);
      expect(refused).toMatchObject({ code: 'file.too-large', params: { limit: 5000 } });
      expect(await blobs.get('red', sha256(bytes))).toBeNull();
      expect(await blobs.put('red', streamOf(bytes.subarray(0, 5000)), 5000)).toMatchObject({ size: 5000 });
    });

    it('reads no further than the limit', async () => {
      let given = 0;
      const endless = Readable.from(
        (function* () {
          for (;;) yield Buffer.alloc((given += 1) && 1000);
        })(),
      );
      await expect(blobs.put('red', endless, 10_000)).rejects.toThrow('file.too-large');
      expect(given).toBeLessThan(200);
    });

    it('keeps nothing of a file that breaks off', async () => {
      const bytes = randomBytes(3000);
      const broken = Readable.from(
        (async function* () {
          yield bytes;
          throw new Error('connection lost');
        })(),
      );
      await expect(blobs.put('red', broken, NO_LIMIT)).rejects.toThrow('connection lost');
      expect(await blobs.get('red', sha256(bytes))).toBeNull();
    });

    it('deletes for this tenant only, and again without harm', async () => {
      const bytes = randomBytes(100);
      for (const tenant of ['red', 'blue']) await blobs.put(tenant, streamOf(bytes), NO_LIMIT);
      await blobs.delete('red', sha256(bytes));
      await blobs.delete('red', sha256(bytes));
      expect(await blobs.get('red', sha256(bytes))).toBeNull();
      expect((await content('blue', sha256(bytes)))!.equals(bytes)).toBe(true);
    });

    it('keeps the files of each service apart: what one deletes, the other still has', async () => {
      const bytes = randomBytes(100);
      await blobs.put('red', streamOf(bytes), NO_LIMIT);
      expect(await opened.other.has('red', sha256(bytes))).toBe(false);
      expect(await opened.other.get('red', sha256(bytes))).toBeNull();
      await opened.other.put('red', streamOf(bytes), NO_LIMIT);
      await opened.other.delete('red', sha256(bytes));
      expect((await content('red', sha256(bytes)))!.equals(bytes)).toBe(true);
    });

    it('says what it has', async () => {
      const bytes = randomBytes(100);
      expect(await blobs.has('red', sha256(bytes))).toBe(false);
      await blobs.put('red', streamOf(bytes), NO_LIMIT);
      expect(await blobs.has('red', sha256(bytes))).toBe(true);
      expect(await blobs.has('blue', sha256(bytes))).toBe(false);
      await blobs.delete('red', sha256(bytes));
      expect(await blobs.has('red', sha256(bytes))).toBe(false);
    });

    it('lists the files of a tenant', async () => {
      const tenants = [`单位-${randomBytes(4).toString('hex')}`, 'x'.repeat(301)] as const;
      const bytes = Array.from({ length: 5 }, () => randomBytes(50));
      for (const tenant of tenants) {
        expect(await collect(blobs.list(tenant))).toEqual([]);
        for (const file of bytes) await blobs.put(tenant, streamOf(file), NO_LIMIT);
        await blobs.delete(tenant, sha256(bytes[4]!));
        expect((await collect(blobs.list(tenant))).sort()).toEqual(bytes.slice(0, 4).map(sha256).sort());
      }
      await expect(collect(blobs.list(''))).rejects.toThrow();
    });

    const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);
    const flipped = (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.of(bytes.at(-1)! ^ 1)]);
    it.each([
      ['a small file with another last byte', 1000, flipped],
      ['a small file cut off', 1000, half],
      ['a large file with another last byte', 5_000_000, flipped],
      ['a large file cut off', 5_000_000, half],
      ['a large file made longer', 5_000_000, (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)])],
    ])('never gives back %s as a whole file, and names it', async (_what, size, tampered) => {
      const bytes = randomBytes(size);
      const hash = sha256(bytes);
      await blobs.put('单位', streamOf(bytes), NO_LIMIT);
      expect(await collect(blobs.changed())).toEqual([]);
      const written = tampered(bytes);
      await opened.tamper('单位', hash, written);
      let given = 0;
      const reading = (async () => {
        for await (const chunk of (await blobs.get('单位', hash))!) given += (chunk as Buffer).length;
      })();
      await expect(reading).rejects.toThrow(BlobDamaged);
      await expect(reading).rejects.toMatchObject({ tenant: '单位', sha256: hash });
      expect(given).toBeLessThan(written.length);
      expect(await collect(blobs.changed())).toEqual([{ tenant: '单位', sha256: hash }]);
      expect(await collect(opened.other.changed())).toEqual([]);

      await blobs.put('单位', streamOf(bytes), NO_LIMIT);
      expect((await content('单位', hash))!.equals(bytes)).toBe(true);
      expect(await collect(blobs.changed())).toEqual([]);
    });

    it('gives back a large file whole', async () => {
      const bytes = randomBytes(5_000_000);
      await blobs.put('red', streamOf(bytes), NO_LIMIT);
      expect((await content('red', sha256(bytes)))!.equals(bytes)).toBe(true);
    });

    it('knows no file by anything but a hash', async () => {
      for (const name of ['', '..', '../../keys.db', 'x'.repeat(64)]) {
        expect(await blobs.get('red', name)).toBeNull();
        expect(await blobs.has('red', name)).toBe(false);
        await blobs.delete('red', name);
      }
    });

    it('refuses a call without a tenant', async () => {
      await expect(blobs.put('', streamOf(randomBytes(10)), NO_LIMIT)).rejects.toThrow();
      await expect(blobs.get('', sha256(Buffer.alloc(0)))).rejects.toThrow();
      await expect(blobs.has('', sha256(Buffer.alloc(0)))).rejects.toThrow();
      await expect(blobs.delete('', sha256(Buffer.alloc(0)))).rejects.toThrow();
    });

    it('has them after it was opened again', async () => {
      if (!opened.reopen) return;
      const bytes = randomBytes(1000);
      await blobs.put('red', streamOf(bytes), NO_LIMIT);
      blobs = opened.port = await opened.reopen();
      expect((await content('red', sha256(bytes)))!.equals(bytes)).toBe(true);
    });
  });
}
