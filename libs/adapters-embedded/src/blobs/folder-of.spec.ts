import { folderOf } from './folder-of';

describe('the folder of a tenant', () => {
  const names = [
    'red',
    'RED',
    'Red',
    're/d',
    '../red',
    '.',
    '..',
    'red.',
    '%72ed',
    '$installation',
    '单位',
    'x'.repeat(300),
    'x'.repeat(301),
  ];

  it('is one folder, no path, and none of the system’s own', () => {
    for (const name of names) expect(folderOf(name)).toMatch(/^[a-z0-9_%-]{1,200}$/);
  });

  it('is another one for each, also where capitals are not told apart', () => {
    expect(new Set(names.map((name) => folderOf(name).toLowerCase())).size).toBe(names.length);
  });
});
