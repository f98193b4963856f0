import { randomUUID } from 'node:crypto';
import type { PrivateStore } from '../private-store';
import { collect, wait, type Opened } from './opened';

const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

export function describePrivateStore(name: string, open: () => Promise<Opened<PrivateStore>>): void {
  describe(`PrivateStore: ${name}`, () => {
    let opened: Opened<PrivateStore>;
    let store: PrivateStore;
    let kind: string;
    beforeAll(async () => {
      opened = await open();
      store = opened.port;
    });
    beforeEach(() => {
      kind = `draft-${randomUUID()}`;
    });
    afterAll(() => opened.close());

    it('keeps a value by tenant, kind and key', async () => {
      const value = { title: '方案', parts: [1, null, true], deep: { a: 'b' } };
      expect(await store.create('red', kind, 'a', value)).toBe(true);
      expect(await store.get('red', kind, 'a')).toEqual({ key: 'a', value, revision: expect.any(Number) });
      expect(await store.get('blue', kind, 'a')).toBeNull();
      expect(await store.get('red', `${kind}-other`, 'a')).toBeNull();
      expect(await store.get('red', kind, 'b')).toBeNull();
    });

    it('does not create over an entry, also when two try at once', async () => {
      const both = await Promise.all([store.create('red', kind, 'a', 1), store.create('red', kind, 'a', 2)]);
      expect([...both].sort()).toEqual([false, true]);
      expect((await store.get('red', kind, 'a'))!.value).toBe(both[0] ? 1 : 2);
      expect(await store.create('blue', kind, 'a', 3)).toBe(true);
    });

    it('replaces only what the caller has seen', async () => {
      await store.create('red', kind, 'a', 1);
      const seen = (await store.get('red', kind, 'a'))!;
      expect(await store.replace('red', kind, { ...seen, value: 2 })).toBe(true);
      const now = (await store.get('red', kind, 'a'))!;
      expect(now.value).toBe(2);
      expect(now.revision).toBeGreaterThan(seen.revision);
      expect(await store.replace('red', kind, { ...seen, value: 3 })).toBe(false);
      expect(await store.replace('blue', kind, { ...now, value: 3 })).toBe(false);
      expect((await store.get('red', kind, 'a'))!.value).toBe(2);
    });

    it('lets one of many replacers of a revision win', async () => {
      await store.create('red', kind, 'a', 0);
      const seen = (await store.get('red', kind, 'a'))!;
      const outcomes = await Promise.all([1, 2, 3, 4].map((value) => store.replace('red', kind, { ...seen, value })));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    });

    it('does not take a key that was deleted and made again for what was seen before', async () => {
      await store.create('red', kind, 'a', 1);
      const seen = (await store.get('red', kind, 'a'))!;
      await store.delete('red', kind, 'a');
      await store.create('red', kind, 'a', 2);
      expect(await store.replace('red', kind, { ...seen, value: 3 })).toBe(false);
      expect((await store.get('red', kind, 'a'))!.value).toBe(2);
    });

    it('deletes, and says when there was nothing', async () => {
      await store.create('red', kind, 'a', 1);
      expect(await store.delete('blue', kind, 'a')).toBe(false);
      expect(await store.delete('red', kind, 'a')).toBe(true);
      expect(await store.delete('red', kind, 'a')).toBe(false);
      expect(await store.get('red', kind, 'a')).toBeNull();
    });

    it('lists a kind, or what begins alike, by key', async () => {
      for (const key of ['b:2', 'a:1', 'b:1', 'b', 'c', '单位:1']) await store.create('red', kind, key, key);
      await store.create('blue', kind, 'b:3', 1);
      expect((await store.list('red', kind)).map(({ key }) => key)).toEqual(['a:1', 'b', 'b:1', 'b:2', 'c', '单位:1']);
      expect((await store.list('red', kind, 'b:')).map(({ value }) => value)).toEqual(['b:1', 'b:2']);
      expect((await store.list('red', kind, '单位')).map(({ key }) => key)).toEqual(['单位:1']);
    });

    it('lists every kind of a tenant, with the time at which each entry expires', async () => {
      const tenant = `tenant-${randomUUID()}`;
      const until = soon(60_000);
      await store.create(tenant, 'b', '2', { two: 2 });
      await store.create(tenant, 'b', '1', 1, until);
      await store.create(tenant, 'a', '3', null);
      await store.create(tenant, 'a', '4', 4, soon(-1));
      await store.create(`${tenant}-other`, 'a', '5', 5);
      const entry = { revision: expect.any(Number) as number };
      expect(await collect(store.everything(tenant))).toEqual([
        { ...entry, kind: 'a', key: '3', value: null, expiresAt: null },
        { ...entry, kind: 'b', key: '1', value: 1, expiresAt: until },
        { ...entry, kind: 'b', key: '2', value: { two: 2 }, expiresAt: null },
      ]);
      const many = Array.from({ length: 1500 }, (_, n) => `${10_000 + n}`);
      for (let at = 0; at < many.length; at += 100)
        await Promise.all(many.slice(at, at + 100).map((key) => store.create(tenant, 'c', key, key)));
      const listed = (await collect(store.everything(tenant))).filter((one) => one.kind === 'c');
      expect(listed.map(({ key }) => key)).toEqual(many);
      await expect(collect(store.everything(''))).rejects.toThrow();
    });

    it('forgets an entry once it has expired, and gives its key free', async () => {
      await store.create('red', kind, 'a', 1, soon(2_000)); // engines at work elsewhere take their time
      await store.create('red', kind, 'b', 1, soon(60_000));
      const seen = (await store.get('red', kind, 'a'))!;
      expect(seen.value).toBe(1);
      expect(await store.create('red', kind, 'a', 2)).toBe(false);
      await wait(2_100);
      expect(await store.get('red', kind, 'a')).toBeNull();
      expect((await store.list('red', kind)).map(({ key }) => key)).toEqual(['b']);
      expect(await store.replace('red', kind, { ...seen, value: 3 })).toBe(false);
      expect(await store.delete('red', kind, 'a')).toBe(false);
      expect(await store.create('red', kind, 'a', 2)).toBe(true);
    });

    it('sets the time anew with each replacement', async () => {
      await store.create('red', kind, 'a', 1, soon(2_000));
      await store.replace('red', kind, { ...(await store.get('red', kind, 'a'))!, value: 2 });
      await wait(2_100);
      expect((await store.get('red', kind, 'a'))!.value).toBe(2);
    });

    it('refuses a call without a tenant', async () => {
      await expect(store.create('', kind, 'a', 1)).rejects.toThrow();
      await expect(store.replace('', kind, { key: 'a', value: 1, revision: 1 })).rejects.toThrow();
      await expect(store.get('', kind, 'a')).rejects.toThrow();
      await expect(store.list('', kind)).rejects.toThrow();
      await expect(store.delete('', kind, 'a')).rejects.toThrow();
    });

    it('has its entries after it was opened again', async () => {
      if (!opened.reopen) return;
      await store.create('red', kind, 'a', 1);
      const seen = (await store.get('red', kind, 'a'))!;
      store = opened.port = await opened.reopen();
      expect(await store.replace('red', kind, { ...seen, value: 2 })).toBe(true);
      expect((await store.get('red', kind, 'a'))!.value).toBe(2);
    });
  });
}
