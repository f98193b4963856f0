import { fileName } from '@chuangwen/platform';

/** Content-Disposition with the name by RFC 5987 (any language), and a plain one for whoever cannot read that. */
export function attachment(name: string): string {
  const clean = fileName(name);
  const plain = clean.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%;]/g, '_');
  const full = encodeURIComponent(clean).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}
