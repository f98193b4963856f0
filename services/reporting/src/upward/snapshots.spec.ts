import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { StorageUnavailable } from '@chuangwen/kernel';
import { BlobDamaged, BlobStore } from '@chuangwen/ports';
import { Snapshots } from './snapshots';

/** Answers every question for a file in one way. */
class Answering extends BlobStore {
  constructor(private readonly answer: () => Readable | null) {
    super();
  }
  override get = () => new Promise<Readable | null>((resolve) => resolve(this.answer()));
  override put = () => Promise.reject(new Error('not asked'));
  override has = () => Promise.reject(new Error('not asked'));
  override delete = () => Promise.reject(new Error('not asked'));
  override list = () => {
    throw new Error('not asked');
  };
  override changed = () => {
    throw new Error('not asked');
  };
}

describe('whether a frozen report is what it was', () => {
  const bytes = Buffer.from('{"rows":[]}');
  const kept = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
  const intact = (answer: () => Readable | null) => new Snapshots(new Answering(answer)).intact('red', kept);
  const fails = (error: Error) => () => {
    throw error;
  };

  it('it is, to the byte', async () => {
    expect(await intact(() => Readable.from([bytes]))).toBe(true);
  });

  it.each<[string, () => Readable | null]>([
    ['other bytes', () => Readable.from([Buffer.from('{"rows":[1]}')])],
    ['none', () => null],
    ['damage', fails(new BlobDamaged('red', kept.sha256))],
  ])('it is not: %s', async (_, answer) => {
    expect(await intact(answer)).toBe(false);
  });

  it('a disk that does not answer says nothing of it', async () => {
    await expect(intact(fails(new StorageUnavailable('io')))).rejects.toThrow(StorageUnavailable);
  });
});
