import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { INSTALLATION } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { EventStore, PrivateStore, type Entry } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';

/** The token itself is kept until it is used, so that the link printed before a restart, and a setup that died half-way, still work. */
type Link = Readonly<{ token: string } | { used: true }>;

const KIND = 'setup';
const KEY = 'link';

/** The one-time token by which the first office and its administrator are made. */
@Injectable()
export class SetupLink {
  constructor(
    private readonly secrets: PrivateStore,
    private readonly events: EventStore,
  ) {}

  /** The token for the link that is printed at the start; null once there is a tenant. */
  async open(): Promise<string | null> {
    if (await this.hasTenant()) return null;
    const token = randomBytes(32).toString('base64url');
    if (await this.secrets.create(INSTALLATION, KIND, KEY, { token } satisfies Link)) return token;
    const link = (await this.entry())?.value as Link | undefined;
    return link && 'token' in link ? link.token : null;
  }

  /** Throws RuleViolation `setup.used`, `setup.unknown`. */
  async mustBeOpen(token: string): Promise<void> {
    const link = (await this.entry())?.value as Link | undefined;
    if (link && 'used' in link) throw new RuleViolation('setup.used');
    if (!link || !timingSafeEqual(digest(link.token), digest(token))) throw new RuleViolation('setup.unknown');
  }

  async use(): Promise<void> {
    const entry = await this.entry();
    if (entry) await this.secrets.replace(INSTALLATION, KIND, { ...entry, value: { used: true } satisfies Link });
  }

  private entry(): Promise<Entry | null> {
    return this.secrets.get(INSTALLATION, KIND, KEY);
  }

  private async hasTenant(): Promise<boolean> {
    for await (const { stream } of this.events.streams(INSTALLATION)) if (stream.startsWith('tenant-')) return true;
    return false;
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
