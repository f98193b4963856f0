import { canonicalJson, sha256Hex, uuidFrom, type Caller } from '@chuangwen/platform';
import { made } from '../command-ids';

/** The same file with the same choices is the same import, whoever sends it and whenever. */
export const importIdOf = (tenant: string, fileHash: string, choices: unknown): string =>
  uuidFrom(tenant, 'address-book', fileHash, canonicalJson(choices));

/** Each row is a command of its own, so that a repeat finishes what was begun and makes nothing twice. */
export function rowCaller(caller: Caller, importId: string, row: number): Caller {
  const commandId = uuidFrom(importId, 'row', String(row));
  const { expectedVersion: _ofAnother, ...rest } = caller;
  // Not of the row's content: a receipt is kept for ever, and names and numbers could be guessed from their hash.
  return { ...rest, commandId, bodyHash: sha256Hex(`${importId}/${row}`), causationId: caller.commandId };
}

/** Everything that rows of the import make. */
export function idsOfImport(caller: Caller, importId: string, rows: readonly number[]): ReadonlySet<string> {
  return new Set(
    rows.flatMap((row) => {
      const one = rowCaller(caller, importId, row);
      return [made(one, 'tenant'), made(one, 'organisation')];
    }),
  );
}

/** What the holder types; made of the account's id, so that it need not be looked up. */
export const loginOfAccount = (accountId: string): string =>
  `lly${(parseInt(sha256Hex(accountId).slice(0, 12), 16) % 100_000_000).toString().padStart(8, '0')}`;
