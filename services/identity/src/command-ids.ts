import { canonicalJson, sha256Hex, uuidFrom, type Caller } from '@chuangwen/platform';

/** The id of what the command makes: the same when it comes again. */
export const made = (caller: Caller, what: string): string => uuidFrom(caller.commandId, what);

/** For a command of several streams: each step has a receipt of its own. */
export function step(caller: Caller, name: string): Caller {
  const { expectedVersion: _ofOneStream, ...rest } = caller;
  return { ...rest, commandId: made(caller, `step:${name}`) };
}

/** A receipt is kept for ever, so its hash must not be one by which a password could be guessed: `content` leaves it out. */
export const hashedWithoutPassword = (caller: Caller, command: string, content: unknown): Caller => ({
  ...caller,
  bodyHash: sha256Hex(canonicalJson([command, content])),
});
