import { eventContract, type EventOf, type NewEvent } from '@chuangwen/contracts';
import { RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Append } from '@chuangwen/ports';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/**
 * What every side stores and does: task streams whose events weigh 600 bytes of JSON in UTF-8, mostly Chinese text, and a
 * command that reports progress on one of them.
 */
export const EVENT_BYTES = 600;
export const TENANT = 'tongze-wenmingban';

export const report = z.strictObject({
  task: z.string(),
  unit: z.string(),
  percent: z.number().int(),
  step: z.number().int(),
  reporter: z.string(),
  /** Personal in the sealed variant only. */
  reporterName: z.string(),
  note: z.string(),
});
export type Report = z.infer<typeof report>;

export const reported = eventContract({ type: 'task.reported', version: 1, schema: report });
/** The same with one field sealed by the person's key, to see what sealing costs. */
export const reportedSealed = eventContract({
  type: 'task.reported',
  version: 1,
  schema: report,
  personal: { reporterName: { key: 'person', of: 'reporter', erased: '' } },
});
export type Reported = EventOf<typeof reported>;

export type TaskState =
  | Readonly<{ situation: 'none' }>
  | Readonly<{ situation: 'open'; task: string; unit: string; percent: number; reports: number; note: string }>;

export type ReportProgress = Readonly<{ reports: readonly Report[] }>;

export const task: Decider<TaskState, ReportProgress, Reported> = {
  initialState: () => ({ situation: 'none' }),
  evolve: (state, { data }) => ({
    situation: 'open',
    task: data.task,
    unit: data.unit,
    percent: data.percent,
    reports: (state.situation === 'open' ? state.reports : 0) + 1,
    note: data.note,
  }),
  decide: (state, { reports }) =>
    reports.map((data) => {
      if (data.percent < 0 || data.percent > 100) throw new RuleViolation('task.percent-out-of-range');
      if (state.situation === 'open' && state.task !== data.task) throw new RuleViolation('task.other');
      return { type: 'task.reported', data };
    }),
};

const text =
  '今日组织志愿者在辖区主次干道开展文明交通劝导，清理乱停乱放非机动车，向沿街商户发放倡议书并签订门前三包责任书，' +
  '对背街小巷卫生死角进行集中整治，现场照片已上传，请指挥部核验。存在问题：部分路段夜间照明不足，已函告市政部门限期修复；' +
  '下一步将按照测评体系要求逐项对照自查，建立问题台账，明确责任人与整改时限，确保按期销号，长效保持。';

export const taskOf = (stream: number): string => `task-${String(stream).padStart(6, '0')}`;
export const longTaskOf = (stream: number): string => `longtask-${String(stream).padStart(6, '0')}`;

/** What a command on a task hands to a store: one event and its receipt. */
export function appendOf(name: string, step: number): Pick<Append, 'events' | 'receipt'> {
  const [id, commandId] = [randomUUID(), randomUUID()];
  const actor = {
    kind: 'person',
    id: `person-${Number(name.slice(-6)) % 500}`,
    post: 'post-1',
    organisation: 'unit-1',
  } as const;
  const event: NewEvent = {
    id,
    type: 'task.reported',
    schemaVersion: 1,
    audience: [TENANT],
    recordedAt: '2026-04-28T01:00:00.000Z',
    effectiveOn: null,
    actor,
    commandId,
    correlationId: commandId,
    causationId: commandId,
    origin: 'live',
    data: Buffer.from(JSON.stringify(reportOf(name, step))),
  };
  const receipt = { tenant: TENANT, actor: actor.id, commandId, bodyHash: '0'.repeat(64), answer: '{}' };
  return { events: [event], receipt };
}

/** Data of one event: exactly EVENT_BYTES bytes as JSON. */
export function reportOf(name: string, step: number): Report {
  const number = Number(name.slice(-6));
  const made = {
    task: name,
    unit: `unit-${number % 37}`,
    percent: (step * 7) % 101,
    step,
    reporter: `person-${number % 500}`,
    reporterName: '欧阳建国',
    note: '',
  };
  const room = EVENT_BYTES - Buffer.byteLength(JSON.stringify(made));
  const chinese = text.slice(number % 7).slice(0, Math.floor(room / 3));
  const note = chinese + '.'.repeat(room - Buffer.byteLength(chinese));
  return { ...made, note };
}
