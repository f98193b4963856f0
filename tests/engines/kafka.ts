import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { type Container } from './container';
import { installed, recipe, runTool, systemProgram } from './install';
import { engineFolder, freePort, startProgram, type PrivateEngine } from './process';

export interface KafkaOptions {
  /** Where it listens; a free one otherwise. */
  port?: number;
  /** `host:port` that it tells clients to come to, for a proxy in between; its own address otherwise. */
  advertised?: string;
  /** More of server.properties. */
  settings?: Record<string, string | number>;
}

/** A Kafka of one node (KRaft) that creates no topic unasked. Its `url` is a broker list. */
export async function startKafka({ port, advertised, settings = {} }: KafkaOptions = {}): Promise<PrivateEngine> {
  const [java, jars] = await kafkaInstalled();
  const folder = engineFolder('Kafka');
  const listen = port ?? (await freePort());
  const url = `127.0.0.1:${listen}`;
  const doors = {
    client: url,
    advertised: advertised ?? url,
    internal: await freePort(),
    controller: await freePort(),
  };
  const file = join(folder, 'server.properties');
  const properties = Object.entries({ ...propertiesOf(doors), 'log.dirs': join(folder, 'data'), ...settings });
  writeFileSync(file, properties.map(([name, value]) => `${name}=${value}\n`).join(''));
  const main = ['-cp', join(jars, '*')];
  await runTool(java, [...main, 'kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', file]);
  return startProgram(folder, {
    name: 'Kafka',
    url,
    command: java,
    args: [...jvm, ...main, 'kafka.Kafka', file],
    ready: () => kafkaAnswers(url),
  });
}

/** By the official image's convention, `log.dirs` is the variable KAFKA_LOG_DIRS. */
export async function kafkaContainer(image: string): Promise<Container> {
  const port = await freePort();
  const url = `127.0.0.1:${port}`;
  const doors = { client: `0.0.0.0:${port}`, advertised: url, internal: 19092, controller: 19093 };
  const variables = Object.entries(propertiesOf(doors)).map(([name, value]) => {
    return [`KAFKA_${name.toUpperCase().replaceAll('.', '_')}`, String(value)];
  });
  const env = { ...Object.fromEntries(variables), CLUSTER_ID: clusterId() };
  return { name: 'Kafka', image, port, env, ready: () => kafkaAnswers(url) };
}

const jvm = [
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
];
/** Kafka's tool takes one that begins with a dash for an option: a first byte below 128 begins with a letter. */
function clusterId(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8(bytes.readUInt8() & 0x7f);
  return bytes.toString('base64url');
}

type Doors = { client: string; advertised: string; internal: number; controller: number };

function propertiesOf({ client, advertised, internal, controller }: Doors): Record<string, string | number | boolean> {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    // The broker talks to itself by a door of its own, so that a proxy before the other one can be cut.
    listeners: `CLIENT://${client},INTERNAL://127.0.0.1:${internal},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `CLIENT://${advertised},INTERNAL://127.0.0.1:${internal}`,
    'listener.security.protocol.map': 'CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'INTERNAL',
    'controller.listener.names': 'CONTROLLER',
    // A single node waits for no others, and tests for no longer than they must.
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'min.insync.replicas': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
    // One that was killed may not register again before this is over; 9 s by default.
    'broker.session.timeout.ms': 2000,
    'broker.heartbeat.interval.ms': 500,
  };
}

async function kafkaInstalled(): Promise<[java: string, jars: string]> {
  const otherwise = 'Docker, CHUANGWEN_TEST_KAFKA=host:port';
  const java = await systemProgram('java', 'openjdk-17-jre-headless', 'Kafka', otherwise);
  const pom = recipe('kafka/pom.xml');
  const folder = await installed('kafka', readFileSync(pom, 'utf8'), async (folder) => {
    const maven = await systemProgram('mvn', 'maven', 'Kafka', otherwise);
    const copy = ['-DincludeScope=runtime', `-DoutputDirectory=${join(folder, 'lib')}`];
    await runTool(maven, ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', ...copy]);
  });
  return [java, join(folder, 'lib')];
}

export async function kafkaAnswers(brokers: string): Promise<string> {
  const retry = { retries: 0 };
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING, connectionTimeout: 2000, retry });
  const admin = kafka.admin({ retry });
  try {
    await admin.connect();
    await admin.listTopics();
    return brokers;
  } finally {
    await admin.disconnect().catch(() => {});
  }
}
