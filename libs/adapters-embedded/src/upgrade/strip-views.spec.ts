import { join } from 'node:path';
import { openEmbedded } from '../index';
import { emptyFolder } from '../testing/folders';
import { stripViews } from './strip-views';

describe('A file whose views are taken out', () => {
  it('keeps where workflows and schedules stand, and what schedules have yet to do', async () => {
    const folder = emptyFolder();
    const refs = ['tasks', 'workflow:open-tasks', 'schedule:reminders'].map((view) => ({ view, generation: 1 }));
    const stream = { topic: 'task', tenant: 'red', stream: 'task-1' };
    let storage = await openEmbedded(folder.path);
    for (const ref of refs)
      await storage.ports('reporting').views.commit(ref, {
        documents: [{ tenant: 'red', id: '1', body: { of: ref.view }, index: {} }],
        counters: [],
        positions: [{ topic: 'task', partition: 0, next: 7 }],
        seen: [{ ...stream, version: 7 }],
      });
    await storage.close();
    stripViews(join(folder.path, 'reporting', 'views.db'));
    storage = await openEmbedded(folder.path);
    const { views } = storage.ports('reporting');
    const left = async (ref: (typeof refs)[number]) => [
      (await views.positions(ref)).length,
      await views.seen(ref, [stream]),
      await views.load(ref, [{ tenant: 'red', id: '1' }]),
    ];
    expect(await Promise.all(refs.map(left))).toEqual([
      [0, [0], [null]],
      [1, [7], [{ of: 'workflow:open-tasks' }]],
      [1, [7], [{ of: 'schedule:reminders' }]],
    ]);
    await storage.close();
    folder.remove();
  });
});
