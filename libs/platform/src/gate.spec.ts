import { Gate } from './gate';

const later = (ms = 5) => new Promise<void>((done) => setTimeout(done, ms));

describe('A gate', () => {
  it('lets reads go on side by side', async () => {
    const gate = new Gate();
    const order: string[] = [];
    const read = (name: string, ms: number) => gate.read(() => later(ms).then(() => order.push(name)));
    await Promise.all([read('slow', 20), read('quick', 1)]);
    expect(order).toEqual(['quick', 'slow']);
  });

  it('waits with a change for reads at work, and keeps later ones waiting', async () => {
    const gate = new Gate();
    const order: string[] = [];
    const first = gate.read(() => later(10).then(() => order.push('first read')));
    const change = gate.change(() => later().then(() => order.push('change')));
    const second = gate.read(async () => order.push('second read'));
    await Promise.all([first, change, second]);
    expect(order).toEqual(['first read', 'change', 'second read']);
  });

  it('opens again after a change that failed', async () => {
    const gate = new Gate();
    await expect(gate.change(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate.read(async () => 1)).toBe(1);
    await gate.read(() => Promise.reject(new Error('no'))).catch(() => undefined);
    expect(await gate.change(async () => 2)).toBe(2);
  });

  it('makes one change after another', async () => {
    const gate = new Gate();
    const order: string[] = [];
    const read = gate.read(() => later(10).then(() => order.push('read')));
    const change = (name: string) =>
      gate.change(async () => {
        order.push(`${name} begins`);
        await later();
        order.push(`${name} ends`);
      });
    await Promise.all([read, change('one'), change('other')]);
    expect(order).toEqual(['read', 'one begins', 'one ends', 'other begins', 'other ends']);
  });
});
