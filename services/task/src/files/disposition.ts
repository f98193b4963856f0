import { basename } from 'node:path';

/** Reordering and control characters could make a name look like another one. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** A file's own name as somebody sent it, without folders and unseen characters; never empty. */
export function fileName(sent: string | undefined): string {
  const name = basename((sent ?? '').replaceAll('\\', '/'))
    .replace(UNSEEN, '')
    .trim()
    .slice(-200)
    .toWellFormed();
  return name === '' || name === '.' || name === '..' ? '未命名' : name;
}

/** Content-Disposition with the name by RFC 5987 (any language), and a plain one for whoever cannot read that. */
export function attachment(name: string): string {
  const clean = fileName(name);
  const plain = clean.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%;]/g, '_');
  const full = encodeURIComponent(clean).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}
