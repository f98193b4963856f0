import type { IncomingMessage, ServerResponse } from 'node:http';
import { Health } from '@chuangwen/platform';
import { Site } from './site';

const none = () => Promise.reject(new Error('not asked for'));
const site = new Site(new Health([]), none);

/** Status and body. */
async function ask(url: string, measurable?: boolean) {
  const told = { status: 0, body: '' };
  const response = {
    writeHead(status: number) {
      told.status = status;
      return { end: (body: string) => void (told.body = body) };
    },
  };
  const asked = { method: 'GET', url, headers: {} };
  await site.answer(asked as IncomingMessage, response as unknown as ServerResponse, measurable);
  return told;
}

it('says whether it is ready', async () => {
  const { status, body } = await ask('/health/ready');
  expect([status, JSON.parse(body)]).toEqual([200, { status: 'ready', reasons: [], lag: {}, parked: 0 }]);
  expect(await ask('/health/live')).toMatchObject({ status: 200 });
});

it('has metrics for whoever may have them, and else no such page', async () => {
  expect(await ask('/metrics', true)).toMatchObject({ status: 200, body: expect.stringContaining('process_') });
  expect(await ask('/metrics')).toMatchObject({ status: 404 });
});
