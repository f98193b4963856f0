import { z } from 'zod';
import { EVENT_HEADERS as H } from './cloud-events';
import { campaignContracts } from './campaign';
import type { EventContract } from './event-contract';
import { identityContracts } from './identity';
import { reportingContracts } from './reporting';
import { taskContracts } from './task';
import { sealedSchema, wireSchema, withoutDefinitions, type JsonSchema } from './wire-schema';

/** What each service publishes. */
export const published: Readonly<Record<string, readonly EventContract[]>> = {
  identity: identityContracts,
  campaign: campaignContracts,
  task: taskContracts,
  reporting: reportingContracts,
};

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const counted = z.string().regex(/^[1-9]\d*$/);

/** Headers of every message: the envelope in terms of CloudEvents. All are texts in UTF-8. */
const headers = z.object({
  [H.specVersion]: z.literal('1.0'),
  [H.id]: z.uuid(),
  [H.type]: z.string().describe('`aggregate.happened`.'),
  [H.source]: z.string().describe('`/services/NAME`: whose topic it is.'),
  [H.subject]: z.string().describe('The stream.'),
  [H.time]: z.iso.datetime({ precision: 3 }).describe('When it was recorded.'),
  [H.contentType]: z.literal('application/json'),
  [H.tenant]: z.string().min(1).describe('The owner.'),
  [H.streamVersion]: counted.describe('1..n without a gap.'),
  [H.schemaVersion]: counted,
  [H.audience]: z.string().describe('Tenants it is addressed to besides its owner, a list in JSON.'),
  [H.effectiveOn]: z.iso
    .date()
    .optional()
    .describe('The day it speaks of, where that is another than the day it was recorded.'),
  [H.actorKind]: z.enum(['person', 'workflow', 'system']),
  [H.actorId]: z.string(),
  [H.actorPost]: z.string().optional(),
  [H.actorOrganisation]: z.string().optional(),
  [H.actorOnBehalfOf]: z.string().optional(),
  [H.commandId]: z.string(),
  [H.correlationId]: z.string(),
  [H.causationId]: z.string(),
  [H.origin]: z.enum(['live', 'import']),
  [H.adopted]: z
    .literal('true')
    .optional()
    .describe('Taken over from another installation: its effects were had there.'),
  [H.previousHash]: hash.describe('SHA-256 of the event before it in the stream, zeros for the first.'),
  [H.hash]: hash.describe('SHA-256 over previous hash, envelope and data.'),
  [H.signature]: hash.describe(
    'HMAC-SHA-256 with the key of the installation, over topic, hash and whether it is adopted.',
  ),
  [H.traceParent]: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    .describe('W3C Trace Context: the trace of the story, made of correlation id and id.'),
});

/** AsyncAPI 3.0: the topics of the distributed mode, for whoever reads them with a program of their own. */
export function asyncApi(): JsonSchema {
  const all = Object.entries(published);
  return {
    asyncapi: '3.0.0',
    info: {
      title: '创文 Chuangwen: events',
      version: '1',
      description:
        'One topic a service, the history for ever: never compacted, the number of partitions never changed (growth is a topic of the next generation). ' +
        'The key is `tenant/stream`; a stream is in order, and may hold the same event more than once. Personal texts are sealed.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(all.map(([service, contracts]) => [service, channelOf(service, contracts)])),
    operations: Object.fromEntries(
      all.map(([service]) => [
        `${service}.publish`,
        {
          action: 'send',
          channel: { $ref: `#/channels/${service}` },
          summary: `What happens in the service ${service}`,
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        all.flatMap(([, contracts]) => contracts.flatMap(messagesOf).map(({ name, message }) => [name, message])),
      ),
      schemas: {
        Headers: plain(z.toJSONSchema(headers)),
        Sealed: sealedSchema,
        ...Object.fromEntries(
          all.flatMap(([, contracts]) => contracts.flatMap(messagesOf)).flatMap(({ defs }) => defs),
        ),
      },
    },
  };
}

function channelOf(service: string, contracts: readonly EventContract[]): JsonSchema {
  const names = contracts.flatMap(messagesOf).map(({ name }) => name);
  return {
    address: `{prefix}.${service}.g{generation}`,
    parameters: {
      prefix: { description: 'CHUANGWEN_PREFIX of the installation.', default: 'chuangwen' },
      generation: { description: 'Grows when a topic is made anew with more partitions.', default: '1' },
    },
    messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
    bindings: {
      kafka: { topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': -1, 'retention.bytes': -1 } },
    },
  };
}

type Described = Readonly<{ name: string; message: JsonSchema; defs: readonly [name: string, schema: JsonSchema][] }>;

/** Of every version ever written: all of them lie in the topics. */
function messagesOf(contract: EventContract): Described[] {
  return Array.from({ length: contract.version }, (_, i) => {
    const version = i + 1;
    const name = `${contract.type}.v${version}`;
    const whole = wireSchema(contract, version, { $ref: '#/components/schemas/Sealed' });
    const { schema, defs } = withoutDefinitions(whole, (def) => `#/components/schemas/${name}.${def}`);
    const message = {
      name: contract.type,
      title: `${contract.type} v${version}`,
      headers: { $ref: '#/components/schemas/Headers' },
      payload: schema,
      bindings: { kafka: { key: { type: 'string', description: 'tenant/stream' } } },
    };
    return { name, message, defs: defs.map(([def, of]) => [`${name}.${def}`, of] as [string, JsonSchema]) };
  });
}

function plain({ $schema: _draft, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
