import type { Level } from '../tenant/tenant';
import type { BookRow } from './book';
import { nameKey, placeOf } from './words';

/** A civilisation office of a place below. null: an agency. */
export function levelOf({ name, level }: BookRow, own: string, above: Level | null): Level | null {
  const key = nameKey(name);
  if (!/(文明办|精神文明建设指导委员会办公室|创文办)$/.test(key)) return null;
  const place = placeOf(own !== '' && key.startsWith(own) ? key.slice(own.length) : key);
  if (place === '' || place === own) return null;
  if (above === 'province' && (/市/.test(level) || place.endsWith('市'))) return 'city';
  return above === 'district' ? null : 'district';
}
