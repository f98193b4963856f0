import { attachment } from './download';

describe('names of files', () => {
  it('says a Chinese name by RFC 5987, with a plain one beside it', () =>
    expect(attachment('总结(1).pdf')).toBe(
      `attachment; filename="file-(1).pdf"; filename*=UTF-8''%E6%80%BB%E7%BB%93%281%29.pdf`,
    ));

  it.each([
    ['任务分解表-2026-11-23.xlsx', 'export-2026-11-23.xlsx'],
    ['上报情况-2026-11-23-第2次.csv', 'export-2026-11-23-2.csv'],
    ['填报表.xlsx', 'export.xlsx'],
    ['表 "甲"; 乙.文档', 'export-_-__-.'],
    ['plain name-1.pdf', 'plain name-1.pdf'],
  ])('of %s the plain one can be read: %s', (name, plain) =>
    expect(attachment(name, 'export')).toContain(`; filename="${plain}"; `),
  );

  it('lets no quotation mark end the name', () =>
    expect(attachment('a"; filename="b.exe')).toBe(
      `attachment; filename="a__ filename=_b.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe`,
    ));
});
