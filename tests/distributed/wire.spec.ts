import { EVENT_HEADERS, eventFromHeaders, hashOf, traceparentOf, type StoredEvent } from '@chuangwen/contracts';
import { configuration, distributedOnly, openEngines, type DistributedConfiguration } from '@chuangwen/runtime';
import { SERVICES } from '@chuangwen/standalone';
import { ConfigResourceTypes, type EachMessagePayload } from 'kafkajs';
import { engineSettings, serveOnEngines } from '../support/distributed';
import { everybody } from '../support/people';
import { city, describeQuietLog } from '../watch/quiet-log';
import { asAdmin, everything } from './feed/raw';
import { Document } from './wire/document';
import { appendSamples, SAMPLES } from './wire/samples';

jest.setTimeout(300_000);

/** So many kinds of messages come about when a city plays its round; fewer, and this says less than it seems to. */
const FROM_WORK = 38;

type Wire = Readonly<{
  channel: string;
  partition: number;
  /** `type.vN`, as its headers say. */
  name: string;
  key: string;
  headers: Readonly<Record<string, string>>;
  value: string;
  event: StoredEvent;
}>;

const document = new Document();
const faults = (of: (message: Wire) => unknown) =>
  wire.flatMap((message) => {
    const said = of(message);
    return Array.isArray(said) && said.length === 0 ? [] : [{ name: message.name, said }];
  });

let on: DistributedConfiguration;
let brokers: string[];
let topics: ReadonlyMap<string, string>;
let prefix: string;
let wire: Wire[];
let sealed: string[];

// The city whose log is searched has left its events in topics of its own.
describeQuietLog('over MongoDB, Kafka and Redis', async () => {
  const settings = await engineSettings();
  on = distributedOnly(configuration(settings));
  [brokers, prefix] = [settings['CHUANGWEN_KAFKA']!.split(','), settings['CHUANGWEN_PREFIX']!];
  return serveOnEngines(on);
});

describe('what lies in Kafka is what the AsyncAPI document says', () => {
  beforeAll(async () => {
    const storage = await openEngines(on, SERVICES);
    const samples = await Promise.all(SERVICES.map((service) => appendSamples(service, storage.ports(service))));
    for (const service of SERVICES) await storage.ports(service).feed.settled();
    await storage.close();
    // The number of a document, say, is open on the document itself.
    const open = samples.map((one) => one.open).join('\n');
    sealed = samples.flatMap(({ personal }) => personal).filter((text) => !open.includes(text));

    topics = new Map(document.channels.map((channel) => [document.address(channel, { prefix }), channel]));
    wire = (await everything(brokers, [...topics.keys()])).map(received);
  });

  it('every topic is a channel’s, every channel has its topic, with the settings that are told', async () => {
    const names = [...topics.keys()].sort();
    const there = await asAdmin(brokers, (admin) => admin.listTopics());
    expect(there.filter((name) => name.startsWith(`${prefix}.`)).sort()).toEqual(names);
    const resources = names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name }));
    const described = await asAdmin(brokers, (admin) => admin.describeConfigs({ resources, includeSynonyms: false }));
    for (const { resourceName, configEntries } of described.resources) {
      const wanted = document.settings(topics.get(resourceName)!);
      const found = configEntries.filter(({ configName }) => configName in wanted);
      expect(Object.fromEntries(found.map((one) => [one.configName, one.configValue]))).toEqual(wanted);
    }
  });

  it('every message is one of its channel’s, and has the headers that all have, and no others', () => {
    expect(wire.length).toBeGreaterThan(500);
    expect(faults(({ channel, name, headers }) => document.faults(channel, name, 'headers', headers))).toEqual([]);
    const used = new Set(wire.flatMap(({ headers }) => Object.keys(headers)));
    expect([...used].sort()).toEqual(document.headers.sort());
  });

  it('headers are CloudEvents 1.0 in Kafka’s binary mode', () => {
    const wrong = wire.filter(({ channel, headers: { ce_specversion, ce_id, ce_source, ce_type, ...more } }) => {
      const required = [ce_specversion, ce_id, ce_source, ce_type].every((text) => text);
      const plain = Object.keys(more).every((name) => /^ce_[a-z0-9]+$|^content-type$|^traceparent$/.test(name));
      return !(required && plain && ce_specversion === '1.0' && ce_source === `/services/${channel}`);
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
    // An id is one event’s, however often it lies there.
    const places = new Map<string, string>();
    for (const { key, headers } of wire) {
      const place = `${key} ${headers[EVENT_HEADERS.streamVersion]}`;
      expect([headers[EVENT_HEADERS.id], places.get(headers[EVENT_HEADERS.id]!) ?? place]).toEqual([
        headers[EVENT_HEADERS.id],
        place,
      ]);
      places.set(headers[EVENT_HEADERS.id]!, place);
    }
  });

  it('the key is `tenant/stream`; a stream lies in one partition, in order, without a gap, each event of the hash that it names', () => {
    const streams = new Map<string, { partition: number; version: number; hash: string }>();
    for (const { channel, partition, key, headers, event } of wire) {
      expect(key).toBe(`${headers['ce_tenant']}/${headers['ce_subject']}`);
      const last = streams.get(`${channel} ${key}`) ?? { partition, version: 0, hash: '0'.repeat(64) };
      expect([key, partition]).toEqual([key, last.partition]);
      expect(Buffer.from(hashOf(event)).toString('hex')).toBe(headers['ce_hash']);
      expect(headers['traceparent']).toBe(traceparentOf(event));
      if (event.version <= last.version) continue; // once more
      expect([key, event.version, headers['ce_previoushash']]).toEqual([key, last.version + 1, last.hash]);
      streams.set(`${channel} ${key}`, { partition, version: event.version, hash: headers['ce_hash']! });
    }
  });

  it('every value is of the schema that its type and version name', () =>
    expect(faults(({ channel, name, value }) => document.faults(channel, name, 'payload', JSON.parse(value)))).toEqual(
      [],
    ));

  it('nobody’s name or telephone can be read, nor any other personal text', () => {
    const people = everybody(city).flatMap(({ name, telephone }) => [name, telephone]);
    expect(people.length).toBeGreaterThan(30);
    expect(sealed.length).toBeGreaterThan(100);
    const texts = wire.map(({ key, headers, value }) => [key, ...Object.values(headers), value].join('\n'));
    const read = (secret: string) => texts.some((text) => text.includes(secret));
    expect([...people, ...sealed].filter(read)).toEqual([]);
    expect(texts.filter((text) => text.includes('"$sealed":"')).length).toBeGreaterThan(300);
  });

  it('all kinds of messages were there, a good part of them from work', () => {
    const names = (of: (message: Wire) => boolean) => new Set(wire.filter(of).map(({ name }) => name));
    const missing = (seen: ReadonlySet<string>) => document.messages.filter((name) => !seen.has(name));
    expect(missing(names(() => true))).toEqual([]);
    const worked = names(({ headers }) => headers['ce_tenant'] !== SAMPLES);
    console.log(`from work ${worked.size} of ${document.messages.length}, not ${missing(worked).join(' ')}`);
    expect(worked.size).toBeGreaterThanOrEqual(FROM_WORK);
  });
});

function received({ topic, partition, message: { key, value, headers = {} } }: EachMessagePayload): Wire {
  const texts = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)]));
  const [type, version] = [texts[EVENT_HEADERS.type], texts[EVENT_HEADERS.schemaVersion]];
  return {
    channel: topics.get(topic)!,
    partition,
    name: `${type}.v${version}`,
    key: String(key),
    headers: texts,
    value: String(value),
    event: eventFromHeaders((name) => texts[name], value!),
  };
}
