import type { Ask } from './processes';

/** One line of a row: a side doing one thing. */
export type Line = Readonly<{
  key: string;
  label: string;
  unit: 'commands/s' | 'rows/s' | 'events/s' | 'loads/s' | 'answers/s' | 'requests/s';
}> &
  Ask;

/** A ratio of two lines of one round, and the bound it is judged by; without one it is for information. */
export type Goal = Readonly<{
  text: string;
  of: string;
  to: string;
  /** `time`: how many times longer; `rate`: how many times faster; `p50`, `cpu`: of these figures, how many times as much. */
  by: 'rate' | 'time' | 'p50' | 'cpu';
  /** With `cpu`: compared with the two together. */
  and?: string;
  atLeast?: number;
  atMost?: number;
}>;

export type Row = Readonly<{
  id: string;
  title: string;
  lines: readonly Line[];
  goals: readonly Goal[];
  /** Bounds on lines' 99th percentiles, milliseconds. */
  p99?: readonly { of: string; atMostMs: number }[];
  /** Bounds on facts that lines told; `minus`: on the difference. */
  facts?: readonly { text: string; fact: string; of: string; minus?: string; atMost: number }[];
}>;

type Counts = Readonly<{
  serial: number;
  batch: number;
  bulk: number;
  replays: number;
  loads: number;
  slow: number;
  slowReplay: number;
  requests: number;
  /** Appends to MongoDB; events through Kafka; seconds of a lag. */
  appends: number;
  relayed: number;
  seconds: number;
}>;

export const FULL: Counts = {
  serial: 5000,
  batch: 30_000,
  bulk: 30_000,
  replays: 3,
  loads: 200,
  slow: 2000,
  slowReplay: 20_000,
  requests: 20_000,
  appends: 2000,
  relayed: 10_000,
  seconds: 15,
};
export const SMOKE: Counts = {
  serial: 100,
  batch: 400,
  bulk: 2000,
  replays: 1,
  loads: 10,
  slow: 50,
  slowReplay: 200,
  requests: 300,
  appends: 30,
  relayed: 100,
  seconds: 1,
};

const warm = (count: number) => Math.ceil(count / 10);

export function rowsOf(n: Counts): readonly Row[] {
  const commands = (key: string, side: string, label: string, count: number, inFlight: number): Line => {
    const unit = side === 'raw' ? 'rows/s' : 'commands/s';
    return { key, label, unit, side, task: 'commands', count, warmup: warm(count), inFlight };
  };
  const serial = (key: string, side: string, label: string) => commands(key, side, label, n.serial, 1);
  const slow = (key: string, side: string, label: string, inFlight: number) =>
    commands(key, side, label, n.slow, inFlight);
  const load = (key: string, side: string, label: string, task: 'load' | 'load-snapshot'): Line => {
    return { key, label, unit: 'loads/s', side, task, count: n.loads, warmup: warm(n.loads), inFlight: 1 };
  };
  const scale = (key: string, side: string, label: string): Line => {
    return {
      key,
      label,
      unit: 'commands/s',
      side,
      task: 'scale',
      count: n.serial,
      warmup: warm(n.serial),
      inFlight: 1,
    };
  };
  const http = (
    key: string,
    side: string,
    label: string,
    task: 'http-check' | 'http-report',
    count: number,
    inFlight = 64,
  ): Line => {
    return { key, label, unit: 'requests/s', side, task, count, warmup: warm(count), inFlight };
  };
  const rollUp = (key: string, side: string, label: string): Line => {
    return { key, label, unit: 'answers/s', side, task: 'roll-up', count: n.loads, warmup: warm(n.loads), inFlight: 1 };
  };
  const replay = (key: string, side: string, label: string, count: number): Line => {
    return { key, label, unit: 'events/s', side, task: 'replay', count, warmup: 1, inFlight: 1 };
  };
  const lag = (key: string, side: string, label: string, rate: number): Line => {
    const count = n.seconds * rate;
    return { key, label, unit: 'events/s', side, task: 'lag', count, warmup: warm(count), inFlight: 1, rate };
  };
  const append = (key: string, side: string, label: string, inFlight: number): Line => {
    const unit = side === 'rawMongo' ? 'rows/s' : 'commands/s';
    const count = inFlight === 1 ? n.appends : 3 * n.appends;
    return { key, label, unit, side, task: 'append', count, warmup: warm(count), inFlight };
  };
  const relay = (key: string, side: string, label: string): Line => {
    return {
      key,
      label,
      unit: 'events/s',
      side,
      task: 'relay',
      count: n.relayed,
      warmup: warm(n.relayed),
      inFlight: 1,
    };
  };
  return [
    {
      id: 'Q1',
      title: 'a durable command, one at a time',
      lines: [
        serial('raw', 'raw', 'raw inserts, one row a commit'),
        serial('ours', 'ours', 'Chuangwen'),
        serial('sealed', 'oursSealed', 'Chuangwen, one field sealed'),
      ],
      goals: [{ text: 'Chuangwen / raw', of: 'ours', to: 'raw', by: 'rate', atLeast: 0.85 }],
    },
    {
      id: 'Q2',
      title: '64 commands in flight',
      lines: [
        {
          ...serial('raw', 'raw', 'raw inserts, 1,000 rows a commit'),
          task: 'bulk',
          count: n.bulk,
          warmup: n.bulk / 10,
        },
        commands('ours', 'ours', 'Chuangwen, 64 in flight', n.batch, 64),
        commands('sealed', 'oursSealed', 'Chuangwen, 64 in flight, one field sealed', n.batch, 64),
      ],
      goals: [{ text: 'Chuangwen / raw', of: 'ours', to: 'raw', by: 'rate', atLeast: 0.5 }],
      p99: [{ of: 'ours', atMostMs: 10 }],
    },
    {
      id: 'Q3',
      title: 'against other event stores for Node',
      lines: [
        serial('ours', 'ours', 'Chuangwen, one at a time'),
        commands('ours64', 'ours', 'Chuangwen, 64 in flight', n.batch, 64),
        slow('emmett', 'emmett', 'emmett-sqlite as documented, one at a time', 1),
        slow('kept', 'emmettKept', 'emmett-sqlite on one kept connection, one at a time', 1),
        slow('kept64', 'emmettKept', 'emmett-sqlite on one kept connection, 64 waiting for it', 64),
        slow('evtstore', 'evtstore', 'evtstore, one at a time', 1),
        slow('evtstore64', 'evtstore', 'evtstore, 64 in flight', 64),
      ],
      // Judged against the faster way to use emmett-sqlite, not the documented one.
      goals: [
        { text: 'one at a time / emmett-sqlite, kept connection', of: 'ours', to: 'kept', by: 'rate', atLeast: 4 },
        { text: 'one at a time / emmett-sqlite as documented', of: 'ours', to: 'emmett', by: 'rate' },
        { text: '64 in flight / emmett-sqlite, 64 waiting', of: 'ours64', to: 'kept64', by: 'rate', atLeast: 20 },
        { text: 'one at a time / evtstore', of: 'ours', to: 'evtstore', by: 'rate', atLeast: 1.8 },
        { text: '64 in flight / evtstore, 64 in flight', of: 'ours64', to: 'evtstore64', by: 'rate' },
      ],
    },
    {
      id: 'Q4',
      title: 'replay into a durable view',
      lines: [
        replay('raw', 'raw', 'raw scan and parse alone', n.replays),
        replay('ours', 'ours', 'Chuangwen', n.replays),
        replay('sealed', 'oursSealed', 'Chuangwen, one field sealed', n.replays),
        replay('emmett', 'emmettKept', 'emmett-sqlite on one kept connection', n.slowReplay),
      ],
      goals: [
        { text: 'Chuangwen / raw', of: 'ours', to: 'raw', by: 'rate', atLeast: 0.6 },
        { text: 'Chuangwen / emmett-sqlite', of: 'ours', to: 'emmett', by: 'rate', atLeast: 60 },
      ],
    },
    {
      id: 'Q5',
      title: 'load a stream of 1,000 events',
      lines: [
        load('raw', 'raw', 'raw read and parse', 'load'),
        load('ours', 'ours', 'Chuangwen', 'load'),
        load('snapshot', 'ours', 'Chuangwen, with a snapshot', 'load-snapshot'),
        load('sealed', 'oursSealed', 'Chuangwen, one field sealed', 'load'),
      ],
      goals: [
        { text: 'time of Chuangwen / raw', of: 'ours', to: 'raw', by: 'time', atMost: 1.15 },
        { text: 'time with a snapshot / raw', of: 'snapshot', to: 'raw', by: 'time', atMost: 0.1 },
      ],
    },
    {
      id: 'Q6',
      title: 'roll-up of a city by agency, 20 units × 50 tasks each',
      lines: [
        rollUp('scan', 'rawRollUp', 'scan of a covering index'),
        rollUp('ours', 'oursRollUp', 'the office’s report'),
      ],
      goals: [{ text: 'report / scan', of: 'ours', to: 'scan', by: 'rate', atLeast: 5 }],
    },
    {
      id: 'Q7',
      title: 'from the commit of an event to the commit of a view',
      lines: [
        lag('embedded', 'ours', 'Chuangwen in one folder, 2,000 events/s', 2000),
        lag('engines', 'oursOnEngines', 'Chuangwen on MongoDB and Kafka, 200 events/s', 200),
      ],
      goals: [],
      p99: [
        { of: 'embedded', atMostMs: 15 },
        { of: 'engines', atMostMs: 250 },
      ],
    },
    {
      id: 'Q8',
      title: 'from 10⁴ to 10⁶ events',
      lines: [
        scale('small', 'oursSmall', 'Chuangwen, 10⁴ events'),
        scale('large', 'oursLarge', 'Chuangwen, 10⁶ events'),
      ],
      goals: [{ text: 'p50 of a command, 10⁶ / 10⁴', of: 'large', to: 'small', by: 'p50', atMost: 1.1 }],
      facts: [
        { text: 'resident memory, MB more', fact: 'rssMb', of: 'large', minus: 'small', atMost: 60 },
        { text: 'disk, GB for 10⁶ events', fact: 'gbPerMillion', of: 'large', atMost: 1.1 },
      ],
    },
    {
      id: 'Q9',
      title: 'over HTTP, 64 connections',
      lines: [
        http('bare', 'bareHttp', 'node:http, body parsed, answered', 'http-check', n.requests),
        http('check', 'oursHttp', 'Chuangwen, signed in, permitted, validated, answered', 'http-check', n.requests),
        http('ours', 'oursHttp', 'Chuangwen, a durable command', 'http-report', n.requests),
        http('express', 'emmettKept', 'Express, zod and emmett-sqlite, kept connection', 'http-report', n.slow),
      ],
      goals: [
        { text: 'validated / bare', of: 'check', to: 'bare', by: 'rate', atLeast: 0.6 },
        { text: 'durable / bare', of: 'ours', to: 'bare', by: 'rate', atLeast: 0.25 },
        { text: 'durable / Express with emmett-sqlite', of: 'ours', to: 'express', by: 'rate', atLeast: 7 },
      ],
    },
    {
      id: 'Q10',
      title: 'on MongoDB and Kafka',
      lines: [
        append('raw', 'rawMongo', 'insertOne, majority, journalled, one at a time', 1),
        append('ours', 'oursOnEngines', 'Chuangwen, an append, one at a time', 1),
        append('raw64', 'rawMongo', 'insertOne, 64 in flight', 64),
        append('ours64', 'oursOnEngines', 'Chuangwen, an append, 64 in flight', 64),
        { ...append('command', 'oursOnEngines', 'Chuangwen, a whole command, one at a time', 1), task: 'commands' },
        relay('batches', 'rawKafka', 'kafkajs, batches of 500'),
        relay('relay', 'oursOnEngines', 'Chuangwen, the relay'),
      ],
      goals: [
        { text: 'an append / insertOne', of: 'ours', to: 'raw', by: 'rate', atLeast: 0.8 },
        { text: 'an append / insertOne, 64 in flight', of: 'ours64', to: 'raw64', by: 'rate' },
        { text: 'the relay / kafkajs', of: 'relay', to: 'batches', by: 'rate', atLeast: 0.7 },
      ],
    },
    {
      id: 'Q11',
      title: 'processor time of the pipeline and of its parts, one at a time',
      lines: [
        serial('command', 'ours', 'a command, without HTTP'),
        http('check', 'oursHttp', 'a validated request, without a command', 'http-check', n.serial, 1),
        http('whole', 'oursHttp', 'HTTP to stored', 'http-report', n.serial, 1),
      ],
      goals: [{ text: 'whole / its parts', of: 'whole', to: 'command', and: 'check', by: 'cpu', atMost: 1.5 }],
    },
  ];
}
