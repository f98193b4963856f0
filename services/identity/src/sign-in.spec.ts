import { argon2Sync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALLATION } from '@chuangwen/contracts';
import { sha256Hex } from '@chuangwen/platform';
import { EventStore, PrivateStore } from '@chuangwen/ports';
import { AdministratorReset } from './accounts/administrator-reset';
import type { PasswordHash } from './accounts/credentials';
import { SignInThrottle } from './accounts/sign-in-throttle';
import { PrincipalResolver, SetupLink } from './index';
import { House, PASSWORD } from './testing/house';

const prefixes = { root: 'organisation-', administrator: 'person-', tenant: 'tenant-' };

let house: House;
const open = async () => void (house = await House.open());
const close = () => house.close();

type List = { data: unknown[] };
type Me = { data: { name: string; tenantName: string; posts: { post: string; organisationName: string }[] } };

describe('setting up', () => {
  beforeEach(open);
  afterEach(close);

  it('makes the first office, whose administrator can sign in', async () => {
    const { session, token } = await house.setUp();
    const me = await house.ask<Me>('GET', `me?token=${token}`, { session });
    expect(me.body.data).toMatchObject({
      name: '程予安',
      tenantName: '桐泽市文明办',
      posts: [
        { post: 'administrator', organisationName: '桐泽市文明办' },
        { post: 'clerk', organisationName: '桐泽市文明办' },
      ],
    });
  });

  it('works once', async () => {
    const body = await house.setupBody();
    expect((await house.ask('POST', 'setup', { body })).status).toBe(201);
    const again = await house.ask('POST', 'setup', { body });
    expect([again.status, again.body.code]).toEqual([422, 'setup.used']);
    expect(again.body.messages['zh-CN']).toContain('已经用过');
    expect(await house.app.get(SetupLink).open()).toBeNull();
  });

  it('is refused with another token', async () => {
    const body = await house.setupBody();
    const { body: problem } = await house.ask('POST', 'setup', { body: { ...body, token: 'guess' } });
    expect(problem.code).toBe('setup.unknown');
  });

  it('keeps its link over a restart', async () => {
    const { token } = await house.setupBody();
    await house.stop();
    await house.start();
    expect((await house.setupBody()).token).toBe(token);
  });

  it.each(['root', 'administrator', 'tenant', 'used'] as const)(
    'that died before %s is finished by the same again',
    async (at) => {
      const body = await house.setupBody();
      dieBefore(at);
      const died = await house.ask('POST', 'setup', { body });
      expect(died.status).toBe(500);
      if (at !== 'used') await expect(house.signIn('wenming')).rejects.toThrow('401');
      await house.stop();
      await house.start();
      const again = await house.ask<{ token: string }>('POST', 'setup', { body });
      expect(again.status).toBe(201);
      const session = await house.signIn('wenming');
      for (const list of ['organisations', 'people']) {
        const listed = await house.ask<List>('GET', `${list}?token=${again.body.token}`, { session });
        expect(listed.body.data).toHaveLength(1);
      }
      expect((await house.ask('POST', 'setup', { body })).body.code).toBe('setup.used');
    },
  );
});

/** One house for all; every test leaves the login as it found it. */
function inOneHouse(): void {
  beforeAll(async () => {
    await open();
    await house.setUp();
  });
  afterAll(close);
  beforeEach(() => void (house.clock.ahead = 0));
}

describe('signing in', () => {
  inOneHouse();

  it('sets a cookie that scripts cannot read', async () => {
    const { headers, body } = await house.ask<{ session: string }>('POST', 'sessions', {
      body: { login: ' WenMing ', password: PASSWORD },
    });
    expect(headers['set-cookie']).toBe(`chuangwen_session=${body.session}; Path=/; HttpOnly; SameSite=Strict`);
  });

  it('says the same of a wrong password and of a login that nobody has', async () => {
    const wrong = await house.ask('POST', 'sessions', { body: { login: 'wenming', password: '错误的密码' } });
    const nobody = await house.ask('POST', 'sessions', { body: { login: 'nobody', password: '错误的密码' } });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'session.wrong-login']);
    expect(nobody.text).toBe(wrong.text);
  });

  it('takes as long for a login that nobody has', async () => {
    const time = async (login: string) => {
      const started = performance.now();
      await house.ask('POST', 'sessions', { body: { login, password: '错误的密码' } });
      return performance.now() - started;
    };
    const [wrong, nobody]: [number[], number[]] = [[], []];
    for (let round = 0; round < 3; round += 1) {
      wrong.push(await time('wenming'));
      nobody.push(await time('nobody'));
    }
    // The quickest of three: whatever else the machine does only makes it slower.
    expect(Math.min(...nobody)).toBeGreaterThan(Math.min(...wrong) / 3);
  });

  it('refuses the eleventh try in a row, also with the right password, and no other login', async () => {
    const session = await house.signIn('wenming');
    await house.agency(session, 'jiaotong', '桐泽市交通运输局');
    const wrong = { body: { login: 'wenming', password: '错误的密码' } };
    for (const round of [1, 2]) {
      await Promise.all(Array.from({ length: 10 }, () => house.ask('POST', 'sessions', wrong)));
      const right = await house.ask('POST', 'sessions', { body: { login: 'wenming', password: PASSWORD } });
      expect([right.status, right.body.code]).toEqual([429, 'session.too-many-tries']);
      await expect(house.signIn('jiaotong')).resolves.toBeTruthy();
      house.clock.ahead = round * (15 * 60_000 + 1000);
    }
    await expect(house.signIn('wenming')).resolves.toBeTruthy();
  });

  it('with the right password clears the tries before', async () => {
    for (let round = 0; round < 3; round += 1) {
      const wrong = { body: { login: 'wenming', password: '错误的密码' } };
      await Promise.all(Array.from({ length: 9 }, () => house.ask('POST', 'sessions', wrong)));
      await house.signIn('wenming');
    }
  });
});

it('a password hashed with other parameters is hashed anew when its person signs in', async () => {
  await open();
  await house.setUp();
  const secrets = house.app.get(PrivateStore);
  const kept = async () => (await secrets.get(INSTALLATION, 'account', 'wenming'))!;
  const today = (await kept()).value as { password: PasswordHash };
  const weak = { algorithm: 'argon2id', memory: 8192, passes: 1, parallelism: 1 } as const;
  const nonce = Buffer.alloc(16, 1);
  const tag = argon2Sync('argon2id', { ...weak, message: PASSWORD, nonce, tagLength: 32 }).toString('base64url');
  const old = { ...today, password: { ...weak, salt: nonce.toString('base64url'), tag } };
  await secrets.replace(INSTALLATION, 'account', { ...(await kept()), value: old });
  await house.signIn('wenming');
  const { salt, tag: renewed, ...parameters } = ((await kept()).value as typeof today).password;
  expect(parameters).toEqual({ algorithm: 'argon2id', memory: 19_456, passes: 2, parallelism: 1 });
  expect([salt === old.password.salt, renewed === tag]).toEqual([false, false]);
  await house.signIn('wenming');
  await close();
});

describe('a session', () => {
  inOneHouse();

  it('ends at once when its person signs out', async () => {
    const session = await house.signIn('wenming');
    expect((await house.ask('GET', 'me', { session })).status).toBe(200);
    const out = await house.ask('DELETE', 'sessions/current', { session });
    expect([out.status, out.headers['set-cookie']]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect((await house.ask('GET', 'me', { session })).status).toBe(401);
  });

  it('ends twelve hours after its last use', async () => {
    const session = await house.signIn('wenming');
    const resolver = house.app.get(PrincipalResolver);
    house.clock.ahead = 11 * 3600_000;
    expect(await resolver.resolve(session)).not.toBeNull();
    house.clock.ahead = 22 * 3600_000;
    expect(await resolver.resolve(session)).not.toBeNull();
    house.clock.ahead = 34 * 3600_000 + 1000;
    expect(await resolver.resolve(session)).toBeNull();
  });

  it('is not kept as it is, only its hash', async () => {
    const session = await house.signIn('wenming');
    expect(filesWith(Buffer.from(session))).toEqual([]);
    expect(await house.app.get(PrivateStore).get(INSTALLATION, 'session', sha256Hex(session))).not.toBeNull();
  });

  it('of something else is nobody', async () => {
    const resolver = house.app.get(PrincipalResolver);
    expect(await resolver.resolve('x'.repeat(43))).toBeNull();
    expect(await resolver.resolve('../../etc/passwd')).toBeNull();
  });
});

it('passwords stand in no file; names of people only in the views, which can be rebuilt without them', async () => {
  await open();
  await house.setUp();
  await house.stop();
  expect(filesWith(Buffer.from(PASSWORD))).toEqual([]);
  expect(filesWith(Buffer.from('程予安')).filter((file) => !file.includes('views.db'))).toEqual([]);
  expect(filesWith(Buffer.from('桐泽市文明办')).some((file) => file.includes('events.db'))).toBe(true);
  await house.start();
  await close();
});

/** Files of the data folder, also those of a write in progress, that hold these bytes. */
function filesWith(bytes: Buffer): string[] {
  const all = readdirSync(house.folder, { recursive: true, withFileTypes: true });
  const files = all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => readFileSync(file).includes(bytes));
}

/** From this step on nothing is written any more. */
function dieBefore(step: keyof typeof prefixes | 'used'): void {
  const die = () => Promise.reject(new Error('killed'));
  if (step === 'used') {
    jest.spyOn(house.app.get(PrivateStore), 'replace').mockImplementation(die);
    return;
  }
  const events = house.app.get(EventStore);
  const append = events.append.bind(events);
  jest
    .spyOn(events, 'append')
    .mockImplementation((ref, what) => (ref.stream.startsWith(prefixes[step]) ? die() : append(ref, what)));
}

describe('tries to sign in', () => {
  beforeAll(open);
  afterAll(close);

  const from = (source: string, password: string) =>
    house.app.inject({
      method: 'POST',
      url: '/api/identity/sessions',
      headers: { 'x-chuangwen-source': source, 'x-chuangwen-secure': source === 'https' ? '1' : '0' },
      payload: { login: 'wenming', password },
    });

  it('of a stranger don’t keep a clerk out of the place where the clerk signs in, and are bounded all the same', async () => {
    await house.setUp();
    expect((await from('10.0.0.8', PASSWORD)).statusCode).toBe(201);
    const throttle = house.app.get(SignInThrottle);
    const tries = async (source: string) => {
      for (let count = 0; ; count += 1)
        try {
          await throttle.begin('wenming', source);
        } catch {
          return count;
        }
    };
    expect(await tries('203.0.113.1')).toBe(10);
    let all = 10;
    for (let i = 2; i < 30; i += 1) all += await tries(`203.0.113.${i}`);
    expect(all).toBe(100);
    expect((await from('203.0.113.99', PASSWORD)).statusCode).toBe(429);
    expect((await from('10.0.0.8', PASSWORD)).statusCode).toBe(201);
    expect(await tries('10.0.0.8')).toBe(10);
  });

  it('over https get a cookie that is never sent in clear', async () => {
    await house.app.get(SignInThrottle).clear('wenming');
    expect((await from('https', PASSWORD)).headers['set-cookie']).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
    expect((await from('http', PASSWORD)).headers['set-cookie']).toMatch(/; HttpOnly; SameSite=Strict$/);
  });
});

describe('an administrator who forgot the password', () => {
  beforeAll(open);
  afterAll(close);

  it('gets a code from the office directly above, once, and it is on record without the code', async () => {
    const { session: office } = await house.setUp();
    const agency = await house.agency(office, 'jiaoyu', '桐泽市教育局');
    const path = `tenants/${agency.tenant}/administrator-code`;
    const ask = (session: string, login = 'jiaoyu') =>
      house.ask<{ code: string; login: string }>('POST', path, { session, body: { login } });
    expect((await ask(agency.session)).status).toBe(404);
    expect((await ask(office, 'wenming')).body.code).toBe('account.not-administrator');
    const { body } = await ask(office);
    const use = (code: string) =>
      house.ask('POST', 'sessions/one-time', { body: { login: 'jiaoyu', code, password: '新的栖霞岭 10 只' } });
    expect((await use(body.code)).status).toBe(201);
    expect((await house.ask('GET', 'me', { session: agency.session })).status).toBe(401);
    expect(await house.signIn('jiaoyu', '新的栖霞岭 10 只')).toBeTruthy();
    expect((await use(body.code)).body.code).toBe('session.wrong-code');
    const kept = await house.everythingKept();
    const words = ['account.code-issued', 'account.password-replaced', body.code, body.code.replaceAll('-', '')];
    expect(words.map((word) => kept.includes(word))).toEqual([true, true, false, false]);
  });

  it('finds a code out of date after a day', async () => {
    const { code } = await house.app
      .get(AdministratorReset)
      .issue('wenming', null, { kind: 'system', id: 'command-line' });
    house.clock.ahead = 25 * 3600_000;
    const late = { login: 'wenming', code, password: '新的栖霞岭 11 只' };
    expect((await house.ask('POST', 'sessions/one-time', { body: late })).body.code).toBe('session.wrong-code');
    house.clock.ahead = 0;
  });
});
