export type Params = Readonly<Record<string, string | number>>;

/**
 * A rule the caller can do something about. `code` (`area.rule`, kebab-case) is stable and public;
 * people read its text from the message catalogue of their language, filled with `params`.
 */
export class RuleViolation extends Error {
  override readonly name = 'RuleViolation';
  constructor(
    readonly code: string,
    readonly params: Params = {},
  ) {
    super(code);
  }
}

/** Somebody else appended to the stream first. Retried a few times, then answered as 409. */
export class ConcurrencyConflict extends Error {
  override readonly name = 'ConcurrencyConflict';
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`Stream ${stream} is at version ${actual}, expected ${expected}`);
  }
}

/** What was asked for does not exist, or not for this caller: the two are never told apart. Answered as 404. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
  constructor(readonly what: string) {
    super(`${what} not found`);
  }
}

/** The store cannot take writes now (disk full, read-only, I/O error). Nothing was written. Answered as 503. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
  constructor(
    readonly reason: 'full' | 'read-only' | 'io' | 'closed',
    options?: ErrorOptions,
  ) {
    super(`Storage unavailable: ${reason}`, options);
  }
}
