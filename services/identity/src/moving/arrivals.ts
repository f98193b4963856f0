import { INSTALLATION } from '@chuangwen/contracts';
import { Clock } from '@chuangwen/platform';
import { PrivateStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';

const KIND = 'arriving';

type Arriving = Readonly<{ /** SHA-256 in hex. */ file: string; /** ISO instant. */ since: string }>;

/** Tenants whose data are being taken in from another installation: until that is done nobody of theirs signs in. */
@Injectable()
export class TenantArrivals {
  constructor(
    private readonly secrets: PrivateStore,
    private readonly clock: Clock,
  ) {}

  /** The file that they come from; null: nothing is being taken in. */
  async from(tenant: string): Promise<string | null> {
    const entry = await this.secrets.get(INSTALLATION, KIND, tenant);
    return entry ? (entry.value as Arriving).file : null;
  }

  async begin(tenant: string, file: string): Promise<void> {
    const value: Arriving = { file, since: this.clock.now().toISOString() };
    for (;;) {
      if (await this.secrets.create(INSTALLATION, KIND, tenant, value)) return;
      const entry = await this.secrets.get(INSTALLATION, KIND, tenant);
      if (entry && (await this.secrets.replace(INSTALLATION, KIND, { ...entry, value }))) return;
    }
  }

  async end(tenant: string): Promise<void> {
    await this.secrets.delete(INSTALLATION, KIND, tenant);
  }
}
