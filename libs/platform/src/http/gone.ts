import type { EventEmitter } from 'node:events';

/** Whoever asked has closed the connection: nobody waits for the answer any more. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
  constructor() {
    super('the connection was closed before the answer');
  }
}

const signals = new WeakMap<EventEmitter, AbortSignal>();

/** Aborted with CallerGone once the connection is closed; one for all requests that come over it. */
export function goneOf(connection: EventEmitter): AbortSignal {
  const known = signals.get(connection);
  if (known) return known;
  const gone = new AbortController();
  connection.once('close', () => gone.abort(new CallerGone()));
  signals.set(connection, gone.signal);
  return gone.signal;
}
