import { PrivateStore, instant, prefixEnd, requireTenant, type Entry, type KindEntry } from '@chuangwen/ports';
import type { DatabaseSync } from 'node:sqlite';
import { entryCheck } from '../checks/row-check';
import type { Clock } from '../clock';
import { DataDamaged } from '../sqlite';
import type { WriteQueue } from '../write-queue';
import type { PrivateRequest } from './engine';

type Row = { key: string; value: string; revision: number; expires: number | null; crc: number };
type KindRow = Row & { kind: string };
const PAGE = 1000;
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
      everything: reader.prepare(
        `SELECT kind, ${ROW} FROM entries WHERE tenant = ? AND (expires_at IS NULL OR expires_at > ?) AND (kind, key) > (?, ?)
         ORDER BY kind, key LIMIT ?`,
      ),
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

  override async *everything(tenant: string): AsyncGenerator<KindEntry> {
    requireTenant(tenant);
    for (let [kind, key] = ['', '']; ;) {
      const page = this.sql.everything.all(tenant, this.clock().getTime(), kind, key, PAGE) as unknown as KindRow[];
      for (const row of page) {
        const expiresAt = row.expires === null ? null : new Date(row.expires).toISOString();
        yield { ...this.entry(tenant, row.kind, row), kind: row.kind, expiresAt };
      }
      const last = page.at(-1);
      if (!last) return;
      [kind, key] = [last.kind, last.key];
    }
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
