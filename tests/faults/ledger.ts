import { eventContract, type EventOf, type NewEvent } from '@chuangwen/contracts';
import { RuleViolation, type Decider } from '@chuangwen/kernel';
import {
  defineView,
  defineWorkflow,
  sha256Hex,
  uuidFrom,
  type Aggregate,
  type Caller,
  type Streams,
  type View,
} from '@chuangwen/platform';
import { z } from 'zod';

/**
 * Two made-up services whose views show at once what was lost, doubled or out of order. `ledger` takes entries;
 * `mirror` hears of the large ones and makes a copy of each.
 */
const TENANT = 'bureau';
export const OFFICE = 'office';
/** An amount from which an entry is copied. */
export const LARGE = 50;

export const entryAdded = eventContract({
  type: 'entry.added',
  version: 1,
  schema: z.object({ ledgerId: z.string(), amount: z.number(), clerk: z.string() }),
  personal: { clerk: { key: 'document', of: 'ledgerId', erased: '（已删除）' } },
});
export const copyMade = eventContract({
  type: 'copy.made',
  version: 1,
  schema: z.object({ ledgerId: z.string(), of: z.number(), amount: z.number() }),
});
type EntryAdded = EventOf<typeof entryAdded>;
type CopyMade = EventOf<typeof copyMade>;

type Ledger = { entries: number; sum: number };
type Add = { ledgerId: string; amount: number };

const ledgerDecider: Decider<Ledger, Add, EntryAdded> = {
  initialState: () => ({ entries: 0, sum: 0 }),
  evolve: ({ entries, sum }, { data }) => ({ entries: entries + 1, sum: sum + data.amount }),
  decide(_, { ledgerId, amount }) {
    if (amount < 0) throw new RuleViolation('entry.negative');
    return amount === 0 ? [] : [{ type: 'entry.added', data: { ledgerId, amount, clerk: '夏侯明月' } }];
  },
};
export const ledger: Aggregate<Ledger, Add, EntryAdded> = {
  kind: 'ledger@1',
  decider: ledgerDecider,
  audience: () => [OFFICE],
};

type Copy = { ledgerId: string; of: number; amount: number };
const mirror: Aggregate<null, Copy, CopyMade> = {
  kind: 'mirror@1',
  decider: {
    initialState: () => null,
    evolve: () => null,
    decide: (_, copy) => [{ type: 'copy.made', data: copy }],
  },
};

export type LedgerEntry = Readonly<{ ledgerId: string; clerk: string; versions: readonly number[]; sum: number }>;

/** Shows the versions in the order in which they came, for the owner and for the office. */
export const ledgers = defineView<LedgerEntry, EntryAdded>({
  name: 'ledgers',
  topics: ['ledger'],
  route: {
    'entry.added': ({ data, meta }) => [meta.tenant, ...meta.audience].map((tenant) => ({ tenant, id: data.ledgerId })),
  },
  evolve: (entry, { data, meta }) => ({
    ledgerId: data.ledgerId,
    clerk: data.clerk,
    versions: [...(entry?.versions ?? []), meta.version],
    sum: (entry?.sum ?? 0) + data.amount,
  }),
  index: ({ sum }) => ({ size: sum >= 1000 ? 'large' : 'small' }),
  contributions: ({ versions, sum }) => [{ group: 'all', key: 'all', values: { entries: versions.length, sum } }],
}) as View;

export type CopyEntry = Readonly<{ ledgerId: string; of: readonly number[] }>;
export const copies = defineView<CopyEntry, CopyMade>({
  name: 'copies',
  topics: ['mirror'],
  route: { 'copy.made': ({ data }) => data.ledgerId },
  evolve: (entry, { data }) => ({ ledgerId: data.ledgerId, of: [...(entry?.of ?? []), data.of] }),
}) as View;

export class MakeCopy {
  constructor(
    readonly caller: Caller,
    readonly copy: Copy,
  ) {}
}

export const copying = defineWorkflow<EntryAdded>({
  name: 'copying',
  topics: ['ledger'],
  on: {
    'entry.added': ({ data: { ledgerId, amount }, meta }, step) =>
      amount < LARGE ? [] : [new MakeCopy(step(meta.tenant, 'copy'), { ledgerId, of: meta.version, amount })],
  },
});

/** The same number is the same command, in every life of the process. */
export type Command = Readonly<{ id: number; ledgerId: string; amount: number }>;

export const refOf = (ledgerId: string) => ({ tenant: TENANT, stream: `ledger-${ledgerId}` });
export const commandIdOf = (id: number) => uuidFrom('torture', String(id));

export function callerOf({ id, ledgerId, amount }: Command): Caller {
  const commandId = commandIdOf(id);
  return {
    tenant: TENANT,
    actor: { kind: 'person', id: 'li' },
    principal: null,
    commandId,
    bodyHash: sha256Hex(`${ledgerId} ${amount}`),
    correlationId: commandId,
    causationId: commandId,
  };
}

export const add = (streams: Streams, command: Command, more: Partial<Caller> = {}) =>
  streams.execute(ledger, refOf(command.ledgerId), command, { ...callerOf(command), ...more }, ({ sum }) => sum);

export const copy = (streams: Streams, { caller, copy }: MakeCopy) =>
  streams.execute(mirror, { tenant: caller.tenant, stream: `mirror-${copy.ledgerId}` }, copy, caller);

/** What is put into the store past the write path, and past all that would keep it out. */
export function storedByHand({ id, ledgerId, amount }: Command, more: Partial<NewEvent> = {}): NewEvent {
  const commandId = commandIdOf(id);
  return {
    id: commandId,
    type: 'entry.added',
    schemaVersion: 1,
    audience: [OFFICE],
    recordedAt: '2026-04-28T01:00:00.000Z',
    effectiveOn: null,
    actor: { kind: 'system', id: 'fault' },
    commandId,
    correlationId: commandId,
    causationId: commandId,
    origin: 'live',
    data: Buffer.from(JSON.stringify({ ledgerId, amount, clerk: '夏侯明月' })),
    ...more,
  };
}
