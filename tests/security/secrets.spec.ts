import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from '@chuangwen/adapters-embedded';
import {
  campaignContracts,
  hashOf,
  identityContracts,
  NO_HASH,
  reportingContracts,
  taskContracts,
} from '@chuangwen/contracts';
import { canonicalJson, EventCodec, sha256Hex } from '@chuangwen/platform';
import type { KeyVault } from '@chuangwen/ports';
import { cases } from './support/cases';
import { filesIn } from './support/footprint';
import { House } from './support/house';
import { Log } from './support/log';
import { apiOf } from './support/operations';
import { requestOf } from './support/requests';
import { NAMED, liveNamed, type Lived } from './support/named';
import { Stock } from './support/stock';
import { Town } from './support/town';

/** What lies on the disk, and what was said in the log, after a town has lived. */
const log = new Log();
let house: House;
let town: Town;
let lived: Lived;
const bodies: { path: string; body: unknown }[] = [];
const files = new Map<string, Buffer>();

beforeAll(async () => {
  log.start();
  house = await House.open();
  town = await Town.build(house, ['office', 'a']);
  const api = await apiOf(house);
  const stock = new Stock(town);
  const a = town.at('a');
  for (const id of [
    'identity.people.add',
    'identity.people.openAccount',
    'task.submitTask',
    'campaign.plans.approve',
  ]) {
    const wanted = await cases[id]![0].build(a, stock);
    const { method, path, asked } = requestOf(
      api.operations.find((one) => one.id === id)!,
      wanted,
    );
    const answer = await house.ask(method, path, { ...asked, session: a.people[wanted.as].session });
    expect([id, answer.status]).toEqual([id, 201]);
    bodies.push({ path: `${method} ${path}`, body: wanted.body });
  }
  lived = await liveNamed(house, town, a);
  const { login } = a.people.clerk;
  await house.ask('POST', '/api/identity/sessions', { body: { login, password: '错的口令-不该出现' } });
  await house.ask('POST', '/api/identity/setup', { body: { token: '错的链接-不该出现' } });
  await house.ask('POST', '/api/identity/people', {
    session: a.people.admin.session,
    raw: '{"name": 错的姓名',
    headers: { 'content-type': 'application/json' },
  });
  await house.quiet();
  await house.stop();
  for (const file of [...filesIn(house.folder, ''), ...viewFiles()])
    files.set(file, readFileSync(join(house.folder, file)));
}, 180_000);
afterAll(async () => {
  log.stop();
  await house.close();
});

const viewFiles = () =>
  town.all.flatMap(() => ['identity', 'campaign', 'task', 'reporting'].map((name) => join(name, 'views.db')));

/** As it might stand in a file: plain, in JSON, in UTF-16, in Base64, in hex. */
function traces(secret: string): Buffer[] {
  const plain = Buffer.from(secret);
  const texts = [
    JSON.stringify(secret).slice(1, -1),
    secret.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    encodeURIComponent(secret),
    plain.toString('hex'),
    ...[0, 1, 2].map((shift) => base64Core(plain, shift)),
  ];
  return [plain, Buffer.from(secret, 'utf16le'), ...texts.map((text) => Buffer.from(text))];
}

/** The part of a Base64 text that does not depend on what stands around it. */
const base64Core = (plain: Buffer, shift: number): string =>
  Buffer.concat([Buffer.alloc(shift), plain])
    .toString('base64')
    .replace(/=+$/, '')
    .slice(shift + 1, -2);

const holding = (secret: string, where: (file: string) => boolean): string[] =>
  [...files].flatMap(([file, bytes]) =>
    where(file) && traces(secret).some((trace) => bytes.includes(trace)) ? file : [],
  );
const everywhere = () => true;
const events = (file: string) => file.includes('events.db');

describe('On the disk', () => {
  it('there is something to look at', () => {
    expect([...files.keys()].filter(events)).toHaveLength(4);
    expect(holding('account.opened', events)).toEqual([join('identity', 'events.db')]);
    expect(holding(town.at('a').people.clerk.name, (file) => file.endsWith('views.db'))).toContain(
      join('identity', 'views.db'),
    );
  });

  it('nobody else on the machine looks into the folder', () => {
    expect(statSync(house.folder).mode & 0o077).toBe(0);
  });

  it('no password stands anywhere', () => {
    const passwords = [
      ...town.all.flatMap(({ people }) => Object.values(people).map(({ password }) => password)),
      '枫林晚照 62 级台阶',
      '错的口令-不该出现',
    ];
    for (const password of passwords) expect([password, holding(password, everywhere)]).toEqual([password, []]);
  });

  it('no session and no setup token stands anywhere', () => {
    const sessions = town.all.flatMap(({ people }) => Object.values(people).map(({ session }) => session));
    for (const secret of [...sessions, town.setupToken]) expect(holding(secret, everywhere)).toEqual([]);
  });

  it('no receipt has a hash by which a password could be guessed', () => {
    const secret = bodies.filter(({ body }) => JSON.stringify(body)?.includes('枫林晚照'));
    expect(secret).toHaveLength(2);
    for (const { path, body } of secret) {
      const hash = sha256Hex(`${path}\n${canonicalJson(body)}`);
      expect(
        [...files.values()].some((bytes) => bytes.includes(hash) || bytes.includes(Buffer.from(hash, 'hex'))),
      ).toBe(false);
    }
  });

  it('events hold no name and no telephone of a person unsealed', () => {
    const people = town.all.flatMap((place) => Object.values(place.people));
    for (const { name, telephone } of people) {
      expect([name, holding(name, events)]).toEqual([name, []]);
      expect([telephone, holding(telephone, events)]).toEqual([telephone, []]);
    }
    for (const name of ['云杉周建安', '林素梅', '邓晓岚', '云杉林晓棠', '0913-5550202'])
      expect([name, holding(name, events)]).toEqual([name, []]);
  });

  it('events, receipts and drafts hold no name and no number that a notice, a plan, a task or a request says', () => {
    const views = (file: string) => file.endsWith('views.db');
    const written = (file: string) => events(file) || file.includes('private.db');
    expect(holding('answer-draft', written)).toEqual([join('reporting', 'private.db')]);
    for (const secret of NAMED) expect([secret, holding(secret, written)]).toEqual([secret, []]);
    // They did come as far as the views: tasks were made of these measures.
    for (const secret of [NAMED[0]!, NAMED[1]!])
      expect(holding(secret, views)).toEqual(
        expect.arrayContaining(['campaign', 'task'].map((at) => join(at, 'views.db'))),
      );
  });

  it('the text of a notice lies sealed', () => {
    expect(holding('请认真贯彻执行', everywhere)).toEqual([]);
  });
});

describe('Once the keys of a notice, its plans and its tasks are destroyed', () => {
  it('their events read without the names, and every hash still fits', async () => {
    const storage = await openEmbedded(house.folder);
    const ports = ['campaign', 'task', 'identity', 'reporting'].map((service) => storage.ports(service));
    const codec = (keys: KeyVault) =>
      new EventCodec([...campaignContracts, ...taskContracts, ...identityContracts, ...reportingContracts], keys);
    const read = async () => {
      const texts: string[] = [];
      for (const { events: store, keys } of ports)
        for await (const ref of store.streams(town.at('a').tenant)) {
          let before = NO_HASH;
          for (const event of (await store.read(ref)).events) {
            expect(Buffer.compare(event.previousHash, before)).toBe(0);
            expect(Buffer.compare(hashOf(event), event.hash)).toBe(0);
            before = event.hash;
            texts.push(JSON.stringify(await codec(keys).decode(event)));
          }
        }
      return texts.join('\n');
    };
    const [before, { keys }] = [await read(), ports[0]!];
    expect(NAMED.filter((secret) => !before.includes(secret))).toEqual([]);
    for (const document of lived.documents) await keys.destroy(town.at('a').tenant, `document:${document}`);
    const after = await read();
    expect(NAMED.filter((secret) => after.includes(secret))).toEqual([]);
    expect(after).toContain('（已删除）');
    await storage.close();
  }, 180_000);
});

it('the log holds no password, session, token, name or telephone', () => {
  const people = town.all.flatMap((place) => Object.values(place.people));
  const secrets = people.flatMap(({ password, session, name, telephone }) => [password, session, name, telephone]);
  for (const secret of [...secrets, town.setupToken, '错的口令', '错的链接', '错的姓名', '林素梅', ...NAMED])
    expect(traces(secret).some((trace) => Buffer.from(log.all).includes(trace))).toBe(false);
});
