/** Where a test may kill the process. `decide` and `ack` are the platform's, the others this library's. */
export type KillPoint =
  | 'decide'
  | 'append-begin'
  | 'append-before-commit'
  | 'append-after-commit'
  | 'ack'
  | 'view-before-commit'
  | 'view-after-commit';

/**
 * Dies here by SIGKILL when CHUANGWEN_KILL_AT is this name, or `name:n` on the nth passage (counted per thread).
 * Unset, it is an empty function that the engine inlines away.
 */
export const killPoint: (name: KillPoint) => void = armed(process.env['CHUANGWEN_KILL_AT']);

function armed(at: string | undefined): (name: KillPoint) => void {
  if (!at) return () => {};
  const [wanted, passage = '1'] = at.split(':');
  let left = Number(passage);
  return (name) => {
    if (name !== wanted) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
