import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operate, serve, type Server } from '@chuangwen/standalone';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from './chromium';

jest.setTimeout(300_000); // the browser may have to be installed first

type Schema = { maxLength?: number; properties?: Record<string, Schema> };
type Path = { post: { requestBody: { content: { 'application/json': { schema: Required<Schema> } } } } };

const widths = [1440, 390];

describe('the pages there are before the console', () => {
  let browser: Browser;
  let server: Server;
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-'));

  beforeAll(async () => {
    browser = await openChromium();
    server = await serve({ folder, port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const shot = async (page: Page, name: string) => {
    const folderOfShots = process.env['CHUANGWEN_SCREENSHOTS'];
    if (folderOfShots) await page.screenshot({ path: join(folderOfShots, `${name}.png`), fullPage: true });
  };
  const wrongIn = (page: Page) => page.locator('.wrong').allTextContents();
  /** As many characters as the API takes, so that nothing is cut off or refused that need not be. */
  const limitsOf = (page: Page): Promise<Record<string, number>> =>
    page.evaluate('Object.fromEntries([...document.querySelectorAll("input")].map((i) => [i.name, i.maxLength]))');

  const open = async (path: string, width: number): Promise<{ page: Page; faults: string[] }> => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, locale: 'zh-CN' });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(server.url + path, { waitUntil: 'networkidle' });
    await shot(page, `${path.replace(/#.*|\W+/g, '-')}-${width}`);
    return { page, faults };
  };

  const fitsItsWidth = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth');

  it.each(widths)('start page and API pages at %i px', async (width) => {
    for (const [path, heading] of [
      ['/', '平台已启动'],
      ['/api/docs', '创文 Chuangwen'],
    ] as const) {
      const { page, faults } = await open(path, width);
      await page.getByRole('heading', { name: heading }).first().waitFor();
      expect(faults).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
      await page.close();
    }
  });

  it('says what to do when the link is not whole', async () => {
    const { page } = await open('/setup', 390);
    await page.getByText('链接不完整').waitFor();
    expect(await page.getByRole('button', { name: '完成设置' }).isVisible()).toBe(false);
    await page.close();
  });

  it('sets up the first office with the one-time link, keeps what was typed after a mistake, and does so once', async () => {
    const token = await server.platform.setupLink.open();
    const { page } = await open(`/setup#${token}`, 390);
    const done = page.getByRole('button', { name: '完成设置' });
    await done.click();
    await page.getByText('请填写单位全称。').waitFor();
    expect(await wrongIn(page)).toEqual(['请填写单位全称。', '请填写姓名。', '请填写登录名。', '请填写密码。']);
    await page.getByLabel('单位全称').fill('桐泽市文明办');
    await page.getByLabel('姓名').fill('陆知秋');
    await page.getByLabel('登录名').fill('lu 知秋');
    await page.getByLabel('密码').fill('短');
    await done.click();
    await page.getByText('有 2 处要改').waitFor();
    expect(await wrongIn(page)).toEqual([expect.stringMatching(/^登录名/), expect.stringMatching(/^密码/)]);
    expect(await page.getByLabel('登录名').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('姓名').inputValue()).toBe('陆知秋');
    await shot(page, 'setup-wrong-390');
    await page.getByLabel('登录名').fill('lu.zhiqiu');
    await page.getByLabel('密码').fill('春风又绿-2026');
    await done.click();
    await page.getByText('设置完成').waitFor();
    expect(await fitsItsWidth(page)).toBe(true);
    await page.close();
    expect(await server.platform.setupLink.open()).toBeNull();
  });

  it('lets fields be as long as the API does', async () => {
    const { page } = await open('/setup#x', 1440);
    expect(await limitsOf(page)).toEqual({ office: 200, name: 60, login: 64, password: 128 });
    await page.goto(`${server.url}/once`);
    expect(await limitsOf(page)).toEqual({ login: 64, code: 64, password: 128 });
    const api = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as { paths: Record<string, Path> };
    const bodyOf = (path: string) =>
      api.paths[path]?.post.requestBody.content['application/json'].schema.properties ?? {};
    const { office, administrator } = bodyOf('/api/identity/setup');
    const most = (schema: Schema | undefined, name: string) => schema?.properties?.[name]?.maxLength;
    expect([most(office, 'name'), most(administrator, 'name')]).toEqual([200, 60]);
    expect([most(administrator, 'login'), most(administrator, 'password')]).toEqual([64, 128]);
    const { login, code, password } = bodyOf('/api/identity/sessions/one-time');
    expect([login?.maxLength, code?.maxLength, password?.maxLength]).toEqual([64, 64, 128]);
    await page.close();
  });

  it.each(widths)(
    'a password is set with a one-time code at %i px: all that is wrong at once, then signed in',
    async (width) => {
      const { page, faults } = await open('/once', width);
      const send = page.getByRole('button', { name: '设置密码并登录' });
      await send.click();
      expect(await wrongIn(page)).toEqual(['请填写登录名。', '请填写一次性登录码。', '请填写新密码。']);
      expect(await fitsItsWidth(page)).toBe(true);
      await shot(page, `once-wrong-${width}`);
      await page.getByLabel('登录名').fill('lu.zhiqiu');
      await page.getByLabel('一次性登录码').fill('ABCD-EFGH-JKLM-NPQR');
      await page.getByLabel('新密码').fill('短');
      await send.click();
      await page.getByText('有一处要改').waitFor();
      expect(await wrongIn(page)).toEqual([expect.stringMatching(/^新密码/)]);
      await page.getByLabel('新密码').fill('春风又绿-2027');
      await send.click();
      await page.getByRole('alert').filter({ hasText: '登录码' }).waitFor();
      expect(await wrongIn(page)).toEqual([]);
      expect(faults.filter((fault) => !/40[01]|422/.test(fault))).toEqual([]);
      await shot(page, `once-refused-${width}`);
      const lines: string[] = [];
      for await (const { text } of operate(server.platform, { name: 'reset-administrator', login: 'lu.zhiqiu' }))
        lines.push(text);
      const code = /code: (\S+)/.exec(lines.join('\n'))?.[1] ?? '';
      await page.getByLabel('一次性登录码').fill(code.toLowerCase());
      await send.click();
      await page.getByText('密码已设好，您已登录').waitFor();
      expect(await fitsItsWidth(page)).toBe(true);
      await shot(page, `once-done-${width}`);
      await page.close();
    },
  );
});
