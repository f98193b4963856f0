import { ViewMoved } from '@chuangwen/ports';
import type { Platform } from '../platform';
import { following, type Line } from './line';
import { retry } from './parked';
import { rebuild } from './rebuild';
import { verify } from './verify';

async function texts(lines: AsyncIterable<Line>): Promise<string[]> {
  const said: string[] = [];
  for await (const { text } of lines) said.push(text);
  return said;
}

describe('Progress', () => {
  it('is what was said last, and the outcome comes after it', async () => {
    const lines: string[] = [];
    const work = following(async (progress) => {
      for (const n of [1, 2, 3]) progress(`${n}`);
      return 'done';
    });
    for (;;) {
      const { value, done } = await work.next();
      if (done) {
        expect(value).toBe('done');
        break;
      }
      lines.push(value.text);
    }
    expect(lines).toEqual(['3']);
  });

  it('ends with what the work throws', async () => {
    const work = following(() => Promise.reject(new Error('no room')));
    await expect(work.next()).rejects.toThrow('no room');
  });
});

class MakeCopy {
  readonly caller = { tenant: 'bureau', commandId: 'c-1' };
  readonly text = '不应显示';
}

const entry = {
  consumer: 'workflow:copying',
  topic: 't',
  tenant: 'bureau',
  stream: 's',
  version: 2,
  reason: 'no',
  attempts: 3,
};

function platformWith(runtime: object): Platform {
  const service = { name: 'mirror', runtime };
  return { services: [service], service: () => service } as unknown as Platform;
}

describe('A dry run', () => {
  it('names the commands that a workflow would send, and not what they carry', async () => {
    const asked: boolean[] = [];
    const platform = platformWith({
      parked: async () => [entry],
      retry: async (_consumer: string, _stream: unknown, dryRun: boolean, told: (command: object) => void) => {
        asked.push(dryRun);
        told(new MakeCopy());
        return 1;
      },
    });
    const said = await texts(retry(platform, 1, true));
    expect(asked).toEqual([true]);
    expect(said[0]).toContain('MakeCopy bureau c-1');
    expect(said.join()).not.toContain('不应显示');
    expect(said[1]).toContain('未作任何改动');
  });
});

describe('A rebuild', () => {
  it('says how far it is of how many, how fast, and whether it is what a replay gives', async () => {
    let equal = true;
    const projector = {
      view: { name: 'copies', topics: ['t'] },
      rebuild: async ({ onProgress }: { onProgress(done: number): void }) => {
        onProgress(50);
        return 200;
      },
      compare: async () => ({ equal, events: 200 }),
    };
    const platform = platformWith({ projectors: [projector], ports: { feed: { ends: async () => [{ next: 200 }] } } });
    const said = await texts(rebuild(platform, 'mirror/copies'));
    expect(said[1]).toMatch(/已重放 50 \/ 200 个事件（25%），每秒 \d+ 个/);
    expect(said.at(-1)).toContain('逐字节一致');
    equal = false;
    expect((await texts(rebuild(platform, 'mirror/copies', 'bureau'))).at(-1)).toContain('重建整个视图');
    projector.view.name = 'copies@2';
    expect((await texts(rebuild(platform, 'mirror/copies'))).at(-1)).toContain('与完整重放');
    await expect(texts(rebuild(platform, 'mirror/copie'))).rejects.toThrow('operation.no-such-view');
  });
});

describe('A check', () => {
  it('tells what others write just now from what is damaged', async () => {
    const none = async function* () {};
    const ref = { view: 'workflow:copying', generation: 1 };
    const failing = (error: Error) => ({ ref, misplaced: () => Promise.reject(error) });
    const lines = await texts(
      verify(
        platformWith({
          ports: { events: { streams: none }, blobs: { changed: none } },
          followers: [failing(new ViewMoved(ref)), failing(new Error('page 7'))],
          projectors: [],
        }),
      ),
    );
    expect(lines.filter((line) => line.startsWith('mirror/workflow:copying'))).toEqual([
      expect.stringContaining('verify again in a minute'),
      expect.stringMatching(/can’t be read：page 7$/),
    ]);
  });
});
