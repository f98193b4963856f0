import { runService } from '@chuangwen/runtime';
import { principalRoute } from './accounts/introduction';
import { SetupLink } from './accounts/setup-link';
import { IdentityModule } from './identity.module';

void runService('identity', IdentityModule, {
  internal: principalRoute,
  async started({ app }) {
    const token = await app.get(SetupLink).open();
    if (token) console.log(`还没有单位。请打开一次性链接 There is no office yet. One-time link: /setup#${token}`);
  },
});
