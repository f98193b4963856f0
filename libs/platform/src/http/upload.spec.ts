import { fileName } from './upload';

describe('names of files', () => {
  it('keeps a Chinese name', () => expect(fileName('文明礼仪宣讲 （照片）.jpg')).toBe('文明礼仪宣讲 （照片）.jpg'));

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\a\\材料.docx', '材料.docx'],
    ['a\r\nSet-Cookie: x.txt', 'aSet-Cookie: x.txt'],
    ['照片\u202egpj.exe', '照片gpj.exe'],
    ['..', '未命名'],
    [undefined, '未命名'],
  ])('makes %j safe', (sent, name) => expect(fileName(sent)).toBe(name));
});
