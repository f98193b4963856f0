import { parseArgs } from 'node:util';
import { engines } from '../engines';
import { closeRun, openRun } from '../engines/run.mjs';
import { cityApart } from './city-apart';
import { machineAt, machineLine } from './machine';
import { tmpdir } from 'node:os';

/** `npm run bench:apart -- --agencies 1000 --units 4 --tasks 8`: 3.2 events a task. */
async function main(): Promise<void> {
  const of = (text: string) => ({ type: 'string' as const, default: text });
  const { values } = parseArgs({ options: { agencies: of('1000'), units: of('4'), tasks: of('8') } });
  const size = { agencies: Number(values.agencies), units: Number(values.units), tasks: Number(values.tasks) };
  const run = await openRun();
  try {
    console.log(machineLine(machineAt(tmpdir())));
    const { standIn = null } = await engines.mongo();
    console.log(`MongoDB: ${standIn ? `${standIn}，不是 MongoDB · which is not MongoDB` : 'MongoDB'}`);
    const { events, stored, caughtUp, counted, tasks } = await cityApart(size, (text) => console.log(text));
    console.log(
      `${events} 个事件，${stored.toFixed(1)} 秒写完，${caughtUp.toFixed(1)} 秒后所有视图都跟上 events, stored in, all views there after; ${Math.round(events / caughtUp)}/s`,
    );
    console.log(`报表 the report: ${counted} / ${tasks} 项任务 tasks`);
    process.exitCode = caughtUp <= 600 && counted > 0 ? 0 : 1;
  } finally {
    for (const line of await closeRun(run)) console.log(line);
  }
}

void main();
