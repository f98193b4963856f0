import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, type Server } from '@chuangwen/standalone';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from './chromium';

jest.setTimeout(300_000); // the browser may have to be installed first

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

  const open = async (path: string, width: number): Promise<{ page: Page; faults: string[] }> => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, locale: 'zh-CN' });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(server.url + path, { waitUntil: 'networkidle' });
    const folderOfShots = process.env['CHUANGWEN_SCREENSHOTS'];
    const name = `${path.replace(/\W+/g, '-')}-${width}.png`;
    if (folderOfShots) await page.screenshot({ path: join(folderOfShots, name), fullPage: true });
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
    await page.getByLabel('单位全称').fill('桐泽市文明办');
    await page.getByLabel('姓名').fill('陆知秋');
    await page.getByLabel('登录名').fill('lu.zhiqiu');
    await page.getByLabel('密码').fill('短');
    await done.click();
    await page.getByRole('alert').filter({ hasText: '密码' }).waitFor();
    expect(await page.getByLabel('姓名').inputValue()).toBe('陆知秋');
    await page.getByLabel('密码').fill('春风又绿-2026');
    await done.click();
    await page.getByText('设置完成').waitFor();
    expect(await fitsItsWidth(page)).toBe(true);
    await page.close();
    expect(await server.platform.setupLink.open()).toBeNull();
  });
});
