import { cpSync, existsSync } from 'node:fs';
import { openFile, type FileRef } from '../files';
import { DataFolderDamaged, type Manifest } from '../manifest';
import { attempt } from '../sqlite';
import { erasedIn, type ErasureList } from './erased';

/** Seals are kept in another folder from now on; those there are come along where the new folder has none. */
export function moveSeals(manifest: Manifest, seals: string): void {
  if (seals === manifest.seals) return;
  if (existsSync(manifest.seals))
    attempt(seals, () => cpSync(manifest.seals, seals, { recursive: true, force: false, mode: 0 }));
  manifest.sealIn(seals);
}

/** The keys file and the list beside the seals name the same destroyed keys afterwards. */
export function agree(keys: FileRef, list: ErasureList, folder = keys.path): void {
  list.mend();
  const listed = list.read();
  if (listed === null) throw new DataFolderDamaged(folder, 'its seals are those of another installation');
  const gone = erasedIn(keys.path);
  const [known, done] = [new Set(listed.map(nameOf)), new Set(gone.map(nameOf))];
  list.add(gone.filter((erased) => !known.has(nameOf(erased))));
  destroyKeys(
    keys,
    listed.filter((erased) => !done.has(nameOf(erased))),
  );
}

const nameOf = ({ tenant, subject }: { tenant: string; subject: string }) => `${tenant}\n${subject}`;

/** In a keys file that nobody else has open; nothing of them is left in it. */
export function destroyKeys(keys: FileRef, erased: readonly { tenant: string; subject: string }[]): number {
  if (erased.length === 0) return 0;
  const db = openFile(keys);
  try {
    const destroy = db.prepare(
      'INSERT INTO keys (tenant, subject, key) VALUES (?, ?, NULL) ON CONFLICT DO UPDATE SET key = NULL, crc = NULL WHERE key IS NOT NULL',
    );
    db.exec('BEGIN');
    let destroyed = 0;
    for (const { tenant, subject } of erased) destroyed += Number(destroy.run(tenant, subject).changes);
    db.exec('COMMIT');
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return destroyed;
  } finally {
    db.close();
  }
}
