import { attachment, fileName } from './disposition';

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

  it('says a Chinese name by RFC 5987, with a plain one beside it', () =>
    expect(attachment('总结(1).pdf')).toBe(
      `attachment; filename="__(1).pdf"; filename*=UTF-8''%E6%80%BB%E7%BB%93%281%29.pdf`,
    ));

  it('lets no quotation mark end the name', () =>
    expect(attachment('a"; filename="b.exe')).toBe(
      `attachment; filename="a__ filename=_b.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe`,
    ));
});
