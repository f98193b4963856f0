import { Readable } from 'node:stream';
import { RuleViolation } from '@chuangwen/kernel';
import { tableFileOf } from './table-file';
import type { HttpRequest } from './upload';

const MB = 1024 * 1024;
const json = { isMultipart: () => false } as unknown as HttpRequest;
const multipart = (filename: string, file: Readable | null) =>
  ({
    isMultipart: () => true,
    file: () => Promise.resolve(file ? { filename, file } : undefined),
  }) as unknown as HttpRequest;
const pieces = (...sizes: number[]) => Readable.from(sizes.map((size) => Buffer.alloc(size, 65)));

describe('the spreadsheet that a request brings', () => {
  it('is the file, whole, under its own name', async () => {
    const { bytes, name } = await tableFileOf(multipart('../任务分解表.xlsx', pieces(3, 5 * MB, 4)), undefined).read();
    expect([bytes.length, name]).toEqual([5 * MB + 7, '任务分解表.xlsx']);
  });

  it('is what was pasted, as comma-separated text', async () => {
    const { bytes, name } = await tableFileOf(json, { text: '单位,电话' }).read();
    expect([Buffer.from(bytes).toString('utf8'), name]).toEqual(['单位,电话', '粘贴的表格.csv']);
  });

  it.each([json, multipart('', null)])('is missed where there is none', (request) =>
    expect(tableFileOf(request, null).read()).rejects.toEqual(new RuleViolation('file.missing')),
  );

  it('is refused above 10 MB, and read to its end all the same', async () => {
    const file = pieces(6 * MB, 6 * MB, 1);
    await expect(tableFileOf(multipart('a.xlsx', file), null).read()).rejects.toEqual(
      new RuleViolation('file.too-large', { limit: '10 MB' }),
    );
    expect(file.destroyed).toBe(true);
  });

  it('is not touched before it is read', () => {
    const request = { isMultipart: jest.fn(() => true), file: jest.fn(() => Promise.resolve(undefined)) };
    tableFileOf(request as unknown as HttpRequest, null);
    expect(request.isMultipart).not.toHaveBeenCalled();
    expect(request.file).not.toHaveBeenCalled();
  });
});
