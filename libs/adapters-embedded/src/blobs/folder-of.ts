import { createHash } from 'node:crypto';

const LONGEST = 200;

/**
 * A tenant's name as a folder's: small letters, digits, `-` and `_` stay, every other byte is %XX (dots and capitals
 * too: no `..`, and no two tenants in one folder where the file system does not tell capitals apart). Very long names
 * are known by their hash.
 */
export function folderOf(tenant: string): string {
  const safe = Array.from(Buffer.from(tenant, 'utf8'), (byte) => {
    const char = String.fromCharCode(byte);
    return /[a-z0-9_-]/.test(char) ? char : `%${byte.toString(16).padStart(2, '0')}`;
  }).join('');
  return safe.length <= LONGEST ? safe : `%%${createHash('sha256').update(tenant).digest('hex')}`;
}

/** The tenant of such a folder; of a very long name, which nobody can read back, the folder's own. */
export function tenantOf(folder: string): string {
  return folder.startsWith('%%') ? folder : decodeURIComponent(folder);
}
