import { StreamableFile } from '@nestjs/common';
import { fileName } from './upload';

/** Content-Disposition with the name by RFC 5987 (any language), and a plain one for whoever cannot read that. */
export function attachment(name: string): string {
  const clean = fileName(name);
  const plain = clean.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%;]/g, '_');
  const full = encodeURIComponent(clean).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}

/** A file to be saved under this name. */
export const download = (
  name: string,
  { bytes, type }: Readonly<{ bytes: Uint8Array; type: string }>,
): StreamableFile => new StreamableFile(bytes, { type, length: bytes.length, disposition: attachment(name) });
