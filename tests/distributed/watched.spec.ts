import { configuration, distributedOnly } from '@chuangwen/runtime';
import { demoCity, loadCity } from '@chuangwen/standalone';
import { agency } from '../journeys/city';
import { engineSettings, serveOnEngines } from '../support/distributed';
import { describeOneTrace } from '../watch/one-trace';

describeOneTrace('over MongoDB, Kafka and Redis', async () => {
  const settings = await engineSettings();
  const served = await serveOnEngines(distributedOnly(configuration(settings)));
  const whole = demoCity();
  const city = { ...whole, below: whole.below.filter(({ code }) => code === 'jiaotong') };
  const office = await loadCity(served.url, served.platform, city, () => undefined);
  return { ...served, agency: agency(office, '交通运输局'), prefix: settings['CHUANGWEN_PREFIX']! };
});
