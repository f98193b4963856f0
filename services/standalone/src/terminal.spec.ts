import { EventEmitter } from 'node:events';
import { guardTerminal, harmless, mindClosedPipes } from './terminal';

describe('What is printed', () => {
  it.each([
    ['Chinese, tabs and line ends', '标题\t《通知》\n💥'],
    ['the marks of a list', '  · 措施 ✗ …… →'],
  ])('keeps %s', (_, text) => expect(harmless(text)).toBe(text));

  it.each([
    ['a colour', 'a\u001b[31mb', 'a\ufffd[31mb'],
    ['a colour in one character', 'a\u009b31mb', 'a\ufffd31mb'],
    ['a window title', '\u001b]0;x\u0007', '\ufffd]0;x\ufffd'],
    ['what was printed before', 'a\rb\bc', 'a\ufffdb\ufffdc'],
    ['the direction of writing', '照片\u202egpj.exe', '照片\ufffdgpj.exe'],
  ])('does not change %s', (_, text, shown) => expect(harmless(text)).toBe(shown));

  it('is made harmless, in every part of it', () => {
    const printed: unknown[] = [];
    const out = {
      log: (...parts: unknown[]) => printed.push(...parts),
      error: (...parts: unknown[]) => printed.push(...parts),
    };
    guardTerminal(out);
    out.log('a\u001b', 1);
    out.error('b\u0007');
    expect(printed).toEqual(['a\ufffd', 1, 'b\ufffd']);
  });

  it('goes nowhere where nobody reads any more; any other fault of the stream is one', () => {
    const stream = new EventEmitter();
    mindClosedPipes([stream as unknown as NodeJS.WriteStream]);
    stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(() => stream.emit('error', Object.assign(new Error('write EIO'), { code: 'EIO' }))).toThrow('EIO');
  });
});
