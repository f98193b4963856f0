import { attachment } from './download';

describe('names of files', () => {
  it('says a Chinese name by RFC 5987, with a plain one beside it', () =>
    expect(attachment('总结(1).pdf')).toBe(
      `attachment; filename="__(1).pdf"; filename*=UTF-8''%E6%80%BB%E7%BB%93%281%29.pdf`,
    ));

  it('lets no quotation mark end the name', () =>
    expect(attachment('a"; filename="b.exe')).toBe(
      `attachment; filename="a__ filename=_b.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe`,
    ));
});
