import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operateOn } from './control';

describe('An operation whose server ends meanwhile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-control-'));
  let dies: (response: ServerResponse) => void;
  const server = createServer((_, response) => dies(response));
  beforeAll(() => new Promise<void>((resolve) => server.listen(join(folder, 'control.sock'), resolve)));
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  async function asked(): Promise<string[]> {
    const texts: string[] = [];
    for await (const { text } of operateOn(folder, { name: 'backup', target: join(folder, 'x') })) texts.push(text);
    return texts;
  }

  it('says so, before its first line and after it', async () => {
    dies = (response) => response.socket?.destroy();
    await expect(asked()).rejects.toMatchObject({ code: 'operation.server-ended' });
    dies = (response) => response.write('{"ok":true,"text":"一"}\n', () => response.socket?.destroy());
    await expect(asked()).rejects.toMatchObject({ code: 'operation.server-ended' });
  });

  it('that ends as it should says nothing of it', async () => {
    dies = (response) => response.end('{"ok":true,"text":"一"}\n');
    expect(await asked()).toEqual(['一']);
  });
});
