import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoCity, loadCity, serve } from '@chuangwen/standalone';
import { noticeText } from '../journeys/city';
import { complaints, contentOf, copyOf, difference, doHarm, filesOf, someHarm, type Harm } from './damage';
import { random } from './random';

jest.setTimeout(600_000);

/** By hand: CHUANGWEN_DAMAGES=2000. */
const CASES = Number(process.env['CHUANGWEN_DAMAGES'] ?? 20);

/**
 * F16. A folder of the whole platform is harmed in one place, then opened and verified. Whatever reads otherwise
 * afterwards must have been complained about; what nobody complains about must read as it did.
 */
describe('F16: a damaged folder', () => {
  const home = mkdtempSync(join(tmpdir(), 'chuangwen-damage-'));
  const rest = join(home, 'rest');
  const crashed = join(home, 'crashed');
  let whole: ReturnType<typeof contentOf>;
  let wholeCrashed: ReturnType<typeof contentOf>;
  let sealed: number;

  beforeAll(async () => {
    const server = await serve({ folder: rest, port: 0, host: '127.0.0.1' });
    const city = { ...demoCity(), below: [] };
    const office = await loadCity(server.url, server.platform, city, () => undefined);
    const { visitor } = office.clerk;
    await visitor.post('/api/campaign/notices', { text: noticeText() });
    await server.platform.storage.seal();
    sealed = server.platform.storage.standing().sealed.find(({ service }) => service === 'campaign')!.sealed;
    for (let n = 0; n < 6; n += 1) await visitor.post('/api/campaign/campaigns', { title: `创建${n}` });
    // Until every view and every workflow has heard of everything.
    const lag = async () => {
      const lags = await Promise.all(server.platform.services.map(({ runtime }) => runtime.lags()));
      return lags.flat().reduce((sum, one) => sum + one.lag, 0);
    };
    for (let calm = 0; calm < 3; calm = (await lag()) === 0 ? calm + 1 : 0)
      await new Promise((resolve) => setTimeout(resolve, 100));
    copyOf(rest, crashed); // as a kill would leave it: commits stand in the WALs
    await server.close();
    whole = contentOf(rest);
    wholeCrashed = contentOf(copyOf(crashed, join(home, 'read')));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  /** Harms a copy; resolves with what is wrong about how that was borne. */
  async function borne(from: string, before: typeof whole, harm: Harm, mayLose: number): Promise<string | null> {
    const folder = copyOf(from, join(home, 'case'));
    try {
      doHarm(folder, harm);
      const said = await complaints(folder);
      const name = JSON.stringify(harm);
      if (said.length > 0) return said.some((line) => line.length > 10) ? null : `${name} is not named: ${said.join()}`;
      const { changed, gone } = difference(before, contentOf(folder));
      return changed.length > 0 || gone > mayLose ? `${name} is silent: ${gone} gone, ${changed.join('; ')}` : null;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  it('is sound before it is harmed, closed or killed', async () => {
    expect(await complaints(copyOf(rest, join(home, 'a')))).toEqual([]);
    expect(globSync('**/*.db-wal', { cwd: crashed }).length).toBeGreaterThan(3);
    expect(await complaints(copyOf(crashed, join(home, 'b')))).toEqual([]);
  });

  it(`is found out, or harmless, in ${CASES} seeded cases at rest`, async () => {
    const dice = random(20_260_428);
    const failures: string[] = [];
    for (let n = 0; n < CASES; n += 1) {
      const failure = await borne(rest, whole, someHarm(rest, dice), 0);
      if (failure) failures.push(`${n}: ${failure}`);
    }
    expect(failures).toEqual([]);
  });

  it('is found out when any single value of an event, a receipt, a key, a private entry changes', async () => {
    const values: [string, string][] = [
      ['campaign/events.db', 'campaign.opened'],
      ['campaign/events.db', '"token":"campaign:'],
      ['identity/private.db', '"accountId"'],
      ['keys.db', 'document:'],
    ];
    for (const [file, text] of values) {
      const at = readFileSync(join(rest, file)).indexOf(text);
      expect([file, at > 0]).toEqual([file, true]);
      const folder = copyOf(rest, join(home, 'value'));
      doHarm(folder, { file, how: 'flip', at: at + 3 });
      expect([file, await complaints(folder)]).toEqual([
        file,
        expect.arrayContaining([expect.stringContaining(file.split('/').at(-1)!.replace('events.db', ''))]),
      ]);
      rmSync(folder, { recursive: true });
    }
  });

  it(`killed, is found out or steps back to the last commit, in ${CASES / 2} seeded cases in its WALs`, async () => {
    const dice = random(7);
    const failures: string[] = [];
    const wals = filesOf(crashed).filter((file) => file.endsWith('.db-wal') && !file.includes('views'));
    for (let n = 0; n < CASES / 2; n += 1) {
      const harm = someHarm(crashed, dice, wals);
      if (harm.how === 'cut') continue; // below, against the seals
      const failure = await borne(crashed, wholeCrashed, harm, 12);
      if (failure) failures.push(`${n}: ${failure}`);
    }
    expect(failures).toEqual([]);
  });

  it('without the end of its log is refused as far as a seal reaches, and else stands at an earlier commit', async () => {
    const wal = 'campaign/events.db-wal';
    const { size } = statSync(join(crashed, wal));
    const outcomes = new Set<string>();
    for (let part = 1; part <= 6; part += 1) {
      const folder = copyOf(crashed, join(home, 'cut'));
      // Without views that would miss the events too, so that the seals alone must notice.
      for (const views of globSync('*/views.db*', { cwd: folder })) rmSync(join(folder, views));
      truncateSync(join(folder, wal), Math.floor((size * part) / 400));
      const said = await complaints(folder);
      const left = contentOf(folder).get('campaign/events.db')!;
      const events = [...left].filter((row) => row.startsWith('events ')).length;
      outcomes.add(said.length > 0 ? 'refused' : 'earlier');
      if (events < sealed) expect(said.join()).toMatch(/campaign.events\.db is damaged \(it ends at \d+, a seal of/);
      else expect(said).toEqual([]);
      rmSync(folder, { recursive: true });
    }
    expect(outcomes).toContain('refused');
    expect(existsSync(join(rest, 'seals', 'campaign.jsonl'))).toBe(true);
  });
});
