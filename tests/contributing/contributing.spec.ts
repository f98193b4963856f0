import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openEmbedded } from '@chuangwen/adapters-embedded';
import type { EventContract } from '@chuangwen/contracts';
import {
  httpApplication,
  PRINCIPAL_HEADER,
  PrincipalTickets,
  serviceModule,
  SystemClock,
  type View,
} from '@chuangwen/platform';
import type { Type } from '@nestjs/common';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const blocks = [...page.matchAll(/```ts file=(\S+)\n([\s\S]*?)```/g)].map(([, path = '', code = '']) => ({
  path,
  code,
}));

/** The page's files, in a folder of the tests so that packages resolve; only the contract's neighbours are named otherwise. */
const folder = join(__dirname, '.page');
const written = (path: string) => join(folder, path);

class ExampleModule {}

describe('the worked example of CONTRIBUTING.md', () => {
  beforeAll(() => {
    for (const { path, code } of blocks) {
      mkdirSync(dirname(written(path)), { recursive: true });
      const shared = code
        .replaceAll("'../day'", "'@chuangwen/contracts'")
        .replaceAll("'../event-contract'", "'@chuangwen/contracts'");
      const task = shared.replace(
        "import type { TaskFollowed } from '@chuangwen/contracts'",
        `import type { TaskFollowed } from '${join(folder, 'libs/contracts/src/task/task-followed')}'`,
      );
      writeFileSync(written(path), task);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('takes five files', () => {
    expect(blocks.map(({ path }) => path)).toHaveLength(5);
  });

  it('works over HTTP as the page says', async () => {
    const load = (path: string) => jest.requireActual<Record<string, unknown>>(written(path));
    const contract = load('libs/contracts/src/task/task-followed.ts')['taskFollowed'] as EventContract;
    const handler = load('services/task/src/commands/follow-task.ts')['FollowTaskHandler'] as Type;
    const view = load('services/task/src/projections/followed.ts')['followedView'] as View;
    const controller = load('services/task/src/following.http.ts')['FollowingHttp'] as Type;
    const data = mkdtempSync(join(tmpdir(), 'chuangwen-'));
    const storage = await openEmbedded(data);
    const clock = new SystemClock();
    const tickets = new PrincipalTickets(new Uint8Array(32).fill(7));
    const module = serviceModule(ExampleModule, storage.ports('task'), clock, {
      contracts: [contract],
      controllers: [controller],
      providers: [handler],
      views: [view],
      workflows: [],
      messages: {},
    });
    const app = await httpApplication('task', module, tickets);
    try {
      const posts = [{ post: 'member' as const, organisation: 'o1' }];
      const ticket = tickets.issue(
        { account: 'a1', person: 'p1', tenant: 't1', office: false, root: 'o1', posts },
        clock.now(),
      );
      const headers = { [PRINCIPAL_HEADER]: ticket };
      const follow = await app.inject({
        method: 'POST',
        url: '/api/task/tasks/t9/following',
        headers,
        payload: { following: true },
      });
      expect(follow.statusCode).toBe(201);
      const { token } = follow.json<{ token: string }>();
      const ask = () =>
        app.inject({ method: 'GET', url: `/api/task/following?token=${encodeURIComponent(token)}`, headers });
      // “Not yet” is an honest answer of a busy machine: then it is asked again.
      let mine = (await ask()).json<{ freshness: { caughtUp: boolean } }>();
      for (let tries = 0; !mine.freshness.caughtUp && tries < 30; tries += 1) mine = (await ask()).json();
      expect(mine).toMatchObject({ data: { taskIds: ['t9'] }, freshness: { caughtUp: true } });
    } finally {
      await app.close();
      await storage.close();
      rmSync(data, { recursive: true, force: true });
    }
  });
});
