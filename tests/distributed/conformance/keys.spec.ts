import { migrateKeys, openKeyVault, type MongoKeyVault } from '@chuangwen/adapters-distributed';
import { describeKeyVault } from '@chuangwen/ports/conformance';
import { randomBytes } from 'node:crypto';
import { openedOn } from '../database';

const master = randomBytes(32);

describeKeyVault('MongoDB', async () => {
  let vault: MongoKeyVault;
  const opened = await openedOn(migrateKeys, async ({ db }) => (vault = await openKeyVault(db, master)));
  return {
    ...opened,
    close: async () => {
      await vault.close();
      await opened.close();
    },
    reopen: async () => {
      await vault.close();
      return opened.reopen!();
    },
  };
});
