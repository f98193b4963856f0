import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { workbook } from '../../spec-support/nasty';
import { pdf, set } from '../../spec-support/pdf';
import { docx, paragraph, table, zip } from '../../spec-support/zip';
import { documentMessages, noticeRefusals, readNoticeFile, readNoticeFiles, readTables, toPage } from '..';

const sample = (name: string): Buffer => readFileSync(join(__dirname, '../../samples', name));
const lines = [
  '桐园发〔2023〕12号',
  '桐泽市园林局关于做好迎检工作的通知',
  '各科室、局属各单位：',
  '一、工作任务',
  '（一）补植绿篱。（责任单位：绿化科；完成时限：6月底前）',
  '附件：任务分解表',
  '桐泽市园林局',
  '2023年5月8日',
];
const cells = [
  ['序号', '工作任务', '责任单位', '完成时限'],
  ['1', '清洗护栏', 'v:市政科', '6月底前'],
  ['2', '修复花箱', 'v', '长期'],
];
const body = lines.map(paragraph).join('') + table(cells);
const sheet = `<sheetData>${cells.map((row) => `<row>${row.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`).join('')}</sheetData><mergeCells><mergeCell ref="C2:C3"/></mergeCells>`;
const html = `<html><body>${lines.map((line) => `<p>${line}</p>`).join('')}<table>${cells.map((row) => `<tr>${row.map((text) => `<td rowspan="2">${text}</td>`).join('')}</tr>`).join('')}</table></body></html>`;
const csv = cells.map((row) => row.map((text) => `"${text}"`).join(',')).join('\r\n');
const text = lines.join('\n');

/** A file that is read, and how its content changes before it is packed: `change` is applied within, or to the whole. */
const seeds: Readonly<Record<string, (change: (bytes: Buffer) => Buffer) => Buffer>> = {
  'a.txt': (change) => change(Buffer.from(text)),
  'utf16.txt': (change) => change(Buffer.from(`\ufeff${text}`, 'utf16le')),
  'a.html': (change) => change(Buffer.from(html)),
  'a.csv': (change) => change(Buffer.from(csv)),
  'whole.docx': (change) => change(docx(body)),
  'within.docx': (change) =>
    docx('', {
      'word/document.xml': change(
        Buffer.from(
          `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
        ),
      ),
    }),
  'whole.xlsx': (change) => change(sample('tasks.xlsx')),
  'within.xlsx': (change) =>
    zip({
      ...workbook(''),
      'xl/worksheets/sheet1.xml': change(Buffer.from(workbook(sheet)['xl/worksheets/sheet1.xml']!)),
    }),
  'a.xls': (change) => change(sample('tasks.xls')),
  'a.et': (change) => change(sample('tasks.xls')),
  'a.doc': (change) => change(sample('notice.doc')),
  'a.wps': (change) => change(sample('notice.doc')),
  'a.pdf': (change) =>
    change(pdf(set([...lines.map((line) => ({ text: line })), { rows: cells, widths: [40, 160, 80, 80] }]))),
  'a.ofd': (change) => change(zip({ 'OFD.xml': '<ofd/>' })),
  'a.rtf': (change) => change(Buffer.from(`{\\rtf1 ${text}}`)),
};
const magics = ['%PDF-1.7\n', 'PK\u0003\u0004', '{\\rtf1', '<html>', '\ufeff', '<?xml version="1.0"?>', 'BM'].map(
  (one) => Buffer.from(one),
);
const binary = [
  [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
  [0xff, 0xd8, 0xff, 0xe0],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xfe],
  [0x1f, 0x8b],
].map((one) => Buffer.from(one));

type Edit = (bytes: Buffer) => Buffer;
const share = fc.double({ min: 0, max: 1, noNaN: true });
const at = (bytes: Buffer, where: number): number => Math.floor(where * bytes.length);
const edits: fc.Arbitrary<{ name: string; edit: Edit }> = fc.oneof(
  fc.tuple(share, fc.nat(255)).map(([where, byte]) => ({
    name: `byte ${where} ${byte}`,
    edit: (bytes: Buffer) => {
      const out = Buffer.from(bytes);
      if (out.length > 0) out[Math.min(at(out, where), out.length - 1)] = byte;
      return out;
    },
  })),
  fc
    .tuple(share, fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xffff, 0xfffffffe))
    .map(([where, value]) => ({
      name: `number ${where} ${value}`,
      edit: (bytes: Buffer) => {
        const out = Buffer.from(bytes);
        if (out.length >= 4) out.writeUInt32LE(value, Math.min(at(out, where), out.length - 4));
        return out;
      },
    })),
  share.map((where) => ({ name: `cut ${where}`, edit: (bytes: Buffer) => bytes.subarray(0, at(bytes, where)) })),
  fc.tuple(share, share).map(([from, to]) => ({
    name: `without ${from} ${to}`,
    edit: (bytes: Buffer) =>
      Buffer.concat([bytes.subarray(0, at(bytes, Math.min(from, to))), bytes.subarray(at(bytes, Math.max(from, to)))]),
  })),
  fc.tuple(share, share, fc.integer({ min: 2, max: 60 })).map(([from, to, times]) => ({
    name: `repeat ${from} ${to} ${times}`,
    edit: (bytes: Buffer) => {
      const [a, b] = [at(bytes, Math.min(from, to)), at(bytes, Math.max(from, to))];
      const part = bytes.subarray(a, Math.min(b, a + 20_000));
      return Buffer.concat([bytes.subarray(0, b), ...Array<Buffer>(times).fill(part), bytes.subarray(b)]);
    },
  })),
  fc.tuple(share, fc.uint8Array({ minLength: 1, maxLength: 200 })).map(([where, more]) => ({
    name: `insert ${where} ${Buffer.from(more).toString('hex')}`,
    edit: (bytes: Buffer) =>
      Buffer.concat([bytes.subarray(0, at(bytes, where)), more, bytes.subarray(at(bytes, where))]),
  })),
  fc.tuple(share, fc.constantFrom(...Object.keys(seeds)), share).map(([where, other, from]) => ({
    name: `splice ${where} ${other} ${from}`,
    edit: (bytes: Buffer) => {
      const rest = seeds[other]!((same) => same);
      return Buffer.concat([bytes.subarray(0, at(bytes, where)), rest.subarray(at(rest, from))]);
    },
  })),
);
const noise = fc
  .tuple(fc.constantFrom(...magics, ...binary, Buffer.alloc(0)), fc.uint8Array({ maxLength: 4_000 }))
  .map(([magic, rest]) => ({ bytes: Buffer.concat([magic, rest]), how: ['noise'] }));
const mutated = fc
  .tuple(fc.constantFrom(...Object.keys(seeds)), fc.array(edits, { maxLength: 6 }))
  .map(([seed, all]) => ({
    bytes: seeds[seed]!((bytes) => all.reduce((done, { edit }) => edit(done), bytes)),
    how: [seed, ...all.map(({ name }) => name)],
  }));
const files = fc.record({
  file: fc.oneof({ weight: 6, arbitrary: mutated }, { weight: 1, arbitrary: noise }),
  // The name is somebody's word as well.
  name: fc.oneof(
    fc.constantFrom(
      '通知.docx',
      '表.csv',
      '表.xlsx',
      'a.pdf',
      '../../a.txt',
      'a\u0000.doc',
      '',
      `${'长'.repeat(300)}.csv`,
    ),
    fc.string({ maxLength: 20 }),
  ),
  op: fc.constantFrom('notice', 'notice', 'files', 'tables'),
});

describe('any bytes under any name', () => {
  const path = process.env['PATH'];
  // No LibreOffice for two thousand files: what would need it is refused.
  beforeAll(() => (process.env['PATH'] = ''));
  afterAll(() => (process.env['PATH'] = path));

  it('give a result or a refusal with words, never a hang: 2,000 cases', async () => {
    const outcomes = new Map<string, number>();
    const count = (what: string) => outcomes.set(what, (outcomes.get(what) ?? 0) + 1);
    const memory = process.memoryUsage.rss();
    const cpu = process.cpuUsage();
    let slowest = 0;
    await fc.assert(
      fc.asyncProperty(files, async ({ file: { bytes }, name, op }) => {
        const from = process.cpuUsage();
        try {
          if (op === 'tables') {
            const tables = await readTables(bytes, name);
            // Rows are as wide as each other, and cells are texts.
            for (const { rows } of tables)
              for (const row of rows)
                expect(row.every((cell) => typeof cell === 'string' && row.length === rows[0]!.length)).toBe(true);
          } else if (op === 'files') {
            const more = { name: '附件.txt', bytes: Buffer.from('附件\n任务分解表') };
            const { notice, files: parts } = await readNoticeFiles([{ name, bytes }, more]);
            expect(toPage(notice, parts).length).toBeGreaterThan(0);
          } else {
            const notice = await readNoticeFile(bytes, name);
            expect(toPage(notice).length).toBeGreaterThan(0);
          }
          count('read');
        } catch (error) {
          const { code } = error as { code?: string };
          if (!code?.includes('.')) throw error;
          expect(Object.keys({ ...noticeRefusals, ...documentMessages })).toContain(code);
          count(code);
        }
        const { user, system } = process.cpuUsage(from);
        slowest = Math.max(slowest, (user + system) / 1000);
      }),
      { numRuns: 2_000, ...(process.env['FILES_SEED'] ? { seed: Number(process.env['FILES_SEED']) } : {}) },
    );
    const { user, system } = process.cpuUsage(cpu);
    const grown = Math.round((process.memoryUsage.rss() - memory) / 2 ** 20);
    console.log(
      `2,000 files: ${Math.round((user + system) / 1e6)} s of processor, slowest ${Math.round(slowest)} ms, ${grown} MB more; ${[...outcomes].map((one) => one.join(' ')).join(', ')}`,
    );
    // Not everything may be refused: many a change leaves a file that can be read.
    expect(outcomes.get('read') ?? 0).toBeGreaterThan(300);
    expect(slowest).toBeLessThan(4_000);
    expect(grown).toBeLessThan(300);
  }, 600_000);
});
