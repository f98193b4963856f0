import { startRedis } from '.';

/** A spec that never ends, for run.spec.ts to interrupt. */
it('waits for ever', async () => {
  const { pid } = await startRedis();
  process.stdout.write(`engine ${pid} of ${process.env['CHUANGWEN_TEST_RUN']}\n`);
  await new Promise(() => setInterval(() => {}, 1000));
});
