import { Client, Victim } from './attack';
import { breaches } from './invariants';
import { random } from './random';
import { describeGrounds } from './ground';
import { World } from './world';

jest.setTimeout(120_000); // real disks, on machines that do other things too

describeGrounds('F20: SIGTERM under load', (on, mode) => {
  const enough = mode === 'distributed' ? 100 : 300;

  it.each([3, 4])('finishes what was begun, within ten seconds, and loses nothing (seed %i)', (seed) =>
    on(async (ground) => {
      const dice = random(seed);
      const client = new Client(dice);
      const victim = new Victim();
      let refused = 0;
      let stopping = false;
      victim.onAnswer((answer) => {
        client.heard(answer);
        if ('error' in answer) refused += 1;
        else if (!stopping || refused < 20) victim.run(client.more(64));
      });
      await victim.open(ground);
      victim.run(client.more(64));
      if (seed % 2 === 0) victim.rebuild();
      while (client.acknowledged.size < enough) await new Promise((done) => setTimeout(done, 5));

      stopping = true;
      const began = performance.now();
      victim.kill('SIGTERM');
      expect(await victim.ended).toBe(0);
      expect(performance.now() - began).toBeLessThan(10_000);
      expect(victim.said()).toBe('');

      const world = await (await World.open(ground)).start();
      const stored = new Set<string>();
      for await (const ref of world.services.ledger.events.streams())
        for (const { commandId } of (await world.services.ledger.events.read(ref)).events) stored.add(commandId);
      // Begun means finished and answered: of what was not answered nothing stands on disk.
      const answered = [...client.acknowledged.values()].filter(({ command }) => command.amount > 0);
      expect(stored.size).toBe(answered.length);
      for (const command of client.unanswered.values())
        client.heard({ id: command.id, outcome: await world.add(command) });
      await world.settled();
      expect([...client.wrong, ...(await breaches(world, client.acknowledged))]).toEqual([]);
      await world.stop();
    }),
  );
});
