import { sha256Hex } from '@chuangwen/platform/projections';

/**
 * The same document number however it is typed: width, kinds of brackets and blanks make no other one. null: nothing is left of
 * it. A key and no text, for what stands in a notice is under its lock; it can be guessed, see decision 0007.
 */
export function numberKey(docNumber: string): string | null {
  const plain = docNumber
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .replace(/[([{〔【〈《]/g, '[')
    .replace(/[)\]}〕】〉》]/g, ']')
    .toLowerCase();
  return plain === '' ? null : sha256Hex(plain).slice(0, 32);
}
