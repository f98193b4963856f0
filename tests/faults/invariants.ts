import { hashOf, NO_HASH, type StoredEvent } from '@chuangwen/contracts';
import type { Outcome } from '@chuangwen/platform';
import { commandIdOf, LARGE, OFFICE, refOf, type Command, type CopyEntry, type LedgerEntry } from './ledger';
import { eventsOf, type World } from './world';

export type Acknowledged = ReadonlyMap<
  number,
  Readonly<{ command: Command; outcome: Pick<Outcome, 'version' | 'token'> }>
>;

/**
 * What must hold after every fault, on a world that has settled: a line for each breach, none when all is well.
 * I1 every acknowledged event once, and no command twice; I2 versions without a gap, hash chain whole; I3 and I4 each view
 * shows each event once and in order, for everybody it is addressed to; I5 the views are what a full replay gives.
 */
export async function breaches(world: World, acknowledged: Acknowledged): Promise<string[]> {
  const [entries, copied] = [await eventsOf(world.services.ledger), await eventsOf(world.services.mirror)];
  return [
    ...once(entries, acknowledged),
    ...chained(entries),
    ...chained(copied),
    ...(await shown(world, entries, copied)),
    ...(await replayed(world)),
  ];
}

function once(events: readonly StoredEvent[], acknowledged: Acknowledged): string[] {
  const found: string[] = [];
  const byCommand = Map.groupBy(events, ({ commandId }) => commandId);
  for (const [commandId, made] of byCommand)
    if (made.length > 1) found.push(`I1: command ${commandId} stands ${made.length} times`);
  if (new Set(events.map(({ id }) => id)).size !== events.length) found.push('I1: an event id stands twice');
  for (const { command, outcome } of acknowledged.values()) {
    const made = byCommand.get(commandIdOf(command.id)) ?? [];
    const { stream } = refOf(command.ledgerId);
    const wanted = command.amount === 0 ? 0 : 1;
    if (made.length !== wanted)
      found.push(`I1: command ${command.id} was acknowledged and stands ${made.length} times`);
    else if (made[0] && (made[0].version !== outcome.version || made[0].stream !== stream))
      found.push(`I1: command ${command.id} was acknowledged as version ${outcome.version}, not ${made[0].version}`);
  }
  return found;
}

function chained(events: readonly StoredEvent[]): string[] {
  const found: string[] = [];
  for (const [stream, chain] of Map.groupBy(events, ({ tenant, stream }) => `${tenant}/${stream}`)) {
    let previous = NO_HASH;
    chain.forEach((event, i) => {
      if (event.version !== i + 1) found.push(`I2: ${stream} has version ${event.version} in place ${i + 1}`);
      if (!Buffer.from(event.previousHash).equals(previous)) found.push(`I2: ${stream} ${i + 1} does not follow`);
      if (!Buffer.from(event.hash).equals(hashOf(event))) found.push(`I2: ${stream} ${i + 1} is not what was hashed`);
      previous = event.hash;
    });
  }
  return found;
}

async function shown(world: World, entries: readonly StoredEvent[], copied: readonly StoredEvent[]): Promise<string[]> {
  const found: string[] = [];
  const same = (what: string, actual: unknown, expected: unknown) => {
    const [a, b] = [JSON.stringify(actual ?? null), JSON.stringify(expected)];
    if (a !== b) found.push(`${what}: ${a} instead of ${b}`);
  };
  const total = { entries: 0, sum: 0 };
  for (const [stream, events] of Map.groupBy(entries, (event) => event.stream)) {
    const data = events.map((event) => JSON.parse(Buffer.from(event.data).toString()) as { amount: number });
    const versions = events.map((_, i) => i + 1);
    const sum = data.reduce((sum, { amount }) => sum + amount, 0);
    total.entries += versions.length;
    total.sum += sum;
    const ledgerId = stream.replace('ledger-', '');
    const entry: LedgerEntry = { ledgerId, clerk: '夏侯明月', versions, sum };
    for (const tenant of [events[0]!.tenant, OFFICE])
      same(`I3/I4: ${stream} for ${tenant}`, await world.ledgers.get(tenant, ledgerId), entry);
    const large = versions.filter((_, i) => data[i]!.amount >= LARGE);
    const made = copied.filter(({ stream }) => stream === `mirror-${ledgerId}`);
    const of = made.map((event) => (JSON.parse(Buffer.from(event.data).toString()) as { of: number }).of);
    same(`I3/I4: copies of ${stream}`, of, large);
    const shown: CopyEntry | null = large.length > 0 ? { ledgerId, of: large } : null;
    same(`I3/I4: view of copies of ${stream}`, await world.copies.get(events[0]!.tenant, ledgerId), shown);
  }
  if (entries.length > 0)
    for (const tenant of [entries[0]!.tenant, OFFICE])
      same(`I3: counters of ${tenant}`, (await world.ledgers.sum(tenant, 'all'))[0]?.values, total);
  return found;
}

async function replayed(world: World): Promise<string[]> {
  const found: string[] = [];
  for (const [name, projector] of Object.entries(world.projectors)) {
    if ((await projector.parked()).length > 0) found.push(`${name} has parked streams`);
    if (!(await projector.compare()).equal) found.push(`I5: ${name} is not what a full replay gives`);
  }
  if ((await world.workflow.parked()).length > 0) found.push('the workflow has parked streams');
  return found;
}
