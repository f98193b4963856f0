import { ConcurrencyConflict } from '@chuangwen/kernel';
import { append, type EventStoreStage } from './event-store-stage';
import { someEvent, someReceipt, someRef } from './samples';

export function describeReceipts({ now }: EventStoreStage): void {
  describe('receipts', () => {
    it('keeps a receipt with the events, and gives it back for the same command, writing nothing', async () => {
      const ref = someRef();
      const receipt = someReceipt();
      const command = { expectedVersion: 0, events: [someEvent()], receipt };
      expect(await now().append(ref, command)).toEqual({ outcome: 'appended', version: 1 });
      expect(await now().receipt(receipt.tenant, receipt.actor, receipt.commandId)).toEqual(receipt);
      expect(await now().append(ref, command)).toEqual({ outcome: 'known-command', receipt });
      expect((await now().read(ref)).version).toBe(1);
    });

    it('gives the first receipt for the same id with another body; the caller compares', async () => {
      const receipt = someReceipt();
      await now().append(someRef(), { expectedVersion: 0, events: [], receipt });
      const ref = someRef();
      const other = { ...receipt, bodyHash: 'cd'.repeat(32), answer: '{}' };
      expect(await now().append(ref, { expectedVersion: 0, events: [someEvent()], receipt: other })).toEqual({
        outcome: 'known-command',
        receipt,
      });
      expect((await now().read(ref)).version).toBe(0);
    });

    it('keeps a receipt also when nothing happened', async () => {
      const ref = someRef();
      await now().append(ref, append(0, someEvent()));
      const receipt = someReceipt();
      const nothing = { expectedVersion: 1, events: [], receipt };
      expect(await now().append(ref, nothing)).toEqual({ outcome: 'appended', version: 1 });
      expect(await now().append(ref, nothing)).toEqual({ outcome: 'known-command', receipt });
    });

    it('checks the version also when nothing happened', async () => {
      const ref = someRef();
      const receipt = someReceipt();
      await expect(now().append(ref, { expectedVersion: 3, events: [], receipt })).rejects.toThrow(ConcurrencyConflict);
      expect(await now().receipt(receipt.tenant, receipt.actor, receipt.commandId)).toBeNull();
    });

    it('lets a known receipt go before a stale version', async () => {
      const ref = someRef();
      const command = { expectedVersion: 0, events: [someEvent()], receipt: someReceipt() };
      await now().append(ref, command);
      await now().append(ref, append(1, someEvent()));
      expect(await now().append(ref, command)).toMatchObject({ outcome: 'known-command' });
    });

    it('keeps no receipt of a refused append: the command may come again', async () => {
      const ref = someRef();
      await now().append(ref, append(0, someEvent()));
      const receipt = someReceipt();
      await expect(now().append(ref, { expectedVersion: 0, events: [someEvent()], receipt })).rejects.toThrow(
        ConcurrencyConflict,
      );
      expect(await now().receipt(receipt.tenant, receipt.actor, receipt.commandId)).toBeNull();
      expect(await now().append(ref, { expectedVersion: 1, events: [someEvent()], receipt })).toMatchObject({
        version: 2,
      });
    });

    it('handles a command that comes twice at once a single time', async () => {
      const ref = someRef();
      const command = { expectedVersion: 0, events: [someEvent()], receipt: someReceipt() };
      const both = await Promise.all([now().append(ref, command), now().append(ref, command)]);
      expect(both.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'known-command']);
      expect((await now().read(ref)).version).toBe(1);
    });

    it('tells tenants and actors with the same command id apart', async () => {
      const receipt = someReceipt();
      await now().append(someRef(), { expectedVersion: 0, events: [], receipt });
      expect(await now().receipt('blue', receipt.actor, receipt.commandId)).toBeNull();
      expect(await now().receipt(receipt.tenant, 'p-9', receipt.commandId)).toBeNull();
      const others = [
        { ...receipt, tenant: 'blue', answer: '1' },
        { ...receipt, actor: 'p-9', answer: '2' },
      ];
      for (const other of others) {
        const ref = someRef(other.tenant);
        expect(await now().append(ref, { expectedVersion: 0, events: [], receipt: other })).toMatchObject({
          outcome: 'appended',
        });
        expect(await now().receipt(other.tenant, other.actor, other.commandId)).toEqual(other);
      }
    });
  });
}
