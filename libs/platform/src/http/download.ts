import { StreamableFile } from '@nestjs/common';
import { fileName } from './upload';

/**
 * Content-Disposition with the name by RFC 5987 (any language), and a plain one for whoever cannot read that: of a name that is
 * not ASCII, `called` and what of it is.
 */
export function attachment(name: string, called = 'file'): string {
  const clean = fileName(name);
  const plain = (/^[\x20-\x7e]*$/.test(clean) ? clean : plainOf(clean, called)).replace(/["\\%;]/g, '_');
  const full = encodeURIComponent(clean).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}

function plainOf(name: string, called: string): string {
  const [ending = ''] = /\.[A-Za-z0-9]{1,10}$/.exec(name) ?? [];
  const words = name.slice(0, name.length - ending.length).match(/[\x21-\x2c\x2e-\x7e]+/g) ?? [];
  return [called, ...words].join('-') + ending;
}

/** A file to be saved under this name. */
export const download = (
  name: string,
  { bytes, type }: Readonly<{ bytes: Uint8Array; type: string }>,
): StreamableFile => new StreamableFile(bytes, { type, length: bytes.length, disposition: attachment(name, 'export') });
