import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { docx, paragraph, table, zip } from '../../spec-support/zip';
import { fill, noticeRefusals, readNotice, readNoticeFile, toInterchange } from '..';
import { usualLimits } from './limits';
import { readBytes } from './read-bytes';

const text = [
  '桐泽市体育局关于开展文明观赛活动的通知',
  '各直属单位：',
  '现将有关事项通知如下。',
  '一、工作任务',
  '（一）制作文明观赛提示牌。（责任单位：场馆中心；完成时限：5月底前）',
  '（二）招募文明劝导志愿者。',
  '桐泽市体育局',
  '2022年4月6日',
].join('\n');
const facts = toInterchange(readNotice(text));
/** What a file says is the same in a thread of its own; starting one from source takes long, so only what needs one has one. */
const here = async (bytes: Uint8Array, name = '通知.txt') => toInterchange(await readBytes(bytes, name, usualLimits));
/** A busy machine may take its time to start a thread; what the deadline does has a test of its own. */
const patient = { milliseconds: 60_000 };
const read = async (bytes: Uint8Array, name = '通知.txt') => toInterchange(await readNoticeFile(bytes, name, patient));

/** GB18030 of the text, by asking the decoder which two bytes give which character. */
function gb18030(value: string): Buffer {
  const bytes = new Map<string, number[]>();
  const decoder = new TextDecoder('gb18030');
  for (let a = 0x81; a <= 0xfe; a++)
    for (let b = 0x40; b <= 0xfe; b++) if (b !== 0x7f) bytes.set(decoder.decode(Uint8Array.of(a, b)), [a, b]);
  return Buffer.from([...value].flatMap((c) => (c.charCodeAt(0) < 128 ? [c.charCodeAt(0)] : bytes.get(c)!)));
}

describe('the encoding of a text', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['UTF-16, high byte first, with a mark', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16, high byte first, without a mark', Buffer.from(text, 'utf16le').swap16()],
    ['GB18030', gb18030(text)],
  ])('%s is told by its bytes', async (_, bytes) => {
    expect(await here(bytes)).toEqual(facts);
  });

  it('is told in a thread as well', async () => {
    expect(await read(gb18030(text))).toEqual(facts);
  });

  it('stands a last character cut in half, and says how many bytes it could not read', async () => {
    expect(await here(Buffer.from(`${text}\n附言`).subarray(0, -1))).toMatchObject({
      title: '桐泽市体育局关于开展文明观赛活动的通知',
    });
    const broken = Buffer.concat([Buffer.from(text), Buffer.from([0x0a, 0xe4, 0x0a]), Buffer.from('完')]);
    const notice = await readBytes(broken, 'a.txt', usualLimits);
    expect(notice.title?.value).toBe('桐泽市体育局关于开展文明观赛活动的通知');
    expect(notice.warnings).toContainEqual({ code: 'file.encoding-damaged', params: { count: 1 } });
  });
});

describe('a Word document', () => {
  it('is read whatever its name says, its table with merged cells too', async () => {
    const body = [
      ...text.split('\n').map(paragraph),
      table([
        ['序号', '工作任务', '责任单位', '完成时限'],
        ['1', '更新公益广告', 'v:宣传科', '6月底前'],
        ['2', '开放健身场地', 'v', '长期'],
      ]),
    ].join('');
    const notice = await readNoticeFile(docx(body), 'renamed.txt', patient);
    expect(notice.title?.value).toBe('桐泽市体育局关于开展文明观赛活动的通知');
    expect(
      notice.tasks.slice(-2).map(({ number, text: { value }, responsible }) => [number, value, responsible?.value]),
    ).toEqual([
      ['1', '更新公益广告', '宣传科'],
      ['2', '开放健身场地', '宣传科'],
    ]);
    expect(notice.tasks.at(-1)?.responsible).toMatchObject({ inferred: true });
  });

  it('that is broken, inflates without end, nests without end or has too many entries is refused', async () => {
    const whole = docx(paragraph('通知'));
    await expect(here(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({ code: 'notice.broken-file' });
    await expect(read(docx('<w:p>'))).rejects.toMatchObject({ code: 'notice.broken-file' });
    const bomb = docx('', { 'word/document.xml': Buffer.alloc(80 * 2 ** 20, 0x20) });
    await expect(read(bomb)).rejects.toMatchObject({ code: 'notice.too-large' });
    const many = zip(Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`${i}.txt`, ''])));
    await expect(here(many)).rejects.toMatchObject({ code: 'notice.too-large' });
    const deep = docx(`${'<w:sdt><w:sdtContent>'.repeat(30_000)}${'</w:sdtContent></w:sdt>'.repeat(30_000)}`);
    await expect(read(deep)).rejects.toMatchObject({
      code: expect.stringMatching(/^notice\.(broken-file|nothing-recognised|file-empty)$/),
    });
  }, 60_000);
});

describe('a web page', () => {
  it('gives its text, tables as rows, and nothing of what is not seen', async () => {
    const page = `<!doctype html><html><head><title>网站</title><script>一、假的</script></head><body>
      <div>首页 &gt; 通知公告 &gt; 正文</div>${text
        .split('\n')
        .map((line) => `<p>${line}</p>`)
        .join('')}<p style="display:none">二、暗藏</p></body></html>`;
    expect(await here(Buffer.from(page), 'a.html')).toEqual(facts);
  });

  it('nested a hundred thousand deep is still read', async () => {
    const page = `<html><body>${'<div>'.repeat(100_000)}${text.replace(/\n/g, '<br>')}</body></html>`;
    expect(await read(Buffer.from(page))).toEqual(facts);
  });
});

describe('what is refused', () => {
  it.each([
    ['broken PDF', Buffer.from('%PDF-1.7\n...'), 'notice.broken-file'],
    ['old Word', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'notice.file-type'],
    ['picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'notice.scan'],
    ['slides', zip({ '[Content_Types].xml': '<x/>', 'ppt/presentation.xml': '<x/>' }), 'notice.file-type'],
    ['broken spreadsheet', zip({ '[Content_Types].xml': '<x/>', 'xl/workbook.xml': '<x/>' }), 'notice.broken-file'],
    ['OFD', zip({ 'OFD.xml': '<x/>', 'Doc_0/Document.xml': '<x/>' }), 'notice.ofd'],
    ['binary', Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7) % 32)), 'notice.file-type'],
    ['blank', Buffer.from(' \n\u3000\n'), 'notice.file-empty'],
    ['shopping list', Buffer.from('牛奶\n鸡蛋'), 'notice.nothing-recognised'],
    ['classified', Buffer.from(`机密★1年\n${text}`), 'notice.classified'],
  ])('%s', async (_, bytes, code) => {
    const refused = await readNoticeFile(bytes, 'D:\\公文\\通知.bin').catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'RuleViolation', code });
    const { params } = refused as { params: Record<string, string | number> };
    for (const words of Object.values(noticeRefusals[code]!)) expect(fill(words, params)).not.toMatch(/[{}\\]/);
  });

  it('an empty file, and a refusal comes out of the thread with its code and params', async () => {
    await expect(readNoticeFile(Buffer.alloc(0), 'a.txt')).rejects.toMatchObject({ code: 'notice.file-empty' });
    await expect(read(Buffer.from(`机密★1年\n${text}`))).rejects.toMatchObject({
      name: 'RuleViolation',
      code: 'notice.classified',
      params: { mark: '机密' },
    });
  });

  it('too large a file, before anything of it is read', async () => {
    await expect(readNoticeFile(Buffer.from(text), 'a.txt', { bytes: 10 })).rejects.toMatchObject({
      code: 'notice.too-large',
    });
  });

  it('one that takes longer than the deadline, and its thread ends', async () => {
    // Processor time of the whole process, its threads included: a busy machine makes nothing of it longer.
    const began = process.cpuUsage();
    const slow = Buffer.from(text.repeat(20_000));
    await expect(readNoticeFile(slow, 'a.txt', { milliseconds: 200 })).rejects.toMatchObject({
      code: 'notice.too-slow',
      params: { seconds: 1 },
    });
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(3_000);
  });

  it('one that needs more memory than the worker may have', async () => {
    const large = Buffer.from('一、甲\n（一）乙丙。丁\n'.repeat(99_000));
    await expect(readNoticeFile(large, 'a.txt', { ...patient, heapMegabytes: 40 })).rejects.toMatchObject({
      code: 'notice.too-large',
    });
  });
});

it('works from dist as it does from source', () => {
  const dist = join(__dirname, '../../dist/index.js');
  if (!existsSync(dist)) throw new Error('not built: run `npm test`, which builds first, or `npm run build`');
  const script = `require(${JSON.stringify(dist)}).readNoticeFile(Buffer.from(${JSON.stringify(text)}), 'a.txt').then((notice) => console.log(notice.title.value))`;
  const run = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: join(__dirname, '../../../..') });
  expect([run.stderr, run.stdout]).toEqual(['', '桐泽市体育局关于开展文明观赛活动的通知\n']);
});
