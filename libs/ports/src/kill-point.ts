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
/** Where a relay has read what it is to publish, where the brokers have it, where the store knows it. */
export const RELAY_KILL_POINTS = ['relay-read', 'relay-sent', 'relay-marked'] as const;
export type RelayKillPoint = (typeof RELAY_KILL_POINTS)[number];
/** The steps of an upgrade in place. */
export const UPGRADE_KILL_POINTS = ['upgrade-copied', 'switch-decided', 'switch-kept', 'switch-placed'] as const;
export type UpgradeKillPoint = (typeof UPGRADE_KILL_POINTS)[number];
/** A backup that is whole but has not its name yet. */
export type BackupKillPoint = 'backup-copied';

/** A move: a file that is whole but has not its name yet; and each step of taking one in, in the order in which they come. */
export const MOVE_KILL_POINTS = [
  'export-written',
  'import-begun',
  'import-keys',
  'import-file',
  'import-events',
  'import-register',
  'import-receipts',
  'import-entry',
  'import-written',
  'import-seen',
  'import-proved',
  'import-placed',
  'import-let-in',
] as const;
export type MoveKillPoint = (typeof MOVE_KILL_POINTS)[number];

const [wanted, passage = '1'] = (process.env['CHUANGWEN_KILL_AT'] ?? '').split('@');
let left = Number(passage);

/** Fault tests name a place (`CHUANGWEN_KILL_AT=decide`, or `decide@3` for the third passage in a thread): there the process dies at once. */
export function killPoint(name: KillPoint | RelayKillPoint | UpgradeKillPoint | BackupKillPoint | MoveKillPoint): void {
  if (wanted === name && --left <= 0) process.kill(process.pid, 'SIGKILL');
}
