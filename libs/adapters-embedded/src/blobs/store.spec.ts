import { StorageUnavailable } from '@chuangwen/kernel';
import { BlobDamaged } from '@chuangwen/ports';
import { globSync, rmSync, symlinkSync, truncateSync, writeFileSync, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openEmbedded, type EmbeddedStorage } from '../index';
import { emptyFolder } from '../testing/folders';

const LARGE = 3 * 1024 * 1024;

describe('a file that the disk does not give back', () => {
  let home: ReturnType<typeof emptyFolder>;
  let storage: EmbeddedStorage;
  beforeEach(async () => {
    home = emptyFolder();
    storage = await openEmbedded(home.path);
  });
  afterEach(async () => {
    await storage.close();
    home.remove();
  });

  async function kept(bytes: Buffer) {
    const { blobs } = storage.ports('reporting');
    const { sha256 } = await blobs.put('red', Readable.from([bytes]), bytes.length);
    const [name = ''] = globSync(`blobs/reporting/**/${sha256}`, { cwd: home.path });
    const read = async () => buffer((await blobs.get('red', sha256))!);
    return { path: join(home.path, name), read };
  }

  it('is the disk’s failure, not a changed file', async () => {
    const { path, read } = await kept(Buffer.from('报送'));
    rmSync(path);
    symlinkSync('/proc/self/mem', path); // opens, and answers every read with an I/O error
    await expect(read()).rejects.toThrow(StorageUnavailable);
  });

  it('also while a large one is handed out', async () => {
    const { path, read } = await kept(Buffer.alloc(LARGE, '报'));
    rmSync(path);
    symlinkSync('/proc/self/mem', path);
    const file = await open(path);
    // It says of itself that it is empty.
    const stat = jest.spyOn(Object.getPrototypeOf(file) as FileHandle, 'stat');
    stat.mockResolvedValue({ size: LARGE } as Stats);
    await file.close();
    await expect(read().finally(() => stat.mockRestore())).rejects.toThrow(StorageUnavailable);
  });

  it.each([
    ['small', 4],
    ['large', LARGE],
  ])('%s, with another content, is a changed one', async (_, size) => {
    const { path, read } = await kept(Buffer.alloc(size, '报'));
    expect(await read()).toHaveLength(size);
    writeFileSync(path, Buffer.alloc(size, 'x'));
    await expect(read()).rejects.toThrow(BlobDamaged);
    truncateSync(path, 1);
    await expect(read()).rejects.toThrow(BlobDamaged);
  });
});
