import {
  KeyDamaged,
  MasterKeyWrong,
  migrateKeys,
  openKeyVault,
  type Mongo,
  type MongoKeyVault,
} from '@chuangwen/adapters-distributed';
import { StorageUnavailable } from '@chuangwen/kernel';
import { eventually, wait } from '@chuangwen/ports/conformance';
import { randomBytes } from 'node:crypto';
import { mongo as driver } from 'mongoose';
import { engines } from '../../engines';
import { Database } from '../database';
import { Link } from '../store/link';

const master = randomBytes(32);
let database: Database;
/** As three processes: a connection each. */
let vaults: MongoKeyVault[];
const connections: Mongo[] = [];
beforeAll(async () => {
  database = await Database.open();
  await migrateKeys(database.db);
  for (const _process of [1, 2, 3]) connections.push(await database.another());
  vaults = await Promise.all(connections.map((mongo) => openKeyVault(mongo.db(database.name), master)));
});
afterAll(async () => {
  await Promise.all(vaults.map((vault) => vault.close()));
  await Promise.all(connections.map((mongo) => mongo.close()));
  await database.close();
});

let people = 0;
const person = () => `person:${(people += 1)}`;

/** Remembers keys as the platform does, until it is told to forget. */
class Memory {
  private readonly keys = new Map<string, Uint8Array>();
  told: string[] = [];
  constructor(private readonly vault: MongoKeyVault) {
    vault.onDestroyed((tenant) => {
      this.told.push(tenant);
      this.keys.clear();
    });
  }
  async learn(subject: string): Promise<void> {
    this.keys.set(subject, (await this.vault.find('桐泽市', subject))!);
  }
  knows = (subject: string): boolean => this.keys.has(subject);
}

it('another process has forgotten what a key opened before the destruction is answered', async () => {
  const memories = vaults.map((vault) => new Memory(vault));
  for (let round = 0; round < 3; round += 1) {
    const subject = person();
    await vaults[0]!.obtain('桐泽市', subject);
    await Promise.all(memories.map((memory) => memory.learn(subject)));
    expect(memories.map((memory) => memory.knows(subject))).toEqual([true, true, true]);
    await vaults[round]!.destroy('桐泽市', subject);
    expect(memories.map((memory) => memory.knows(subject))).toEqual([false, false, false]);
    expect(await Promise.all(vaults.map((vault) => vault.find('桐泽市', subject)))).toEqual([null, null, null]);
  }
  for (const { told } of memories) expect(told.length).toBeGreaterThanOrEqual(3);
});

it('destroyed by several at once, each is told of all', async () => {
  const memories = vaults.map((vault) => new Memory(vault));
  const subjects = Array.from({ length: 12 }, person);
  await Promise.all(subjects.map((subject) => vaults[0]!.obtain('桐泽市', subject)));
  await Promise.all(subjects.map((subject, at) => vaults[at % 3]!.destroy('桐泽市', subject)));
  // Once of each, though four were its own; and once more of everything, for a process that could not look for a second.
  for (const { told } of memories) {
    expect(told.length).toBeGreaterThanOrEqual(12);
    expect(told.length).toBeLessThanOrEqual(14);
  }
  for (const vault of vaults)
    expect(await Promise.all(subjects.map((subject) => vault.obtain('桐泽市', subject)))).toEqual(
      subjects.map(() => null),
    );
});

it('who cannot look forgets everything, again and again', async () => {
  const link = await Link.open((await engines.toxiproxy()).url, database.url);
  const far = await Database.open(link.url);
  const vault = await openKeyVault(far.mongo.db(database.name), master);
  const memory = new Memory(vault);
  const subject = person();
  await vault.obtain('桐泽市', subject);
  await memory.learn(subject);
  await wait(700);
  expect(memory.knows(subject)).toBe(true);
  await link.loseAnswers();
  await vaults[0]!.destroy('桐泽市', subject);
  expect(memory.knows(subject)).toBe(false);
  await expect(vault.destroy('桐泽市', subject)).rejects.toBeInstanceOf(StorageUnavailable);
  await link.mend();
  await eventually('it hears again', async () => (await vault.find('桐泽市', subject)) === null);
  const [told, other] = [memory.told.length, person()];
  await vaults[1]!.destroy('桐泽市', other);
  expect(memory.told.length).toBeGreaterThan(told);
  await vault.close();
  await far.close();
  await link.close();
});

it('the database holds no key, only what the master key opens', async () => {
  const subject = person();
  const key = Buffer.from((await vaults[0]!.obtain('桐泽市', subject))!);
  const stored = async () => driver.BSON.serialize((await database.db.collection('keys').findOne({ subject }))!);
  expect(Buffer.from(await stored()).includes(key)).toBe(false);
  const { box } = (await database.db.collection('keys').findOne({ subject }))!;
  await vaults[0]!.destroy('桐泽市', subject);
  expect(Buffer.from(await stored()).includes(box.buffer)).toBe(false);
});

it('another master key is refused at the start, and nothing that was changed or moved is unwrapped', async () => {
  await expect(openKeyVault(database.db, randomBytes(32))).rejects.toBeInstanceOf(MasterKeyWrong);
  await expect(openKeyVault(database.db, randomBytes(16))).rejects.toBeInstanceOf(TypeError);
  const [one, two] = [person(), person()];
  await vaults[0]!.obtain('桐泽市', one);
  await vaults[0]!.obtain('桐泽市', two);
  const keys = database.db.collection('keys');
  const { box } = (await keys.findOne({ subject: one }))!;
  await keys.updateOne({ subject: two }, { $set: { box } });
  await expect(vaults[0]!.find('桐泽市', two)).rejects.toBeInstanceOf(KeyDamaged);
  expect(await vaults[0]!.find('桐泽市', one)).toHaveLength(32);
});
