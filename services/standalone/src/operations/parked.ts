import { RuleViolation } from '@chuangwen/kernel';
import type { Caller, ParkedStream } from '@chuangwen/platform';
import type { Services } from '../services';
import { localTime } from '../times';
import { said, wrong, type Line } from './line';

type Entry = ParkedStream & Readonly<{ service: string }>;

async function listOf(platform: Services): Promise<Entry[]> {
  const lists = await Promise.all(
    platform.services.map(async ({ name, runtime }) =>
      (await runtime.parked()).map((entry) => ({ ...entry, service: name })),
    ),
  );
  return lists.flat();
}

export async function* parked(platform: Services): AsyncGenerator<Line> {
  const list = await listOf(platform);
  if (list.length === 0) yield said('没有搁置的事件流');
  for (const [i, entry] of list.entries()) {
    const { service, consumer, tenant, stream, version, reason, parkedAt } = entry;
    yield said(
      `${i + 1}. ${service}/${consumer} ${tenant}/${stream} 自第 ${version} 个事件起，${localTime(parkedAt)}：${reason}`,
    );
  }
}

/** A dry run changes nothing and sends nothing; it says which commands a workflow would send. */
export async function* retry(platform: Services, number: number, dryRun: boolean): AsyncGenerator<Line> {
  const entry = (await listOf(platform))[number - 1];
  if (!entry) throw new RuleViolation('operation.no-such-number', { number });
  const { runtime } = platform.service(entry.service);
  const commands: string[] = [];
  try {
    const events = await runtime.retry(entry.consumer, entry, dryRun, (command) => commands.push(nameOf(command)));
    for (const command of commands) yield said(`  ${dryRun ? '将发出命令 would send' : '已发出命令 sent'} ${command}`);
    yield said(dryRun ? `试运行通过：${events} 个事件可以继续，未作任何改动` : `已继续：${events} 个事件`);
  } catch (error) {
    yield wrong(`仍不能继续：${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Its name, tenant and id: what it carries may be somebody's text. */
function nameOf(command: object): string {
  const { caller } = command as { caller?: Caller };
  return [command.constructor.name, caller?.tenant, caller?.commandId].filter(Boolean).join(' ');
}
