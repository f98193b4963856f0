import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { framesOf, FrameWriter } from './frames';
import { packed, unpacked } from './records';

describe('Frames', () => {
  const folder = mkdtempSync(join(tmpdir(), 'frames-'));
  const path = join(folder, 'frames');
  const key = randomBytes(32);
  const parts = ['一', '二', '三'].map((text) => Buffer.from(text.repeat(1000)));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const written = async () => {
    const file = await open(path, 'w');
    const writer = new FrameWriter(file, key);
    for (const part of parts) await writer.write(part);
    await writer.end();
    await file.close();
    return readFileSync(path);
  };
  const read = async (content: Uint8Array) => {
    writeFileSync(path, content);
    const found: Buffer[] = [];
    for await (const [frame] of framesOf(path, key, { at: 0, frame: 0 })) found.push(frame);
    return found;
  };
  /** As they lie in the file. */
  const cut = (bytes: Buffer) => {
    const frames: Buffer[] = [];
    for (let at = 0, length = bytes.readUInt32BE(at); length > 0; length = bytes.readUInt32BE(at))
      frames.push(bytes.subarray(at, (at += 4 + length)));
    return frames;
  };

  it('come back as they were', async () => {
    expect(await read(await written())).toEqual(parts);
  });

  it('can’t change places, be left out or come twice, by somebody who can’t read them', async () => {
    const [a, b, c] = cut(await written()) as [Buffer, Buffer, Buffer];
    const end = Buffer.alloc(4);
    for (const frames of [[b, a, c], [a, c], [a, a, b, c], [b]])
      await expect(read(Buffer.concat([...frames, end]))).rejects.toThrow("can't be opened");
    await expect(read(Buffer.concat([a, b, c]))).rejects.toThrow('breaks off');
    await expect(read(Buffer.from([255, 255, 255, 255, 0]))).rejects.toThrow('impossible length');
  });

  it('hold records, none of which may break off', () => {
    const record = packed({ is: 'key', tenant: 'red', subject: 'person:1' }, Buffer.alloc(32));
    expect([...unpacked(Buffer.concat([record, record]))]).toHaveLength(2);
    for (const at of [1, 7, 20, record.length - 1])
      expect(() => [...unpacked(Buffer.concat([record, record.subarray(0, at)]))]).toThrow('breaks off');
    expect(() => [...unpacked(packed({ is: 'nothing' } as never))]).toThrow('understood');
  });
});
