import { describeReadModels, describeSharedReadModels } from '@chuangwen/ports/conformance';
import { ViewsStore } from '../views-store';

describeReadModels('distributed', async () => {
  const store = await ViewsStore.open();
  return {
    port: await store.handle(),
    close: () => store.close(),
    reopen: async () => {
      await store.closeHandles();
      return store.handle();
    },
  };
});

describeSharedReadModels('distributed', async () => {
  const store = await ViewsStore.open();
  return { one: await store.handle(), other: await store.handle(), close: () => store.close() };
});
