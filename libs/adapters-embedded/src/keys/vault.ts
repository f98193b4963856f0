import { KeyVault, requireTenant, type Key, type KeyListener } from '@chuangwen/ports';
import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { keyCheck } from '../checks/row-check';
import type { ErasureList } from '../seals/erased';
import { DataDamaged } from '../sqlite';
import type { WriteQueue } from '../write-queue';
import type { KeysRequest } from './engine';

type Row = { key: Key | null; crc: number };
const PAGE = 1000;
const BYTES = 32;

/** Remembers nothing; who does is told when a key is destroyed. Makes none and destroys none: for who only reads. */
export class KeyReader extends KeyVault {
  private readonly row;
  private readonly page;
  private readonly listeners: KeyListener[] = [];

  constructor(
    private readonly path: string,
    reader: DatabaseSync,
  ) {
    super();
    this.page = reader.prepare(
      'SELECT subject, key, crc FROM keys WHERE tenant = ? AND subject > ? ORDER BY subject LIMIT ?',
    );
    this.row = reader.prepare('SELECT key, crc FROM keys WHERE tenant = ? AND subject = ?');
  }

  override async obtain(_tenant: string, _subject: string): Promise<Key | null> {
    throw new TypeError('Here keys are only read');
  }

  override async find(tenant: string, subject: string): Promise<Key | null> {
    return this.lookup(tenant, subject)?.key ?? null;
  }

  override async knows(tenant: string, subject: string): Promise<boolean> {
    requireTenant(tenant);
    return this.row.get(tenant, subject) !== undefined;
  }

  override async *list(tenant: string): AsyncGenerator<{ subject: string; key: Key | null }> {
    requireTenant(tenant);
    for (let after = ''; ;) {
      const page = this.page.all(tenant, after, PAGE) as { subject: string; key: Key | null; crc: number }[];
      for (const row of page) yield { subject: row.subject, key: this.proved(tenant, row.subject, row).key };
      const last = page.at(-1);
      if (!last) return;
      after = last.subject;
    }
  }

  override async adopt(_tenant: string, _subject: string, _key: Key): Promise<Key | null> {
    throw new TypeError('Here keys are only read');
  }

  override async destroy(_tenant: string, _subject: string): Promise<void> {
    throw new TypeError('Here keys are only read');
  }

  override onDestroyed(listener: KeyListener): void {
    this.listeners.push(listener);
  }

  /** Returns when everybody has forgotten it. */
  async destroyed(tenant: string): Promise<void> {
    await Promise.all(this.listeners.map((listener) => listener(tenant)));
  }

  protected lookup(tenant: string, subject: string): { key: Key | null } | undefined {
    requireTenant(tenant);
    const row = this.row.get(tenant, subject) as Row | undefined;
    return row && this.proved(tenant, subject, row);
  }

  private proved(tenant: string, subject: string, row: Row): Row {
    if (row.key && keyCheck(tenant, subject, row.key) !== row.crc)
      throw new DataDamaged(this.path, undefined, `the key of ${subject}`);
    return row;
  }
}

export class SqliteKeyVault extends KeyReader {
  constructor(
    path: string,
    reader: DatabaseSync,
    private readonly queue: WriteQueue<KeysRequest, Key | null>,
    private readonly erased: ErasureList,
  ) {
    super(path, reader);
  }

  override async obtain(tenant: string, subject: string): Promise<Key | null> {
    const row = this.lookup(tenant, subject);
    return row ? row.key : this.queue.submit({ tenant, subject, candidate: randomBytes(BYTES) });
  }

  override async adopt(tenant: string, subject: string, key: Key): Promise<Key | null> {
    if (key.length !== BYTES) throw new TypeError(`A key has ${BYTES} bytes`);
    const row = this.lookup(tenant, subject);
    return row ? row.key : this.queue.submit({ tenant, subject, candidate: key });
  }

  override async destroy(tenant: string, subject: string): Promise<void> {
    requireTenant(tenant);
    this.erased.add([{ tenant, subject }]);
    try {
      await this.queue.submit({ tenant, subject, destroy: true });
    } finally {
      await this.destroyed(tenant); // also when nobody knows whether it was done
    }
  }
}
