import {
  canonicalJson,
  defineView,
  newId,
  sha256Hex,
  SystemClock,
  type Aggregate,
  type Caller,
  type Streams,
} from '@chuangwen/platform';
import * as workload from './workload';
import { reportOf, TENANT, type ReportProgress, type Reported, type TaskState } from './workload';

/** The workload as the platform runs it, whatever it is stored in. */
export const aggregate: Aggregate<TaskState, ReportProgress, Reported> = {
  kind: 'bench-task@1',
  decider: workload.task,
};

type Row = Readonly<{ unit: string; percent: number; reports: number; note: string }>;

export const view = defineView<Row, Reported>({
  name: 'bench-tasks',
  topics: ['task'],
  route: { 'task.reported': ({ data }) => data.task },
  evolve: (row, { data: { unit, percent, note } }) => ({ unit, percent, reports: (row?.reports ?? 0) + 1, note }),
  index: ({ unit }) => ({ unit }),
});

export const clock = new SystemClock();

/** One command: `together` reports on one task. */
export function report(streams: Streams, name: string, step: number, together = 1) {
  const command = { reports: Array.from({ length: together }, (_, i) => reportOf(name, step + i)) };
  const commandId = newId();
  const caller: Caller = {
    tenant: TENANT,
    actor: { kind: 'person', id: `person-${Number(name.slice(-6)) % 500}`, post: 'post-1', organisation: 'unit-1' },
    principal: null,
    commandId,
    bodyHash: sha256Hex(`POST /tasks/${name}/reports\n${canonicalJson(command)}`),
    correlationId: commandId,
    causationId: commandId,
  };
  return streams.execute(aggregate, { tenant: TENANT, stream: name }, command, caller);
}
