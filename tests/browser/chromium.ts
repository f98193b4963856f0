import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const candidates = [
  process.env['CHUANGWEN_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  );

/** A browser for the tests: the one there is, or Debian's, installed now. Throws naming what is missing. */
export async function openChromium(): Promise<Browser> {
  const executablePath = found() ?? install();
  return chromium.launch({ executablePath, args: flags });
}

const found = () => candidates.find((path): path is string => path !== undefined && existsSync(path));

function install(): string {
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[] };
  try {
    execFileSync('apt-get', ['update', '-qq'], quiet);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], quiet);
  } catch {
    throw new Error(
      'Chromium is missing and could not be installed: apt-get install chromium fonts-noto-cjk, or set CHUANGWEN_CHROMIUM',
    );
  }
  const path = found();
  if (!path) throw new Error('Chromium is missing: apt-get install chromium, or set CHUANGWEN_CHROMIUM');
  return path;
}
