import { ConcurrencyConflict } from '@chuangwen/kernel';
import fc from 'fast-check';
import { breaches, type Acknowledged } from './invariants';
import { add, callerOf, refOf, type Command } from './ledger';
import { describeEmbedded, describeGrounds, inFolder } from './ground';
import { World } from './world';

jest.setTimeout(120_000); // real disks, on machines that do other things too

type Acks = Map<number, { command: Command; outcome: { version: number; token: string } }>;

describeGrounds('F1: writers of one stream', (on, mode) => {
  const few = mode === 'distributed';

  it('of sixteen who looked at the same version one wins, the others are told, and the stream stays writable', () =>
    on(async (ground) => {
      const world = await (await World.open(ground)).start();
      const rounds = few ? 4 : 10;
      const acknowledged: Acks = new Map();
      for (let round = 0; round < rounds; round += 1) {
        const commands = [...Array(16).keys()].map((i): Command => ({
          id: round * 16 + i,
          ledgerId: 'a',
          amount: i + 50,
        }));
        const results = await Promise.allSettled(
          commands.map((command) => add(world.writer(), command, { expectedVersion: round })),
        );
        results.forEach((result, i) => {
          if (result.status === 'fulfilled')
            acknowledged.set(commands[i]!.id, { command: commands[i]!, outcome: result.value });
          else expect(result.reason).toBeInstanceOf(ConcurrencyConflict);
        });
        expect(acknowledged.size).toBe(round + 1);
      }
      await world.settled();
      expect(await breaches(world, acknowledged)).toEqual([]);
      expect((await world.services.ledger.events.read(refOf('a'))).version).toBe(rounds);
      await world.stop();
    }));

  it('who said nothing of a version all get through, whatever memory each has', () =>
    on(async (ground) => {
      const world = await (await World.open(ground)).start();
      const acknowledged: Acks = new Map();
      const writers = [world.streams, world.writer(), world.writer()];
      let id = 0;
      // writer, ledger, amount; a few at a time
      const storm = fc.array(fc.tuple(fc.nat(2), fc.constantFrom('a', 'b'), fc.nat(99)), {
        minLength: 1,
        maxLength: 6,
      });
      await fc.assert(
        fc.asyncProperty(storm, async (many) => {
          const commands = many.map(([, ledgerId, amount]): Command => ({ id: (id += 1), ledgerId, amount }));
          const outcomes = await Promise.all(commands.map((command, i) => add(writers[many[i]![0]]!, command)));
          outcomes.forEach((outcome, i) => acknowledged.set(commands[i]!.id, { command: commands[i]!, outcome }));
        }),
        { numRuns: few ? 10 : 60 },
      );
      // A silent command's version is the one it found.
      const again = await Promise.all([...acknowledged.values()].map(({ command }) => add(world.writer(), command)));
      expect(again).toEqual([...acknowledged.values()].map(({ outcome }) => outcome));
      await world.settled();
      expect(await breaches(world, acknowledged)).toEqual([]);
      await world.stop();
    }));
});

describeEmbedded('F3: many commands in one commit', () => {
  it('one that fails in it fails alone', () =>
    inFolder(async (folder) => {
      const world = await (await World.open(folder)).start();
      const acknowledged: Acks = new Map();
      const commands = [...Array(256).keys()].map((id): Command => ({ id, ledgerId: `l${id % 64}`, amount: id + 1 }));
      // One that the store itself refuses within the transaction (its data is no bytes), one refused by a rule, one stale.
      const events = world.services.ledger.events;
      const { append } = events;
      const spy = jest.spyOn(events, 'append').mockImplementation((ref, what) => {
        if (ref.stream !== 'ledger-l13') return append.call(events, ref, what);
        const broken = what.events.map((event) => ({ ...event, effectiveOn: { not: 'a day' } as unknown as string }));
        return append.call(events, ref, { ...what, events: broken });
      });
      const results = await Promise.allSettled([
        ...commands.map((command) => world.add(command)),
        world.add({ id: 900, ledgerId: 'l1', amount: -1 }),
        add(world.writer(), { id: 901, ledgerId: 'l2', amount: 1 }, { expectedVersion: 77 }),
      ]);
      spy.mockRestore();
      commands.forEach((command, i) => {
        const result = results[i]!;
        if (command.ledgerId === 'l13') expect(result.status).toBe('rejected');
        else if (result.status === 'fulfilled') acknowledged.set(command.id, { command, outcome: result.value });
      });
      expect(acknowledged.size).toBe(252);
      expect(results.slice(256).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      expect((await events.read(refOf('l13'))).version).toBe(0);
      // What failed left no receipt either: the same command goes through once the fault is gone.
      for (const command of commands.filter(({ ledgerId }) => ledgerId === 'l13'))
        acknowledged.set(command.id, { command, outcome: await world.add(command) });
      await world.settled();
      expect(await breaches(world, acknowledged)).toEqual([]);
      await world.stop();
    }));
});

describeGrounds('F3: many commands at once', (on) => {
  it('nobody is answered before the commit', () =>
    on(async (ground) => {
      const world = await World.open(ground);
      const { events } = world.services.ledger;
      const early: number[] = [];
      await Promise.all(
        [...Array(256).keys()].map(async (id) => {
          const command: Command = { id, ledgerId: `l${id % 64}`, amount: 1 };
          const { version } = await world.add(command);
          // Read by another connection, which sees what is committed and nothing else.
          const stored = await events.read(refOf(command.ledgerId), version - 1);
          if (stored.events[0]?.commandId !== callerOf(command).commandId) early.push(id);
        }),
      );
      expect(early).toEqual([]);
      await world.stop();
    }));
});

describeEmbedded('The checker itself', () => {
  it('finds what is missing, doubled or different', () =>
    inFolder(async (folder) => {
      const world = await (await World.open(folder)).start();
      const command: Command = { id: 1, ledgerId: 'a', amount: 60 };
      const outcome = await world.add(command);
      await world.add({ id: 2, ledgerId: 'a', amount: 1 });
      await world.settled();
      const lost: Acknowledged = new Map([[9, { command: { ...command, id: 9 }, outcome }]]);
      expect(await breaches(world, lost)).toEqual([expect.stringContaining('I1: command 9')]);
      const { views } = world.services.ledger;
      const nothing = { documents: [], counters: [], positions: [], seen: [] };
      const body = { ledgerId: 'a', clerk: '夏侯明月', versions: [1, 1, 2], sum: 61 };
      await views.commit(world.projectors.ledgers.ref, {
        ...nothing,
        documents: [{ tenant: 'bureau', id: 'a', body, index: { size: ['small'] } }],
      });
      expect(await breaches(world, new Map())).toEqual([
        expect.stringMatching(/^I3\/I4: ledger-a for bureau/),
        expect.stringMatching(/^I5: ledgers/),
      ]);
      await world.stop();
    }));
});
