import { engines } from '.';

it('starts all', async () => {
  console.log(
    await Promise.all([engines.kafka(), engines.mongo(), engines.redis(), engines.toxiproxy(), engines.nginx()]),
  );
});
