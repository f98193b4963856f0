import { MemoryKeys } from './fakes/store';
import { Keyring } from './keyring';

const person = ['bureau', 'person:p1'] as const;

describe('keys in memory', () => {
  let vault: MemoryKeys;
  let ring: Keyring;
  beforeEach(() => {
    vault = new MemoryKeys();
    ring = new Keyring(vault);
  });

  it('are there without waiting the second time', async () => {
    expect(ring.known(...person)).toBeUndefined();
    const key = await ring.obtain(...person);
    expect(key).not.toBeNull();
    expect(ring.find(...person)).toBe(key);
    expect(ring.obtain(...person)).toBe(key);
  });

  it('are let go when one is destroyed', async () => {
    await ring.obtain(...person);
    await vault.destroy(...person);
    expect(ring.known(...person)).toBeUndefined();
    expect(await ring.find(...person)).toBeNull();
    expect(await ring.obtain(...person)).toBeNull();
  });

  it('are not kept by a look-up that began before', async () => {
    await vault.obtain(...person);
    const looking = ring.find(...person);
    await vault.destroy(...person);
    await looking;
    expect(ring.known(...person)).toBeUndefined();
  });

  it('are another tenant’s only by its own name', async () => {
    await ring.obtain(...person);
    expect(await ring.find('other', person[1])).toBeNull();
  });
});
