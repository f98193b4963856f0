import { PrivateStore, instant, requireTenant, type Entry } from '@chuangwen/ports';
import type { DatabaseSync } from 'node:sqlite';
import { entryCheck } from '../checks/row-check';
import type { Clock } from '../clock';
import { prefixEnd } from '../prefix';
import { DataDamaged } from '../sqlite';
import type { WriteQueue } from '../write-queue';
import type { PrivateRequest } from './engine';

type Row = { key: string; value: string; revision: number; expires: number | null; crc: number };
const ROW = 'key, value, revision, expires_at AS expires, crc';

export class SqlitePrivateStore extends PrivateStore {
  private readonly sql;

  constructor(
    private readonly path: string,
    reader: DatabaseSync,
    private readonly queue: WriteQueue<PrivateRequest, boolean>,
    private readonly clock: Clock,
  ) {
    super();
    const live = 'FROM entries WHERE tenant = ? AND kind = ? AND (expires_at IS NULL OR expires_at > ?)';
    this.sql = {
      get: reader.prepare(`SELECT ${ROW} ${live} AND key = ?`),
      list: reader.prepare(`SELECT ${ROW} ${live} AND key >= ? AND key < ? ORDER BY key`),
    };
  }

  override async create(tenant: string, kind: string, key: string, value: unknown, expiresAt?: string) {
    requireTenant(tenant);
    return this.queue.submit({ do: 'create', ...this.at(tenant, kind, key), ...content(value, expiresAt) });
  }

  override async replace(tenant: string, kind: string, { key, value, revision }: Entry, expiresAt?: string) {
    requireTenant(tenant);
    return this.queue.submit({ do: 'replace', ...this.at(tenant, kind, key), ...content(value, expiresAt), revision });
  }

  override async get(tenant: string, kind: string, key: string) {
    requireTenant(tenant);
    const row = this.sql.get.get(tenant, kind, this.clock().getTime(), key) as Row | undefined;
    return row ? this.entry(tenant, kind, row) : null;
  }

  override async list(tenant: string, kind: string, prefix = '') {
    requireTenant(tenant);
    const rows = this.sql.list.all(tenant, kind, this.clock().getTime(), prefix, prefixEnd(prefix)) as unknown as Row[];
    return rows.map((row) => this.entry(tenant, kind, row));
  }

  override async delete(tenant: string, kind: string, key: string) {
    requireTenant(tenant);
    return this.queue.submit({ do: 'delete', ...this.at(tenant, kind, key) });
  }

  private at = (tenant: string, kind: string, key: string) => ({ tenant, kind, key, now: this.clock().getTime() });

  private entry(tenant: string, kind: string, { key, value, revision, expires, crc }: Row): Entry {
    if (entryCheck(tenant, kind, key, value, revision, expires) !== crc)
      throw new DataDamaged(this.path, undefined, `an entry of kind ${kind}`);
    return { key, value: JSON.parse(value) as unknown, revision };
  }
}

function content(value: unknown, expiresAt: string | undefined) {
  const json = JSON.stringify(value);
  if (json === undefined) throw new TypeError('The value is not JSON');
  return { value: json, expiresAt: expiresAt === undefined ? null : instant(expiresAt) };
}
