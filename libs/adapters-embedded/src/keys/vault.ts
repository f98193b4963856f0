import { KeyVault, type Key } from '@chuangwen/ports';
import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { requireTenant } from '../guard';
import type { WriteQueue } from '../write-queue';
import type { KeysRequest } from './engine';

/** Nothing is remembered in memory: a destroyed key is gone at once. */
export class SqliteKeyVault extends KeyVault {
  private readonly row;

  constructor(
    reader: DatabaseSync,
    private readonly queue: WriteQueue<KeysRequest, Key | null>,
  ) {
    super();
    this.row = reader.prepare('SELECT key FROM keys WHERE tenant = ? AND subject = ?');
  }

  override async obtain(tenant: string, subject: string): Promise<Key | null> {
    const row = this.lookup(tenant, subject);
    return row ? row.key : this.queue.submit({ tenant, subject, candidate: randomBytes(32) });
  }

  override async find(tenant: string, subject: string): Promise<Key | null> {
    return this.lookup(tenant, subject)?.key ?? null;
  }

  override async destroy(tenant: string, subject: string): Promise<void> {
    requireTenant(tenant);
    await this.queue.submit({ tenant, subject, destroy: true });
  }

  private lookup(tenant: string, subject: string): { key: Key | null } | undefined {
    requireTenant(tenant);
    return this.row.get(tenant, subject) as { key: Key | null } | undefined;
  }
}
