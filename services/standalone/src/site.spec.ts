import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from './services';
import { Site } from './site';

const none = () => Promise.reject(new Error('not asked for'));

describe('whether the platform is ready', () => {
  /** Status and body, with consumers so many events behind. */
  async function ready(...lags: { consumer: string; lag: number }[]) {
    const runtime = { lags: async () => lags, parked: async () => [] };
    const site = new Site([{ name: 'task', runtime }] as unknown as Services['services'], none);
    const told = { status: 0, body: '' };
    const response = {
      writeHead(status: number) {
        told.status = status;
        return { end: (body: string) => void (told.body = body) };
      },
    };
    const asked = { method: 'GET', url: '/health/ready', headers: {} };
    await site.answer(asked as IncomingMessage, response as unknown as ServerResponse);
    return [told.status, JSON.parse(told.body)];
  }

  it('is said with the lag of every view and workflow', async () =>
    expect(await ready({ consumer: 'tasks', lag: 0 }, { consumer: 'workflow:open-tasks', lag: 3 })).toEqual([
      200,
      { status: 'ready', lag: { 'task/tasks': 0, 'task/workflow:open-tasks': 3 }, parked: 0 },
    ]));
  it('is denied while one of them is far behind, a workflow as well', async () =>
    expect(await ready({ consumer: 'tasks', lag: 0 }, { consumer: 'workflow:open-tasks', lag: 1000 })).toMatchObject([
      503,
      { status: 'catching-up', lag: { 'task/workflow:open-tasks': 1000 } },
    ]));
});
