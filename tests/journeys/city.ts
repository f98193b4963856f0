import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dated, demoCity, loadCity, Refused, serve, type LoadedTenant } from '@chuangwen/standalone';
import { serveOnEngines, type Served } from '../support/distributed';

/** The demo's own notice, with days around today. */
export const noticeText = (): string =>
  dated(readFileSync(join(__dirname, '../../services/standalone/src/demo/notice.txt'), 'utf8'));

export type City = Readonly<{ server: Served; office: LoadedTenant; close(): Promise<void> }>;

/** The mode in which this run plays the journeys; jest.config.mjs sets it. */
export const mode = process.env['CHUANGWEN_JOURNEYS'] === 'distributed' ? 'distributed' : 'embedded';

/** 桐泽市 with these agencies only (by code), on a data folder or engines of its own, over HTTP. */
export async function openCity(...codes: string[]): Promise<City> {
  const server = mode === 'distributed' ? await serveOnEngines() : await serveOnFolder();
  const whole = demoCity();
  const city = { ...whole, below: whole.below.filter(({ code }) => codes.includes(code)) };
  const office = await loadCity(server.url, server.platform, city, () => undefined);
  return { server, office, close: () => server.close() };
}

async function serveOnFolder(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'chuangwen-journey-'));
  const server = await serve({ folder, port: 0, host: '127.0.0.1' });
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...server, close };
}

export function agency(office: LoadedTenant, name: string): LoadedTenant {
  const found = office.below.find((tenant) => tenant.name.includes(name));
  if (!found) throw new Error(`no agency ${name}`);
  return found;
}

/** The status and code with which the API refuses. Throws when it does not. */
export async function refusal(
  asked: Promise<unknown>,
): Promise<{ status: number; code: string; zh: string; en: string }> {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status, code, messages } = error.problem;
    return { status, code, zh: messages['zh-CN'], en: messages.en };
  }
  throw new Error('it was not refused');
}

/** Asks until it is so: what a workflow brings comes a moment later. */
export async function until<T>(ask: () => Promise<T>, so: (answer: T) => boolean, seconds = 20): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (so(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`not so after ${seconds} s: ${JSON.stringify(answer).slice(0, 500)}`);
    await new Promise((wake) => setTimeout(wake, 30));
  }
}
