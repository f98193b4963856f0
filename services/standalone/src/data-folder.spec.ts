import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isNew, mustHoldData } from './data-folder';

describe('What stands at a folder', () => {
  const home = mkdtempSync(join(tmpdir(), 'chuangwen-folder-'));
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  let made = 0;
  function folder(files: Readonly<Record<string, string>>): string {
    const path = join(home, `${(made += 1)}`, 'data');
    mkdirSync(path, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
    return path;
  }
  const backup = { 'backup.json': '{"backup":1,"files":[]}', 'keys.db': 'x', 'task/events.db': 'x' };

  it.each([
    ['nothing', {}],
    ['what a start that failed left', { 'lock.db': 'x', 'lock.json': '{}', 'demo.json': '{}' }],
    ['the root of a disk', { 'lost+found/x': '' }],
  ])('may become new data: %s', async (_, files) => {
    expect(await isNew(folder(files))).toBe(true);
    expect(await isNew(join(home, 'absent'))).toBe(true);
  });

  it.each([
    ['data', { 'format.json': '{}', 'backup.json': backup['backup.json'] }],
    ['data whose description is lost, for the storage to say so', { 'task/events.db': 'x' }],
  ])('is used as it is: %s', async (_, files) => expect(await isNew(folder(files))).toBe(false));

  it.each([
    ['documents', { 'guide.zh-CN.md': '# 指南' }, 'folder.foreign'],
    ['a hidden file', { '.bashrc': '' }, 'folder.foreign'],
    ['a backup', backup, 'folder.backup'],
  ])('is left alone: %s', async (_, files, code) => expect(isNew(folder(files))).rejects.toMatchObject({ code }));

  it('is told to who asks for data where there are none: a backup, a demo beside it, or nothing', async () => {
    const empty = folder({});
    await expect(mustHoldData(empty)).rejects.toMatchObject({ code: 'operation.no-data' });
    mkdirSync(join(empty, '../data-demo'));
    writeFileSync(join(empty, '../data-demo/format.json'), '{}');
    await expect(mustHoldData(empty)).rejects.toMatchObject({ code: 'operation.only-demo' });
    await expect(mustHoldData(folder(backup))).rejects.toMatchObject({ code: 'folder.backup' });
    await mustHoldData(folder({ 'format.json': '{}' }));
  });
});
