import { createHash } from 'node:crypto';
import type { StoredEvent } from './envelope';

/**
 * A story's place in traces follows from the ids that its events carry anyhow, so nothing has to be stored or handed on for it: every
 * process, over every feed and after every restart, comes to the same. Decision 0023.
 */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** 32 hexadecimal digits, as W3C wants them: a correlation id without its hyphens. */
export const traceIdOf = (correlationId: string): string =>
  UUID.test(correlationId)
    ? correlationId.replaceAll('-', '')
    : createHash('sha256').update(correlationId).digest('hex').slice(0, 32);

/** Of the span in which an event was appended: 16 digits, the random half of its id. */
export const spanIdOf = (eventId: string): string => traceIdOf(eventId).slice(16);

/** What a message of the event says of its trace, for whoever else reads it: the `traceparent` of W3C. */
export const traceparentOf = ({ correlationId, id }: Pick<StoredEvent, 'correlationId' | 'id'>): string =>
  `00-${traceIdOf(correlationId)}-${spanIdOf(id)}-01`;
