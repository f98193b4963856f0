import type { StoredEvent } from '@chuangwen/contracts';
import { killPoint } from '@chuangwen/ports';
import { storedEvents, type AppendDocument } from '../events/append-document';
import type { Outbox } from '../events/outbox';
import type { Message, MessageCodec } from '../feed/codec';
import type { OnSent } from '../feed/options';
import type { Topic } from '../feed/topic';
import type { Publisher } from './publisher';

/** Events or bytes sent at once. */
const SENT = 500;
export const SENT_BYTES = 1024 * 1024;

type Batch = Readonly<{ messages: readonly Message[]; events: readonly StoredEvent[] }>;

/** Sends appends and marks them. */
export class Sending {
  constructor(
    private readonly outbox: Pick<Outbox, 'markPublished'>,
    private readonly publisher: Publisher,
    private readonly codec: MessageCodec,
    private readonly onSent?: OnSent,
  ) {}

  /**
   * In the order given; what follows is sent only when all before it is acknowledged. `mayStill` is asked of each append when its turn
   * comes, and where it may not, the rest is left. Returns how many bytes, and whether that was all. Throws when the brokers or the store do not answer; then some may be sent and not marked.
   */
  async publish(
    topic: Topic,
    appends: readonly AppendDocument[],
    mayStill: (append: AppendDocument) => boolean = () => true,
  ): Promise<Readonly<{ bytes: number; all: boolean }>> {
    let [messages, events, whole]: [Message[], StoredEvent[], AppendDocument[]] = [[], [], []];
    let [bytes, sent] = [0, 0];
    let all = true;
    const send = async () => {
      if (messages.length > 0) await this.send(topic, { messages, events }, whole);
      [messages, events, whole, bytes] = [[], [], [], 0];
    };
    for (const append of appends) {
      all = mayStill(append);
      if (!all) break;
      for (const event of storedEvents(append)) {
        // Large appends are sent in parts: as messages they are larger, and a batch has its limit.
        if (messages.length >= SENT || bytes >= SENT_BYTES) await send();
        const message = this.codec.encode(topic, event);
        messages.push(message);
        events.push(event);
        bytes += message.value.length;
        sent += message.value.length;
      }
      whole.push(append);
    }
    await send();
    return { bytes: sent, all };
  }

  /** `whole`: appends whose last event is among the messages. */
  private async send(topic: Topic, { messages, events }: Batch, whole: readonly AppendDocument[]): Promise<void> {
    const began = performance.now();
    await this.publisher.send(topic, messages);
    this.onSent?.(topic, events, began);
    killPoint('relay-sent');
    const ids = whole.map(({ _id }) => _id);
    await this.outbox.markPublished(ids, topic.generation);
    killPoint('relay-marked');
  }
}
