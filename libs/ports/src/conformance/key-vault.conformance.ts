import { randomBytes, randomUUID } from 'node:crypto';
import type { Key, KeyVault } from '../key-vault';
import { collect, type Opened } from './opened';

const hex = (key: Key | null) => key && Buffer.from(key).toString('hex');
const person = () => `person:${randomUUID()}`;

export function describeKeyVault(name: string, open: () => Promise<Opened<KeyVault>>): void {
  describe(`KeyVault: ${name}`, () => {
    let opened: Opened<KeyVault>;
    let keys: KeyVault;
    beforeAll(async () => {
      opened = await open();
      keys = opened.port;
    });
    afterAll(() => opened.close());

    it('makes a key of 32 bytes when first asked, and gives the same one from then on', async () => {
      const subject = person();
      expect(await keys.find('red', subject)).toBeNull();
      const key = await keys.obtain('red', subject);
      expect(key).toHaveLength(32);
      expect(hex(await keys.obtain('red', subject))).toBe(hex(key));
      expect(hex(await keys.find('red', subject))).toBe(hex(key));
    });

    it('makes one key when many ask at once', async () => {
      const subject = person();
      const made = await Promise.all(Array.from({ length: 20 }, () => keys.obtain('red', subject)));
      expect(new Set(made.map(hex)).size).toBe(1);
      expect(hex(await keys.find('red', subject))).toBe(hex(made[0]!));
    });

    it('has another key for each subject and tenant', async () => {
      const subject = person();
      const all = await Promise.all([
        keys.obtain('red', subject),
        keys.obtain('blue', subject),
        keys.obtain('red', person()),
      ]);
      expect(new Set(all.map(hex)).size).toBe(3);
      expect(await keys.find('green', subject)).toBeNull();
    });

    it('never returns a destroyed key, nor makes another', async () => {
      const subject = person();
      await keys.obtain('red', subject);
      const other = await keys.obtain('blue', subject);
      await keys.destroy('red', subject);
      await keys.destroy('red', subject);
      expect(await keys.obtain('red', subject)).toBeNull();
      expect(await keys.find('red', subject)).toBeNull();
      expect(hex(await keys.find('blue', subject))).toBe(hex(other));
    });

    it('remembers the destruction of a key that was never made', async () => {
      const subject = person();
      await keys.destroy('red', subject);
      expect(await keys.obtain('red', subject)).toBeNull();
    });

    it('never hands out two answers when making and destroying meet', async () => {
      const subject = person();
      await Promise.all([keys.obtain('red', subject), keys.destroy('red', subject), keys.obtain('red', subject)]);
      expect(await keys.obtain('red', subject)).toBeNull();
    });

    it('knows of a key that is there or was destroyed, and of no other', async () => {
      const [made, destroyed, never] = [person(), person(), person()];
      await keys.obtain('red', made);
      await keys.destroy('red', destroyed);
      expect(await Promise.all([made, destroyed, never].map((subject) => keys.knows('red', subject)))).toEqual([
        true,
        true,
        false,
      ]);
      expect(await keys.knows('blue', made)).toBe(false);
    });

    it('tells of a destroyed key, by then gone, before it answers', async () => {
      const [subject, told] = [person(), [] as string[]];
      await keys.obtain('red', subject);
      keys.onDestroyed((tenant) => told.push(tenant));
      await keys.destroy('red', subject);
      expect(told).toContain('red'); // perhaps of others too: who could not look for a while forgets everything
    });

    it('takes a key of another installation where it has none, and says which one stands', async () => {
      const [fresh, known, gone] = [person(), person(), person()];
      const own = await keys.obtain('red', known);
      await keys.destroy('red', gone);
      const other = randomBytes(32);
      expect(hex(await keys.adopt('red', fresh, other))).toBe(hex(other));
      expect(hex(await keys.adopt('red', fresh, randomBytes(32)))).toBe(hex(other));
      expect(hex(await keys.find('red', fresh))).toBe(hex(other));
      expect(hex(await keys.adopt('red', known, other))).toBe(hex(own));
      expect(await keys.adopt('red', gone, other)).toBeNull();
      expect(await keys.find('red', gone)).toBeNull();
      await expect(keys.adopt('red', person(), randomBytes(16))).rejects.toThrow(TypeError);
    });

    it('lists the subjects of a tenant in order, the destroyed ones without a key', async () => {
      const tenant = `tenant-${randomUUID()}`;
      const key = await keys.obtain(tenant, 'person:b');
      await keys.obtain(tenant, 'person:a');
      await keys.destroy(tenant, 'person:a');
      await keys.destroy(tenant, 'document:c');
      await keys.obtain(`${tenant}-other`, 'person:d');
      const listed = (await collect(keys.list(tenant))).map(({ subject, key: kept }) => [subject, hex(kept)]);
      expect(listed).toEqual([
        ['document:c', null],
        ['person:a', null],
        ['person:b', hex(key)],
      ]);
      for (let n = 10_000; n < 11_500; n += 100)
        await Promise.all(Array.from({ length: 100 }, (_, at) => keys.obtain(tenant, `person:${n + at}`)));
      expect(await collect(keys.list(tenant))).toHaveLength(1503);
    });

    it('refuses a call without a tenant', async () => {
      await expect(keys.adopt('', 'person:1', randomBytes(32))).rejects.toThrow();
      await expect(collect(keys.list(''))).rejects.toThrow();
      await expect(keys.obtain('', 'person:1')).rejects.toThrow();
      await expect(keys.find('', 'person:1')).rejects.toThrow();
      await expect(keys.destroy('', 'person:1')).rejects.toThrow();
    });

    it('holds keys and destructions after it was opened again', async () => {
      if (!opened.reopen) return;
      const [kept, destroyed] = [person(), person()];
      const key = await keys.obtain('red', kept);
      await keys.obtain('red', destroyed);
      await keys.destroy('red', destroyed);
      keys = opened.port = await opened.reopen();
      expect(hex(await keys.find('red', kept))).toBe(hex(key));
      expect(await keys.obtain('red', destroyed)).toBeNull();
    });
  });
}
