import { RuleViolation, StorageUnavailable } from '@chuangwen/kernel';
import { PrivateStore, type Entry } from '@chuangwen/ports';
import { Claims, type Claim, type Others } from './claims';
import { StoppedClock } from './fakes/sample';

/** Entries in memory. */
class Memory extends PrivateStore {
  readonly entries = new Map<string, Entry>();
  override create(_tenant: string, _kind: string, key: string, value: unknown) {
    if (this.entries.has(key)) return Promise.resolve(false);
    this.entries.set(key, { key, value, revision: 1 });
    return Promise.resolve(true);
  }
  override replace(_tenant: string, _kind: string, { key, value, revision }: Entry) {
    if (this.entries.get(key)?.revision !== revision) return Promise.resolve(false);
    this.entries.set(key, { key, value, revision: revision + 1 });
    return Promise.resolve(true);
  }
  override get = (_tenant: string, _kind: string, key: string) => Promise.resolve(this.entries.get(key) ?? null);
  override list = () => Promise.resolve([...this.entries.values()]);
  override everything = () => {
    throw new Error('not asked');
  };
  override delete = (_tenant: string, _kind: string, key: string) => Promise.resolve(this.entries.delete(key));
}

const written = new Set<string>();
const fate: Others['fate'] = (by) =>
  Promise.resolve(written.has(by) ? new RuleViolation('there.already', { by }) : 'coming');
const others: Others = { fate };
const claim = (by: string): Claim => ({ tenant: 't', kind: 'number', key: '8', by });

let clock: StoppedClock;
let claims: Claims;
let store: Memory;
beforeEach(() => {
  written.clear();
  clock = new StoppedClock();
  store = new Memory();
  claims = new Claims(store, clock);
});

const write = (by: string) => () => {
  written.add(by);
  return Promise.resolve(by);
};
const code = (error: unknown) => (error instanceof RuleViolation ? error.code : String(error));
const take = (by: string, asked: Others | null = others, work = write(by)) =>
  claims.holding(claim(by), asked, work).catch(code);

it('one of several at once has it, and the others hear of it', async () => {
  const slow = async () => {
    await new Promise((wake) => setTimeout(wake, 60));
    return write('a')();
  };
  const all = await Promise.all([take('a', others, slow), take('b'), take('c')]);
  expect(all).toEqual(['a', 'there.already', 'there.already']);
});

it('the same one may come again, and one that says it is another may come as well', async () => {
  expect(await take('a')).toBe('a');
  expect(await take('a')).toBe('a');
  expect(await take('b')).toBe('there.already');
  expect(await take('c', null)).toBe('c');
  // Whoever came last is asked about from then on.
  expect(
    await claims
      .holding(claim('d'), { fate: (by) => Promise.resolve(new RuleViolation(`held-by.${by}`)) }, write('d'))
      .catch(code),
  ).toBe('held-by.c');
});

it('what counts no more is free', async () => {
  await take('a');
  expect(await take('b', { fate: () => Promise.resolve('gone') })).toBe('b');
});

it.each([
  ['a refusal', new RuleViolation('refused')] as const,
  ['a full disk', new StorageUnavailable('full')] as const,
])('work that wrote nothing (%s) leaves it free', async (_what, error) => {
  await take('a', others, () => Promise.reject(error));
  expect(await take('b')).toBe('b');
});

it('work that failed otherwise may have written: it is free only once the claim has lapsed', async () => {
  await take('a', others, () => Promise.reject(new StorageUnavailable('io')));
  expect(await take('b')).toBe('claim.under-way');
  clock.at = new Date(clock.at.getTime() + 61_000);
  expect(await take('b')).toBe('b');
});

it('whoever takes it from one at work, and then fails, leaves it to that one', async () => {
  let go = () => {};
  const gate = new Promise<void>((open) => (go = open));
  const a = take('a', others, () => gate.then(write('a')));
  expect(await take('b', null, () => Promise.reject(new RuleViolation('refused')))).toBe('refused');
  const c = take('c');
  await new Promise((wake) => setTimeout(wake, 40));
  go();
  expect([await a, await c]).toEqual(['a', 'there.already']);
});

it('what is older than claims is asked about as well, and the claim is left again', async () => {
  written.add('old');
  const older = (...all: string[]) => ({ fate, older: () => Promise.resolve(all.map((by) => ({ by, at: '' }))) });
  expect(await take('a', older('not written', 'old'))).toBe('there.already');
  expect(await take('old', older('old'))).toBe('old');
});
