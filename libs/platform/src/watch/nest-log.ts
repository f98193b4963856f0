import type { LoggerService } from '@nestjs/common';
import { Log } from './log';

const nothing = (): void => undefined;

/** What Nest itself has to say of an application goes into the one log; of its starting and wiring, nothing. */
export function nestLog(service: string): LoggerService {
  const log = new Log(service, 'nest');
  return {
    error: (message: unknown, ...more: unknown[]) => log.error(text(message), { context: context(more) }),
    fatal: (message: unknown, ...more: unknown[]) => log.error(text(message), { context: context(more) }),
    warn: (message: unknown, ...more: unknown[]) => log.warn(text(message), { context: context(more) }),
    log: nothing,
    debug: nothing,
    verbose: nothing,
  };
}

const text = (message: unknown): string =>
  message instanceof Error ? (message.stack ?? message.message) : String(message);

/** The last of what Nest hands over; a stack goes before it. */
const context = (more: readonly unknown[]): string => more.map(String).join('\n');
