import { Counter, Histogram, Registry } from 'prom-client';

/** Everything that this process counts: one registry a process. No tenant and no person is a label. */
export const registry = new Registry();
const registers = [registry];

/** Seconds: a command takes a third of a millisecond here, some over a network; who waits ten has given up. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export const commands = new Counter({
  name: 'chuangwen_commands_total',
  help: 'Commands by name and outcome: done, refused, conflict, unavailable, failed.',
  labelNames: ['service', 'command', 'outcome'],
  registers,
});

export const commandSeconds = new Histogram({
  name: 'chuangwen_command_duration_seconds',
  help: 'From the bus to the answer, the durable append and its retries included.',
  labelNames: ['service', 'command'],
  buckets,
  registers,
});

export const conflicts = new Counter({
  name: 'chuangwen_version_conflicts_total',
  help: 'Appends refused because others had appended since; most are decided again and succeed.',
  labelNames: ['service'],
  registers,
});

export const repeats = new Counter({
  name: 'chuangwen_repeated_commands_total',
  help: 'Commands that had been done before and were answered from their receipt.',
  labelNames: ['service'],
  registers,
});

export const requests = new Counter({
  name: 'chuangwen_http_requests_total',
  help: 'Requests by route template and status.',
  labelNames: ['service', 'method', 'route', 'status'],
  registers,
});

export const requestSeconds = new Histogram({
  name: 'chuangwen_http_request_duration_seconds',
  help: 'From the head of a request to the end of its answer, by route template.',
  labelNames: ['service', 'method', 'route'],
  buckets,
  registers,
});

export const jobRuns = new Counter({
  name: 'chuangwen_job_runs_total',
  help: 'Tries of jobs by queue and outcome: done, failed.',
  labelNames: ['service', 'queue', 'outcome'],
  registers,
});
