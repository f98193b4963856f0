import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { RuleViolation } from '@chuangwen/kernel';
import { Log, type Clock } from '@chuangwen/platform';
import { readBackup, removePartial, type Backup, type BackupStep, type FolderStorage } from '@chuangwen/runtime';
import { isDue, nameAt, NAMED, readPlan, writePlan, type Plan } from './plan';

/** The plan is looked at this often (ms), so that a clock that was set is noticed. */
const LOOK = 15_000;

/** Backups of one running folder: on demand and by the clock, one at a time. */
export class Backups {
  private readonly log = new Log('standalone', 'backups');
  private running = false;
  private timer: NodeJS.Timeout | null = null;
  private current: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly storage: FolderStorage,
    private readonly clock: Clock,
  ) {}

  get plan(): Plan | null {
    return readPlan(this.folder);
  }

  /** Throws RuleViolation `backup.running`, `backup.target-taken`. */
  async make(target: string, told?: (step: BackupStep) => void): Promise<Backup> {
    if (this.running) throw new RuleViolation('backup.running');
    this.running = true;
    try {
      return await this.storage.backup(target, told);
    } finally {
      this.running = false;
    }
  }

  /** From now on, and from the next start on; null ends it. */
  schedule(plan: Omit<Plan, 'last'> | null): void {
    writePlan(this.folder, plan && { ...plan, last: null });
    if (this.timer) void this.look();
  }

  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK).unref();
    void this.look();
  }

  stop(): void {
    clearInterval(this.timer ?? undefined);
    this.timer = null;
  }

  /** Resolves once none is being made; a storage that closes gives it up. */
  idle(): Promise<void> {
    return this.current;
  }

  private look(): Promise<void> {
    const { plan } = this;
    if (plan && !this.running && isDue(plan, this.clock.now())) this.current = this.makeDue(plan);
    return this.current;
  }

  private async makeDue(plan: Plan): Promise<void> {
    const now = this.clock.now();
    let problem: string | null = null;
    try {
      mkdirSync(plan.target, { recursive: true, mode: 0o700 });
      const { installation } = await this.make(join(plan.target, nameAt(now)));
      await this.prune(plan, installation);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      this.log.error('定时备份失败 The scheduled backup failed', { problem });
    }
    // The plan may have been changed meanwhile: then the new one begins anew.
    const { last: _before, ...asked } = plan;
    const { last: _now, ...current } = this.plan ?? { last: null };
    if (JSON.stringify(asked) === JSON.stringify(current))
      writePlan(this.folder, { ...plan, last: { at: now.toISOString(), problem } });
  }

  /** Only what this made: its own backups of this installation beyond the newest, and what a death left half done. */
  private async prune({ target, keep }: Plan, installation: string): Promise<void> {
    const own: string[] = [];
    for (const name of readdirSync(target)
      .filter((found) => NAMED.test(found))
      .sort()
      .reverse()) {
      const path = join(target, name);
      if (name.includes('.partial-')) await removePartial(path, { installation });
      else if ((await readBackup(path))?.installation === installation) own.push(path);
    }
    for (const path of own.slice(keep)) rmSync(path, { recursive: true, force: true });
  }
}
