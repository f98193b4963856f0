import { ConcurrencyConflict, NotFound, RuleViolation, StorageUnavailable } from '@chuangwen/kernel';
import type { CommandBus, ICommand } from '@nestjs/cqrs';
import type { Caller } from '../caller';
import { Log } from './log';
import { commands, commandSeconds } from './metrics';
import { inCommandSpan } from './story-spans';
import { isTracing } from './tracing';

type Outcome = 'done' | 'refused' | 'conflict' | 'unavailable' | 'failed';

/**
 * Every command of the service passes its one bus, whoever sends it: there it is counted, timed and told of. The bus itself is
 * changed, since Nest hands that same one to controllers, workflows and jobs, and offers no way to stand around an execution.
 */
export function watchCommands(service: string, bus: CommandBus): void {
  const log = new Log(service, 'command');
  const execute = bus.execute.bind(bus) as (command: ICommand, context?: never) => Promise<unknown>;
  const watched = async (sent: ICommand, context?: never): Promise<unknown> => {
    const began = performance.now();
    const command = sent.constructor.name;
    const end = (outcome: Outcome): void => {
      const ms = performance.now() - began;
      commands.inc({ service, command, outcome });
      commandSeconds.observe({ service, command }, ms / 1000);
      if (!log.says('info')) return;
      const { tenant, correlationId, commandId } = callerOf(sent);
      log.info('a command', { tenant, correlationId, commandId, command, outcome, ms: Math.round(ms * 1000) / 1000 });
    };
    try {
      const run = () => execute(sent, context);
      const answer = await (isTracing() ? inCommandSpan(service, command, callerOf(sent), run) : run());
      end('done');
      return answer;
    } catch (error) {
      end(outcomeOf(error));
      throw error;
    }
  };
  bus.execute = watched as CommandBus['execute'];
}

/** Commands of people, workflows and jobs carry in whose name they run. */
const callerOf = (command: ICommand): Partial<Caller> => ('caller' in command ? (command.caller as Caller) : {});

function outcomeOf(error: unknown): Outcome {
  if (error instanceof RuleViolation || error instanceof NotFound) return 'refused';
  if (error instanceof ConcurrencyConflict) return 'conflict';
  return error instanceof StorageUnavailable ? 'unavailable' : 'failed';
}
