import { hkdfSync } from 'node:crypto';

/** Keys of different uses from the installation's one secret: knowing one tells nothing of the others. 32 bytes. */
export const keyFor = (secret: string, use: 'tickets' | 'events'): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', `chuangwen ${use}`, 32));
