import type { StreamRef } from '@chuangwen/contracts';
import type { Append, Receipt } from './event-store';

/** Tenant is an explicit argument of every call; absent means refusal. */
export function requireTenant(tenant: string): void {
  if (typeof tenant !== 'string' || tenant === '') throw new Error('A storage call without a tenant is refused');
}

/**
 * Milliseconds of an ISO 8601 instant in UTC with milliseconds; anything else is refused, so that it reads back the same.
 * By hand: Date's own parser and printer cost more than all other checks of an append together.
 */
export function instant(iso: string): number {
  const number = (from: number, digits: number): number => {
    let value = 0;
    for (let at = from; at < from + digits; at += 1) {
      const digit = iso.charCodeAt(at) - 48;
      if (!(digit >= 0 && digit <= 9)) return NaN;
      value = value * 10 + digit;
    }
    return value;
  };
  const [year, month, day] = [number(0, 4), number(5, 2), number(8, 2)];
  const [hour, minute, second, millisecond] = [number(11, 2), number(14, 2), number(17, 2), number(20, 3)];
  const at = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const right =
    iso.length === 24 &&
    iso[4] === '-' &&
    iso[7] === '-' &&
    iso[10] === 'T' &&
    iso[13] === ':' &&
    iso[16] === ':' &&
    iso[19] === '.' &&
    iso[23] === 'Z' &&
    year >= 1000 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59 &&
    (day <= 28 || new Date(at).getUTCDate() === day);
  if (!right || Number.isNaN(at)) throw new TypeError(`Not an instant in UTC with milliseconds: ${iso}`);
  return at;
}

const SHA256 = /^[0-9a-f]{64}$/;

/** What could not be read back the same is refused before it is written. */
export function checkAppend(
  { tenant, stream }: StreamRef,
  { events, receipt }: Pick<Append, 'events' | 'receipt'>,
): void {
  requireTenant(tenant);
  if (stream === '') throw new TypeError('A stream has a name');
  for (const event of events) {
    instant(event.recordedAt);
    if (!(Number.isSafeInteger(event.schemaVersion) && event.schemaVersion >= 1))
      throw new TypeError(`${event.type} has no schema version ${event.schemaVersion}: they begin at 1`);
    if (!ArrayBuffer.isView(event.data)) throw new TypeError('Event data are bytes');
  }
  if (receipt) checkReceipt(receipt);
}

export function checkReceipt({ tenant, bodyHash }: Receipt): void {
  requireTenant(tenant);
  if (!SHA256.test(bodyHash)) throw new TypeError('A receipt carries a SHA-256 in hex');
}
