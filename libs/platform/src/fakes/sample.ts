import { eventContract, type EventOf, type StoredEvent } from '@chuangwen/contracts';
import { RuleViolation, type Decider } from '@chuangwen/kernel';
import { z } from 'zod';
import type { Aggregate } from '../aggregate';
import type { Caller } from '../caller';
import { Clock } from '../clock';
import { EventCodec } from '../codec';
import { sha256Hex } from '../ids';
import { Streams } from '../streams';
import { defineView } from '../view';
import { MemoryKeys, MemoryStore } from './store';

/** A point that is inspected: small enough to hold in the head, with a sealed field, an audience and a count. */
export const pointOpened = eventContract({
  type: 'point.opened',
  version: 1,
  schema: z.object({ pointId: z.string(), keeper: z.string(), office: z.string() }),
  personal: { keeper: { key: 'document', of: 'pointId', erased: '（已删除）' } },
});
export const pointVisited = eventContract({
  type: 'point.visited',
  version: 1,
  schema: z.object({ pointId: z.string(), score: z.number(), office: z.string() }),
});
export type PointEvent = EventOf<typeof pointOpened> | EventOf<typeof pointVisited>;

type Point = { is: 'none' } | { is: 'open'; visits: number; office: string };
export type PointCommand =
  { do: 'open'; pointId: string; office: string } | { do: 'visit'; pointId: string; score: number };

export const pointDecider: Decider<Point, PointCommand, PointEvent> = {
  initialState: () => ({ is: 'none' }),
  evolve: (state, event) =>
    event.type === 'point.opened'
      ? { is: 'open', visits: 0, office: event.data.office }
      : state.is === 'open'
        ? { ...state, visits: state.visits + 1 }
        : state,
  decide(state, command) {
    if (command.do === 'open') {
      const { pointId, office } = command;
      if (state.is === 'open') throw new RuleViolation('point.open-already');
      return [{ type: 'point.opened', data: { pointId, office, keeper: '欧阳志远' } }];
    }
    if (state.is === 'none') throw new RuleViolation('point.not-open');
    const { pointId, score } = command;
    if (score === 0) return [];
    return [{ type: 'point.visited', data: { pointId, score, office: state.office } }];
  },
};

export const point: Aggregate<Point, PointCommand, PointEvent> = {
  kind: 'point@1',
  decider: pointDecider,
  audience: ({ data }) => [data.office],
};

export type PointEntry = Readonly<{ pointId: string; keeper: string; scores: readonly number[] }>;

/** In the owner's part and in the office's. */
export const pointsView = defineView<PointEntry, PointEvent>({
  name: 'points',
  topics: ['inspection'],
  readableByOverseers: true,
  route: {
    'point.opened': ({ data, meta }) => [meta.tenant, ...meta.audience].map((tenant) => ({ tenant, id: data.pointId })),
    'point.visited': ({ data, meta }) =>
      [meta.tenant, ...meta.audience].map((tenant) => ({ tenant, id: data.pointId })),
  },
  evolve(entry, { type, data }) {
    if (type === 'point.opened') return { pointId: data.pointId, keeper: data.keeper, scores: [] };
    return entry && { ...entry, scores: [...entry.scores, data.score] };
  },
  index: ({ scores }) => ({ visited: scores.length > 0 ? 'yes' : 'no' }),
  contributions: ({ scores }) => [
    { group: 'score', key: 'all', values: { visits: scores.length, sum: scores.reduce((a, b) => a + b, 0) } },
  ],
});

/** 2026-04-28 in Shanghai, though still the 27th in UTC. */
export class StoppedClock extends Clock {
  constructor(public at = new Date('2026-04-27T16:30:00.000Z')) {
    super();
  }
  override now() {
    return this.at;
  }
}

export const caller = (commandId: string, more: Partial<Caller> = {}): Caller => ({
  tenant: 'bureau',
  actor: { kind: 'person', id: 'li' },
  principal: null,
  commandId,
  bodyHash: sha256Hex(commandId),
  correlationId: commandId,
  causationId: commandId,
  ...more,
});

export const contracts = [pointOpened, pointVisited];

/** The write path over memory. */
export function writing() {
  const store = new MemoryStore();
  const keys = new MemoryKeys();
  const codec = new EventCodec(contracts, keys);
  const clock = new StoppedClock();
  const streams = () => new Streams('inspection', store, codec, clock);
  const one = streams();
  let count = 0;
  const run = (
    pointId: string,
    command: { do: 'open'; office?: string } | { do: 'visit'; score: number },
    tenant = 'bureau',
  ) => {
    const whole = command.do === 'open' ? { pointId, office: 'office', ...command } : { pointId, ...command };
    return one.execute(point, { tenant, stream: `point-${pointId}` }, whole, caller(`command-${(count += 1)}`));
  };
  return { store, keys, codec, clock, streams, run };
}

/** As the feed hands them out. */
export const bad = (event: StoredEvent, more: Partial<StoredEvent>): StoredEvent => ({ ...event, ...more });
