import { setLog } from '@chuangwen/platform/projections';
import { StorageUnavailable } from '@chuangwen/kernel';
import {
  demoCity,
  DEMO_PASSWORD,
  loadCity,
  playDesks,
  playRound,
  type LoadedTenant,
  type Services,
} from '@chuangwen/standalone';
import { noticeText, until } from '../journeys/city';
import { Log } from '../security/support/log';
import { everybody } from '../support/people';

type Served = Readonly<{ platform: Services; url: string; close(): Promise<void> }>;
type Line = Readonly<Record<string, unknown>>;

const whole = demoCity();
/** A warning of Node's about a timer of kafkajs (decision 0020), once a process. */
const NODES_OWN =
  /^\(node:\d+\) TimeoutNegativeWarning: |^Timeout duration was set to 1\.$|^\(Use `node --trace-warnings/;
/** The city that works. */
export const city = { ...whole, below: whole.below.filter(({ code }) => code === 'jiaotong') };

/** A city works, everything is told that can be, and nothing of it names anybody. */
export function describeQuietLog(mode: string, open: () => Promise<Served>): void {
  describe(`the log, ${mode}`, () => {
    const log = new Log();
    let lines: Line[];
    let office: LoadedTenant;

    beforeAll(async () => {
      setLog({ format: 'json', level: 'info' });
      log.start();
      try {
        const served = await open();
        try {
          office = await loadCity(served.url, served.platform, city, () => undefined);
          fail(served.platform);
          const notice = { name: '通知.txt', bytes: Buffer.from(noticeText()), ours: true };
          const { campaignId } = await playRound(office, notice, () => undefined);
          await playDesks(office, campaignId, () => undefined);
          await until(
            async () => (await Promise.all(served.platform.services.map(({ runtime }) => runtime.lags()))).flat(),
            (lags) => lags.every(({ lag }) => lag === 0),
            60,
          );
        } finally {
          await served.close();
        }
      } finally {
        log.stop();
        setLog({ level: 'warn' });
      }
      lines = log.all
        .trimEnd()
        .split('\n')
        .filter((line) => !NODES_OWN.test(line))
        .map((line) => JSON.parse(line) as Line);
    }, 300_000);

    it('is lines of JSON that say when, how bad, of which service, and what', () => {
      expect(lines.length).toBeGreaterThan(100);
      for (const line of lines)
        expect(line).toMatchObject({
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
          level: expect.stringMatching(/^(?:error|warn|info)$/),
          service: expect.stringMatching(/^(?:identity|campaign|task|reporting|standalone)$/),
          message: expect.any(String),
        });
    });

    it('tells of every command in whose tenant and of which story, across services', () => {
      const commands = lines.filter(({ message }) => message === 'a command');
      expect(commands.length).toBeGreaterThan(100);
      const nameless = commands.filter(({ tenant, correlationId }) => !tenant || !correlationId);
      // Before somebody is signed in there is no tenant.
      expect([...new Set(nameless.map(({ command }) => command))].sort()).toEqual(['SetUp', 'SignIn']);
      const approval = commands.find(({ command, outcome }) => command === 'ApprovePlan' && outcome === 'done')!;
      const story = commands.filter(({ correlationId }) => correlationId === approval['correlationId']);
      expect(story.map(({ service }) => service)).toEqual(expect.arrayContaining(['campaign', 'task']));
    });

    it('tells of what failed', () => {
      const failed = lines.filter(({ level }) => level === 'error');
      expect(failed.map(({ message }) => message)).toContain('a delivery failed and comes again');
    });

    it('names nobody, no telephone, no unit, nothing that was written, no password and no token', () => {
      const all = log.all;
      const names = everybody(city).flatMap(({ name, telephone, login }) => [name, telephone, login]);
      const tokens = tenantsOf(office).flatMap(({ clerk, units }) => [
        clerk.visitor.bearer,
        ...units.map(({ liaison }) => liaison?.visitor.bearer),
      ]);
      const secrets = [...names, ...tokens, DEMO_PASSWORD].filter((text) => text !== undefined && text !== null);
      expect(secrets.length).toBeGreaterThan(30);
      expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
      // No Chinese at all: names of units, titles of tasks, opinions and the notice are nowhere.
      expect(all.match(/[\u3400-\u9fff]+/g)).toBeNull();
    });
  });
}

/** The store of tasks is away for a moment, and once a command fails for no known reason. */
function fail(platform: Services): void {
  const { events } = platform.service('task').runtime.ports;
  jest
    .spyOn(events, 'append')
    .mockRejectedValueOnce(new StorageUnavailable('io'))
    .mockRejectedValueOnce(new StorageUnavailable('io'));
}

const tenantsOf = (tenant: LoadedTenant): LoadedTenant[] => [tenant, ...tenant.below.flatMap(tenantsOf)];
