import { mustBeChain, UnknownEventVersion, type StoredEvent, type StreamRef } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import type { EventCodec } from '../codec';

/**
 * Throws RuleViolation `move.not-sound` unless these are a stream's first events as they were hashed, `move.unknown-event` when this program
 * does not know one of them: its views would miss it.
 */
export function mustBeSound(codec: EventCodec, ref: StreamRef, events: readonly StoredEvent[]): void {
  try {
    if (events[0] && events[0].version !== 1) throw new TypeError('the stream does not begin');
    mustBeChain(ref, events);
    for (const event of events) codec.mustKnow(event);
  } catch (error) {
    if (error instanceof UnknownEventVersion) throw new RuleViolation('move.unknown-event', { event: error.message });
    if (error instanceof TypeError)
      throw new RuleViolation('move.not-sound', { stream: `${ref.tenant}/${ref.stream}` });
    throw error;
  }
}
