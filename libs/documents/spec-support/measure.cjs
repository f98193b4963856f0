// Reads one file in a process of its own and prints what it took: the outcome, seconds by the clock, processor time, memory.
// node measure.cjs DIST FILE [tables|marks]; the parser's thread is started, and has read something, before the file is taken up.
const { readFileSync } = require('node:fs');
const { basename } = require('node:path');
const [dist, file, op] = process.argv.slice(2);
const { lookForMarks, readNoticeFile, readTables } = require(dist);
const told = (error) => error.code ?? String(error);
void (async () => {
  const began = performance.now();
  await readNoticeFile(Buffer.from('桐泽市园林局关于做好迎检工作的通知\n各科室：\n'), 'a.txt').catch(told);
  const started = performance.now() - began;
  const bytes = readFileSync(file);
  const memory = process.memoryUsage.rss();
  const cpu = process.cpuUsage();
  const from = performance.now();
  const read = { tables: readTables, marks: lookForMarks }[op] ?? readNoticeFile;
  const outcome = await read(bytes, basename(file)).then(() => 'read', told);
  const { user, system } = process.cpuUsage(cpu);
  // Not ru_maxrss: the kernel counts in it what the process that spawned this one had.
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  const mega = (n) => Math.round(n / 2 ** 20);
  console.log(
    JSON.stringify({
      outcome,
      started: Math.round(started),
      wall: Math.round(performance.now() - from),
      cpu: Math.round((user + system) / 1000),
      // What the thread had before the file counts as well.
      megabytes: Math.max(mega(peak - memory), 0),
    }),
  );
  process.exit(0);
})();
