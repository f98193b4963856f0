import { demoCity, loadCity } from '@chuangwen/standalone';
import { agency } from '../journeys/city';
import { serveOnEngines } from '../support/distributed';
import { describeOneTrace } from '../watch/one-trace';

describeOneTrace('over MongoDB, Kafka and Redis', async () => {
  const served = await serveOnEngines();
  const whole = demoCity();
  const city = { ...whole, below: whole.below.filter(({ code }) => code === 'jiaotong') };
  const office = await loadCity(served.url, served.platform, city, () => undefined);
  return { ...served, agency: agency(office, '交通运输局') };
});
