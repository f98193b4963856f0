import { LOG_FORMATS, LOG_LEVELS, setLog, type LogFormat, type LogLevel } from '@chuangwen/platform/projections';
import { z } from 'zod';

/** What can be set of how a process is watched, in both modes. */
export const watchingVariables = {
  /** Where spans are sent: an OTLP endpoint over HTTP, `http://collector:4318`. Not set: nothing is traced. */
  CHUANGWEN_TRACES: z.url().optional(),
  /** How many of a hundred stories are traced, as a share: 0.05 are five. */
  CHUANGWEN_TRACES_SHARE: z.coerce.number().min(0).max(1).default(1),
  /** Not set: words at a terminal, else lines of JSON. */
  CHUANGWEN_LOGS: z.enum(LOG_FORMATS).optional(),
  /** Not set: warnings of one data folder; of a service apart also what it does. */
  CHUANGWEN_LOG_LEVEL: z.enum(LOG_LEVELS).optional(),
  /** Events a view or workflow may be behind and the process still say that it is ready. Not set: 1000. */
  CHUANGWEN_FAR_BEHIND: z.coerce.number().int().min(1).optional(),
  /** Who may read the metrics at the front door of one data folder: programs of the same machine, everyone, nobody. Apart, every service has them at its own port, which no proxy lets through. */
  CHUANGWEN_METRICS: z.enum(['here', 'everyone', 'nobody']).default('here'),
};

export type Watching = Readonly<{
  traces?: string | undefined;
  share: number;
  logs?: LogFormat | undefined;
  level?: LogLevel | undefined;
  farBehind?: number | undefined;
  metrics: 'here' | 'everyone' | 'nobody';
}>;

export const watchingOf = (set: z.infer<z.ZodObject<typeof watchingVariables>>): Watching => ({
  traces: set.CHUANGWEN_TRACES,
  share: set.CHUANGWEN_TRACES_SHARE,
  logs: set.CHUANGWEN_LOGS,
  level: set.CHUANGWEN_LOG_LEVEL,
  farBehind: set.CHUANGWEN_FAR_BEHIND,
  metrics: set.CHUANGWEN_METRICS,
});

/** From now on this thread says what it is asked to, as it is asked to. */
export function beginLog({ logs, level }: Pick<Watching, 'logs' | 'level'>): void {
  setLog({ format: logs, level });
}
