import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExportFile, WholeFile } from './file';
import type { FileRecord } from './records';

const PASSPHRASE = '渡口的老榕树下有七级石阶';

describe('An exported file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'export-file-'));
  const path = join(folder, 'a.export');
  let bytes: Buffer;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const key = (n: number) => ({ is: 'key', tenant: 'red', subject: `person:${n}` }) as const;
  const read = async (from: string, passphrase = PASSPHRASE) => {
    const found: FileRecord[] = [];
    for await (const record of (await WholeFile.open(from, passphrase)).records()) found.push(record);
    return found;
  };
  const refusal = (content: Uint8Array, passphrase?: string) => {
    const changed = join(folder, 'changed.export');
    writeFileSync(changed, content);
    return expect(read(changed, passphrase)).rejects;
  };

  beforeAll(async () => {
    const file = await ExportFile.create(path, PASSPHRASE);
    for (let n = 0; n < 2_000; n += 1) await file.add(key(n), Buffer.alloc(32, n));
    await file.section();
    await file.add({ is: 'part', end: 'more' }, Buffer.alloc(1_000_000, 7));
    await file.add(key(2_000));
    await file.end();
    bytes = readFileSync(path);
  });

  it('gives back every record, also from the middle on, however its passphrase is typed', async () => {
    const records = await read(path, PASSPHRASE.normalize('NFD'));
    expect(records).toHaveLength(2_002);
    expect(records[1_999]).toMatchObject({ head: key(1_999), bytes: Buffer.alloc(32, 1_999) });
    expect(records[2_000]!.bytes).toHaveLength(1_000_000);
    const file = await WholeFile.open(path, PASSPHRASE);
    const { place } = (records as (FileRecord & { place: never })[])[2_001]!;
    const rest: FileRecord[] = [];
    for await (const record of file.records(place)) rest.push(record);
    expect(rest.map(({ head }) => head)).toEqual([key(2_000)]);
  });

  it('shows nothing of what is in it, and is small', () => {
    expect(bytes.includes('person:')).toBe(false);
    expect(bytes.length).toBeLessThan(100_000);
    expect(readdirSync(folder)).toEqual(['a.export']);
  });

  it('is refused by its name wherever it breaks off', async () => {
    const places = [0, 5, 18, 60, bytes.length - 1, bytes.length - 32, bytes.length - 36];
    for (let at = 200; at < bytes.length; at += Math.floor(bytes.length / 20)) places.push(at);
    for (const at of places)
      await refusal(bytes.subarray(0, at)).toMatchObject({
        code: expect.stringMatching(/^move\.(damaged|no-export)$/) as string,
      });
  });

  it('is refused wherever one bit of it changed, or something was added', async () => {
    for (let at = 0; at < bytes.length; at += Math.floor(bytes.length / 60)) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      await refusal(changed).toMatchObject({
        code: expect.stringMatching(/^move\.(damaged|no-export|newer)$/) as string,
      });
    }
    await refusal(Buffer.concat([bytes, Buffer.of(0)])).toMatchObject({ code: 'move.damaged' });
  });

  it('is refused with another passphrase, and as something else', async () => {
    await refusal(bytes, '渡口的老榕树下有八级石阶').toMatchObject({ code: 'move.passphrase-wrong' });
    await refusal(Buffer.from('PK\x03\x04 some archive, and more of it, and more of it')).toMatchObject({
      code: 'move.no-export',
    });
    await refusal(Buffer.from(bytes.toString('latin1').replace('export 1', 'export 2'), 'latin1')).toMatchObject({
      code: 'move.newer',
    });
    await expect(read(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('overwrites nothing, leaves nothing when it is given up, and wants a long passphrase', async () => {
    await expect(ExportFile.create(path, PASSPHRASE)).rejects.toMatchObject({ code: 'move.target-taken' });
    await expect(ExportFile.create(join(folder, 'b'), '太短了')).rejects.toMatchObject({
      code: 'move.passphrase-short',
      params: { least: 12 },
    });
    const file = await ExportFile.create(join(folder, 'b'), PASSPHRASE);
    await file.add(key(1));
    await file.giveUp();
    expect(readdirSync(folder).filter((name) => name.startsWith('b'))).toEqual([]);
  });
});
