/** How much is said: what went wrong; what may go wrong; also what was done. */
export const LOG_LEVELS = ['error', 'warn', 'info'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
/** `json`: a line of JSON each, for programs; `text`: for whoever sits at the terminal. */
export const LOG_FORMATS = ['json', 'text'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/**
 * Of whom it speaks and of which story, and more of ids, names of the program's own, and numbers. Never what a person wrote
 * or is called: a log is read by others than the people it speaks of, and nothing is erased from it.
 */
export type Details = Readonly<{
  tenant?: string | undefined;
  correlationId?: string | undefined;
  [more: string]: string | number | boolean | null | undefined;
}>;

type Settings = { format: LogFormat; level: LogLevel; write: (line: string) => void };

/** Of the whole process: there is one log. What the program answers to its operator goes to the other stream. */
const settings: Settings = {
  format: process.stderr.isTTY ? 'text' : 'json',
  level: 'warn',
  write: (line) => void process.stderr.write(line),
};

/** From now on, in this thread. */
export function setLog({ format, level, write }: { [K in keyof Settings]?: Settings[K] | undefined }): void {
  if (format) settings.format = format;
  if (level) settings.level = level;
  if (write) settings.write = write;
}

/** What one part of one service has to say. */
export class Log {
  /** `service`: `standalone` where it is of the whole process. `part`: of the program, for whoever looks for the place. */
  constructor(
    private readonly service: string,
    private readonly part: string,
  ) {}

  error(message: string, details?: Details): void {
    this.say('error', message, details);
  }

  warn(message: string, details?: Details): void {
    this.say('warn', message, details);
  }

  info(message: string, details?: Details): void {
    this.say('info', message, details);
  }

  /** Whether it is said at all: details that take time to make are not made for nothing. */
  says(level: LogLevel): boolean {
    return LOG_LEVELS.indexOf(level) <= LOG_LEVELS.indexOf(settings.level);
  }

  private say(level: LogLevel, message: string, { tenant, correlationId, ...more }: Details = {}): void {
    if (!this.says(level)) return;
    const { service, part } = this;
    const time = new Date().toISOString();
    const line = { time, level, service, tenant, correlationId, part, message, ...more };
    settings.write(`${settings.format === 'json' ? oneLine(line) : inText(line)}\n`);
  }
}

const NAMES: Readonly<Record<LogLevel, string>> = { error: '错误', warn: '注意', info: '记录' };

type Line = Readonly<{ time: string; level: LogLevel; service: string; part: string; message: string }>;

function inText({ level, service, part, message, time, ...more }: Line): string {
  const at = new Date(time).toTimeString().slice(0, 8);
  const rest = oneLine(more);
  // Printable as it is in a string of JSON, so without its quotes too.
  return `${at} ${NAMES[level]} ${service} ${part}: ${oneLine(message).slice(1, -1)}${rest === '{}' ? '' : ` ${rest}`}`;
}

/** JSON of printable characters: what a client sent may stand in it, and must neither look like another line of the log nor steer a terminal. */
const oneLine = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (unseen) => `\\u${unseen.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
