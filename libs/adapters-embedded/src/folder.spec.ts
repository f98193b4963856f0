import { closeSync, existsSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DataDamaged, DataFolderDamaged, DataFolderInUse, DataFolderTooNew, openEmbedded } from './index';
import { someCommand } from './testing/commands';
import { emptyFolder } from './testing/folders';
import { runChild } from './testing/run-child';

describe('a data folder', () => {
  let folder: ReturnType<typeof emptyFolder>;
  beforeEach(() => {
    folder = emptyFolder();
  });
  afterEach(() => folder.remove());
  const file = (...parts: string[]) => join(folder.path, ...parts);
  const open = () => openEmbedded(folder.path);

  it('is made with its format when absent', async () => {
    const storage = await openEmbedded(file('new', 'one'));
    await storage.close();
    expect(JSON.parse(readFileSync(file('new', 'one', 'format.json'), 'utf8'))).toEqual({
      format: 2,
      installation: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      files: ['keys.db'],
    });
  });

  it('belongs to one process: a second is refused, told which folder and which process', async () => {
    const holder = runChild([folder.path, 'hold']);
    await holder.says('open');
    const refused = await open().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DataFolderInUse);
    expect(refused).toMatchObject({ folder: folder.path, pid: holder.process.pid });
    expect((refused as Error).message).toContain(folder.path);
    expect((refused as Error).message).toContain(String(holder.process.pid));

    holder.process.kill('SIGKILL');
    await holder.ended;
    await (await open()).close();
  });

  it('is refused a second time within one process, and free after close', async () => {
    const storage = await open();
    await expect(open()).rejects.toThrow(DataFolderInUse);
    await storage.close();
    expect(existsSync(file('lock.json'))).toBe(false);
    await (await open()).close();
  });

  it('of a newer program is refused, untouched', async () => {
    writeFileSync(file('format.json'), '{"format":3}');
    await expect(open()).rejects.toThrow(DataFolderTooNew);
    expect(readFileSync(file('format.json'), 'utf8')).toBe('{"format":3}');
    expect(existsSync(file('keys.db'))).toBe(false);
    writeFileSync(file('format.json'), '{"format":2}');
    await (await open()).close();
  });

  it.each(['', '[1]', '{"format":"one"}', '{"format', '{"format":2,"files":"all"}', '{"format":2,"files":[1]}'])(
    'with the format %j is refused',
    async (text) => {
      writeFileSync(file('format.json'), text);
      await expect(open()).rejects.toThrow(DataFolderDamaged);
    },
  );

  describe('whose files were lost', () => {
    beforeEach(async () => {
      const storage = await open();
      const ports = storage.ports('task');
      await ports.events.append({ tenant: 'red', stream: 'lane-0' }, someCommand(0, 0));
      await ports.keys.obtain('red', 'person:1');
      await storage.close();
    });
    const refusal = async () => {
      const refused = await open().catch((error: unknown) => error as Error);
      if (!(refused instanceof Error)) await refused.close();
      return refused;
    };

    it.each(['keys.db', 'task/events.db', 'task/private.db'])('is refused without %s, which is named', async (lost) => {
      const held = readFileSync(file(lost));
      rmSync(file(lost));
      expect(await refusal()).toBeInstanceOf(DataFolderDamaged);
      expect(await refusal()).toMatchObject({ message: expect.stringMatching(`lost: ${lost}\\..*backup`) as string });
      expect(existsSync(file(lost))).toBe(false);
      writeFileSync(file(lost), '');
      expect(await refusal()).toBeInstanceOf(DataFolderDamaged);
      writeFileSync(file(lost), held);
      await (await open()).close();
    });

    it('is refused without a whole service, though nobody opens that service', async () => {
      rmSync(file('task'), { recursive: true });
      expect((await refusal()) as Error).toMatchObject({
        name: 'DataFolderDamaged',
        message: expect.stringContaining('task/events.db, task/private.db') as string,
      });
    });

    it('is refused without its description', async () => {
      rmSync(file('format.json'));
      expect((await refusal()) as Error).toMatchObject({ message: expect.stringContaining('format.json') as string });
      rmSync(file('keys.db'));
      expect(await refusal()).toBeInstanceOf(DataFolderDamaged);
      expect(existsSync(file('format.json'))).toBe(false);
    });

    it('does without its views and jobs, which are made again', async () => {
      for (const kind of ['views', 'jobs']) rmSync(file('task', `${kind}.db`));
      const storage = await open();
      expect((await storage.ports('task').events.read({ tenant: 'red', stream: 'lane-0' })).version).toBe(1);
      await storage.close();
    });

    it('of before files were listed is listed when it is opened', async () => {
      const { installation } = JSON.parse(readFileSync(file('format.json'), 'utf8')) as { installation: string };
      writeFileSync(file('format.json'), JSON.stringify({ format: 2, installation }));
      const storage = await open();
      storage.ports('task');
      await storage.close();
      rmSync(file('task', 'private.db'));
      expect(await refusal()).toBeInstanceOf(DataFolderDamaged);
    });
  });

  it('whose events end before what a view has read of them is refused, the file and the view named', async () => {
    const read = async (service: string, next: number) => {
      const storage = await open();
      await storage.ports('task').events.append({ tenant: 'red', stream: 'lane-0' }, someCommand(0, 0));
      const positions = [{ topic: 'task', partition: 0, next }];
      const commit = { documents: [], counters: [], positions, seen: [] };
      await storage.ports(service).views.commit({ view: 'board', generation: 1 }, commit);
      await storage.close();
    };
    const refusal = async (service: string) => {
      const storage = await open();
      try {
        storage.ports(service);
        return null;
      } catch (error) {
        return error as Error;
      } finally {
        await storage.close();
      }
    };
    await read('task', 1);
    expect(await refusal('task')).toBeNull();
    await read('reporting', 2);
    const refused = await refusal('reporting');
    expect(refused).toBeInstanceOf(DataDamaged);
    expect(refused!.message).toContain(file('task', 'events.db'));
    expect(refused!.message).toContain('ends at 1, the view board of reporting has read up to 2');
    expect(await refusal('task')).toBeNull();
  });

  describe('whose files were damaged', () => {
    beforeEach(async () => {
      const storage = await open();
      const { events } = storage.ports('task');
      for (let version = 0; version < 50; version += 1) {
        await events.append({ tenant: 'red', stream: 'lane-0' }, someCommand(0, version));
      }
      await storage.close();
    });

    const overwrite = (path: string, at: number, bytes: Buffer) => {
      const fd = openSync(path, 'r+');
      writeSync(fd, bytes, 0, bytes.length, at);
      closeSync(fd);
    };
    async function refusal() {
      const storage = await open();
      try {
        storage.ports('task');
        return null;
      } catch (error) {
        return error;
      } finally {
        await storage.close();
      }
    }

    it('is refused by the name of the file when it is no database', async () => {
      overwrite(file('task', 'events.db'), 0, Buffer.alloc(200, 'x'));
      const refused = await refusal();
      expect(refused).toBeInstanceOf(DataDamaged);
      expect((refused as Error).message).toContain(file('task', 'events.db'));
    });

    it('is refused when the end of a file is missing', async () => {
      truncateSync(file('task', 'events.db'), 8 * 4096);
      expect(await refusal()).toBeInstanceOf(DataDamaged);
    });

    it('is refused when the keys are damaged', async () => {
      overwrite(file('keys.db'), 0, Buffer.alloc(4096, 'x'));
      await expect(open()).rejects.toThrow(DataDamaged);
      overwrite(file('keys.db'), 0, Buffer.alloc(0));
    });

    it('reads no event from a page of rubbish, and integrity() names the file', async () => {
      for (let page = 4; page < 12; page += 1) overwrite(file('task', 'events.db'), page * 4096, Buffer.alloc(4096, 7));
      const storage = await open();
      expect(() => storage.ports('task')).toThrow(DataDamaged);
      const found = await storage.integrity();
      expect(found.length).toBeGreaterThan(0);
      expect(found.every(({ path }) => path === file('task', 'events.db'))).toBe(true);
      await storage.close();
    });
  });
});
