import { RuleViolation } from '@chuangwen/kernel';
import { BlobDamaged, BlobStore, Proof, requireTenant, sha256Of, type Blob } from '@chuangwen/ports';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { storageError } from '../sqlite';
import { folderOf, tenantOf } from './folder-of';

const SHA256 = /^[0-9a-f]{64}$/;
/** Bytes up to which a file is read whole and proved before any of it is handed out. */
const SMALL = 1024 * 1024;

/** One service's files in folders: `<tenant>/<first two of the hash>/<hash>`. A file has its name only once it is whole and on disk. */
export class FolderBlobStore extends BlobStore {
  constructor(
    private readonly folder: string,
    /** On the same disk, emptied at every start. */
    private readonly incoming: string,
  ) {
    super();
  }

  override async put(tenant: string, content: Readable, limit: number): Promise<Blob> {
    requireTenant(tenant);
    const temporary = join(this.incoming, randomUUID());
    try {
      const blob = await write(temporary, content, limit);
      const path = this.pathOf(tenant, blob.sha256);
      await makeFolder(dirname(path));
      await rename(temporary, path);
      await syncFolder(dirname(path));
      return blob;
    } catch (error) {
      content.destroy();
      await rm(temporary, { force: true }).catch(() => {});
      throw storageError(error, this.folder);
    }
  }

  override async get(tenant: string, sha256: string): Promise<Readable | null> {
    requireTenant(tenant);
    if (!SHA256.test(sha256)) return null;
    let file: FileHandle;
    try {
      file = await open(this.pathOf(tenant, sha256));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw storageError(error, this.folder);
    }
    const damaged = () => new BlobDamaged(tenant, sha256);
    if ((await sizeOf(file)) > SMALL) {
      const [source, proof] = [createReadStream('', { fd: file }), new Proof(sha256, damaged)];
      source.once('error', (error) => proof.destroy(storageError(error, this.folder) as Error));
      return pipeline(source, proof, () => {}); // its reader is told
    }
    const bytes = await this.wholeOf(file);
    if (sha256Of(bytes) !== sha256) throw damaged();
    return Readable.from(bytes, { objectMode: false });
  }

  override async has(tenant: string, sha256: string): Promise<boolean> {
    requireTenant(tenant);
    return SHA256.test(sha256) && (await isThere(this.pathOf(tenant, sha256)));
  }

  override async *list(tenant: string): AsyncGenerator<string> {
    requireTenant(tenant);
    const folder = join(this.folder, folderOf(tenant));
    for (const beginning of await foldersIn(folder))
      for (const { name } of await entriesOf(join(folder, beginning))) if (SHA256.test(name)) yield name;
  }

  override async *changed(): AsyncGenerator<{ tenant: string; sha256: string }> {
    for (const tenant of await foldersIn(this.folder)) {
      for (const beginning of await foldersIn(join(this.folder, tenant))) {
        for (const { name } of await entriesOf(join(this.folder, tenant, beginning))) {
          if (SHA256.test(name) && (await this.isChanged(join(this.folder, tenant, beginning, name), name)))
            yield { tenant: tenantOf(tenant), sha256: name };
        }
      }
    }
  }

  override async delete(tenant: string, sha256: string): Promise<void> {
    requireTenant(tenant);
    if (!SHA256.test(sha256)) return;
    const path = this.pathOf(tenant, sha256);
    try {
      await rm(path);
      await syncFolder(dirname(path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storageError(error, this.folder);
    }
  }

  private async wholeOf(file: FileHandle): Promise<Buffer> {
    try {
      return await file.readFile();
    } catch (error) {
      throw storageError(error, this.folder);
    } finally {
      await file.close();
    }
  }

  private async isChanged(path: string, sha256: string): Promise<boolean> {
    const hash = createHash('sha256');
    try {
      for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
      return hash.digest('hex') !== sha256;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false; // deleted meanwhile
      throw storageError(error, path);
    }
  }

  private pathOf(tenant: string, sha256: string): string {
    return join(this.folder, folderOf(tenant), sha256.slice(0, 2), sha256);
  }
}

async function write(path: string, content: Readable, limit: number): Promise<Blob> {
  const file = await open(path, 'wx');
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of content as AsyncIterable<Buffer | string>) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > limit) throw new RuleViolation('file.too-large', { limit });
      hash.update(bytes);
      for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
    }
    await file.sync();
    return { sha256: hash.digest('hex'), size };
  } finally {
    await file.close();
  }
}

const sizeOf = async (file: FileHandle): Promise<number> => (await file.stat()).size;

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw storageError(error, folder);
  }
}

const foldersIn = async (folder: string): Promise<string[]> =>
  (await entriesOf(folder)).filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** Makes what is missing, each new name on disk too. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** A name is on disk when its folder is. Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
