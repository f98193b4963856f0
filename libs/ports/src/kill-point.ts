const [wanted, nth] = (process.env['CHUANGWEN_KILL_AT'] ?? '').split('@');
let left = Number(nth ?? 1);

/** Fault tests name a place (`CHUANGWEN_KILL_AT=decide` or `decide@3`) where the process dies at once, as by kill -9. */
export function killPoint(name: string): void {
  if (wanted === name && --left <= 0) process.kill(process.pid, 'SIGKILL');
}
