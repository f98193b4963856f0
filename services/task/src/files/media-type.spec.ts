import { Readable } from 'node:stream';
import { RuleViolation } from '@chuangwen/kernel';
import { mediaTypeOf, sniffed } from './media-type';

const hex = (text: string) => Buffer.from(text, 'hex');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('what a file is', () => {
  it.each([
    ['通知.pdf', Buffer.from('%PDF-1.7'), 'application/pdf'],
    ['照片.jpg', hex('ffd8ffe000104a464946'), 'image/jpeg'],
    ['照片.png', hex('89504e470d0a1a0a0000'), 'image/png'],
    ['总结.docx', hex('504b03041400'), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['公文.ofd', hex('504b03041400'), 'application/ofd'],
    ['报表.xls', hex('d0cf11e0a1b11ae1'), 'application/vnd.ms-excel'],
    ['录像.mp4', hex('0000001866747970' + '69736f6d'), 'video/mp4'],
    ['名单.csv', Buffer.from('姓名,科室\n'), 'text/csv'],
    ['记事本 Unicode.txt', utf16('\ufeff整改完成情况：已补植绿篱 120 米。\r\n'), 'text/plain'],
    ['记事本 Unicode big endian.txt', utf16('\ufeff整改完成情况。\r\n').swap16(), 'text/plain'],
    ['没有标记.txt', utf16('整改完成情况：已补植绿篱。\n'), 'text/plain'],
    ['名单.csv', utf16('\ufeff姓名\t科室\r\n'), 'text/csv'],
    ['断在一个字中间.txt', utf16('\ufeff已完成𠮷').subarray(0, -2), 'text/plain'],
  ])('%s', (name, head, type) => expect(mediaTypeOf(name, head)).toBe(type));

  it.each([
    ['a page with a picture’s name', '照片.jpg', Buffer.from('<html><script>')],
    ['a page', 'a.html', Buffer.from('<html>')],
    ['a drawing that can hold scripts', 'a.svg', Buffer.from('<svg onload="x">')],
    ['a program', 'a.exe', hex('4d5a9000')],
    ['a program with a text’s name', 'a.txt', hex('4d5a9000')],
    ['a program behind a mark of UTF-16', 'a.txt', Buffer.concat([hex('fffe'), hex('4d5a90000300000004000000')])],
    ['a page in UTF-16', 'a.html', utf16('\ufeff<html>')],
    ['a Java archive', 'a.jar', hex('504b03041400')],
  ])('refuses %s', (_, name, head) => expect(mediaTypeOf(name, head)).toBeNull());

  it('gives back every byte it looked at', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(20_000, 7)]);
    const chunks = [bytes.subarray(0, 3), bytes.subarray(3, 5000), bytes.subarray(5000)];
    const { content } = await sniffed('a.pdf', Readable.from(chunks));
    expect(Buffer.concat(await content.toArray()).equals(bytes)).toBe(true);
  });

  it('refuses an empty file in words of its own', async () => {
    await expect(sniffed('a.pdf', Readable.from([]))).rejects.toEqual(new RuleViolation('task.file-empty'));
  });

  it('lets go of a file it refuses', async () => {
    const content = Readable.from([Buffer.from('MZ')]);
    await expect(sniffed('a.exe', content)).rejects.toThrow('task.file-type');
    expect(content.destroyed).toBe(true);
  });
});
