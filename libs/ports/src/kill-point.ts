/** Where a test may kill the process: in the platform's write path, around a store's commit, around a view's. */
export const KILL_POINTS = [
  'decide',
  'append-begin',
  'append-before-commit',
  'append-after-commit',
  'ack',
  'view-before-commit',
  'view-after-commit',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

const [wanted, passage = '1'] = (process.env['CHUANGWEN_KILL_AT'] ?? '').split('@');
let left = Number(passage);

/** Fault tests name a place (`CHUANGWEN_KILL_AT=decide`, or `decide@3` for the third passage in a thread): there the process dies at once. */
export function killPoint(name: KillPoint): void {
  if (wanted === name && --left <= 0) process.kill(process.pid, 'SIGKILL');
}
