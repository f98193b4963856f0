import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

type Schema = Readonly<Record<string, unknown>>;
type Channel = Readonly<{
  address: string;
  parameters: Readonly<Record<string, { default: string }>>;
  messages: Readonly<Record<string, { $ref: string }>>;
  bindings: { kafka: { topicConfiguration: Readonly<Record<string, unknown>> } };
}>;
type Message = Readonly<{ name: string; headers: Schema; payload: Schema }>;
type Written = Readonly<{
  channels: Readonly<Record<string, Channel>>;
  components: { messages: Readonly<Record<string, Message>>; schemas: Readonly<Record<string, Schema>> };
}>;

/** docs/asyncapi.json as somebody uses it who has nothing else. */
export class Document {
  private readonly written = JSON.parse(
    readFileSync(join(__dirname, '../../../docs/asyncapi.json'), 'utf8'),
  ) as Written;
  private readonly schemas = new Map<string, z.ZodType>();

  get channels(): string[] {
    return Object.keys(this.written.channels);
  }

  /** Names of all messages, `type.vN`. */
  get messages(): string[] {
    return this.channels.flatMap((channel) => this.messagesOf(channel));
  }

  messagesOf(channel: string): string[] {
    return Object.keys(this.written.channels[channel]!.messages);
  }

  /** The topic's name where the parameters have these values, else their defaults. */
  address(channel: string, values: Readonly<Record<string, string>>): string {
    const { address, parameters } = this.written.channels[channel]!;
    return address.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? parameters[name]!.default);
  }

  /** Settings that the topic is said to have, as Kafka writes them. */
  settings(channel: string): Record<string, string> {
    const { topicConfiguration } = this.written.channels[channel]!.bindings.kafka;
    return Object.fromEntries(Object.entries(topicConfiguration).map(([name, value]) => [name, [value].flat().join()]));
  }

  /** Names of all headers that a message may have. */
  get headers(): string[] {
    return Object.keys(this.written.components.schemas['Headers']!['properties'] as object);
  }

  /** What is not as it should be with headers or payload of a message; null: the channel has none of this name. */
  faults(channel: string, name: string, part: 'headers' | 'payload', value: unknown): string[] | null {
    const reference = this.written.channels[channel]?.messages[name]?.$ref;
    if (reference === undefined) return null;
    const message = this.written.components.messages[reference.replace('#/components/messages/', '')]!;
    const checked = this.schema(message[part]).safeParse(value);
    return checked.success ? [] : checked.error.issues.map(({ path, message: said }) => `${path.join('.')}: ${said}`);
  }

  private schema(part: Schema): z.ZodType {
    const key = JSON.stringify(part);
    let schema = this.schemas.get(key);
    if (!schema) {
      const whole = JSON.stringify({ ...part, $defs: this.written.components.schemas });
      const own = JSON.parse(whole.replaceAll('#/components/schemas/', '#/$defs/')) as Schema;
      this.schemas.set(key, (schema = z.fromJSONSchema(own as never)));
    }
    return schema;
  }
}
