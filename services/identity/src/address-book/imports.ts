import { setTimeout } from 'node:timers/promises';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { Log, Streams, type Caller } from '@chuangwen/platform';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { step } from '../command-ids';
import { tenantAggregate, tenantStream } from '../tenant/tenant';
import { addressBookAggregate, addressBookStream, type AddressBook, type RowOutcome } from './address-book';
import { ImportsAtWork, type ImportTurn } from './at-work';
import type { Book } from './book';
import { WANTED, type RowFate } from './fate';
import { fatesOf } from './fates';
import { idsOfImport, rowCaller } from './ids';
import { KnownAgencies } from './known';
import { RegisterRow, type Place } from './register-row';

type Outcomes = Map<number, RowOutcome>;
type Work = Readonly<{ outcomes: Outcomes; turn: ImportTurn }>;
type Begun = Extract<AddressBook, { importId: string }>;

/** Appends of many streams share the disk's flush, so rows go beside one another. */
const BESIDE = 16;
const PATIENCE_MS = 1_000;
/** Also how long a process that stops may wait for this. */
const VIEW_MS = 10_000;

/** Enters address books: of those at work in this process it is waited for when it stops. One that was interrupted is finished by sending the same file with the same choices again. */
@Injectable()
export class AddressBookImports implements OnApplicationShutdown {
  private readonly running = new Set<Promise<void>>();
  private readonly log = new Log('identity', 'address book');
  private stopping = false;

  constructor(
    private readonly streams: Streams,
    private readonly known: KnownAgencies,
    private readonly register: RegisterRow,
    private readonly atWork: ImportsAtWork,
  ) {}

  /** Begins or goes on, unless somebody is at it. A short book is waited for, a long one tells how far it is. */
  async start(caller: Caller, begun: Begun, book: Book): Promise<void> {
    if (this.stopping || begun.status === 'finished') return;
    const outcomes: Outcomes = new Map();
    const { tenant } = caller;
    const { importId } = begun;
    const turn = await this.atWork.begin({ tenant, importId }, () => outcomes.size);
    if (!turn) return;
    const work = this.run(caller, begun, book, { outcomes, turn })
      .catch((error: unknown) => this.broken(caller, importId, error))
      .finally(() => turn.end());
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
    const patience = new AbortController();
    const soon = setTimeout(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([work, soon]);
    patience.abort();
  }

  /** It stands at “stopped”; the same file again goes on. The error is told by its kind: its words may name somebody. */
  private broken({ tenant, correlationId }: Caller, importId: string, error: unknown): void {
    const kind = error instanceof Error ? error.name : typeof error;
    if (!this.stopping) this.log.error('an import broke off', { tenant, correlationId, importId, error: kind });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running);
  }

  private async run(caller: Caller, begun: Begun, book: Book, { outcomes, turn }: Work): Promise<void> {
    const { importId } = begun;
    const { state: office } = await this.streams.load(tenantAggregate, tenantStream(caller.tenant));
    if (office.status === 'unknown') throw new NotFound('tenant');
    const mine = idsOfImport(
      caller,
      importId,
      book.rows.map(({ row }) => row),
    );
    // Never by a view that lacks what stands: the same would be registered twice. It stops, and the same file again goes on.
    await this.known.heardAll(VIEW_MS);
    const known = await this.known.of(caller, book, (id) => mine.has(id));
    const choices = { accounts: begun.accounts, left: new Set(begun.left), taken: new Set(begun.taken) };
    const fates = fatesOf(book, known, choices);
    const managed = new Set(known.agencies.filter((agency) => agency.managed).map(({ tenantId }) => tenantId));
    for (const wave of wavesOf(fates))
      await eachOf(wave, async (row) => {
        if (this.stopping || turn.isLost) throw new Error('stopping');
        outcomes.set(row.row, await this.one(row, caller, begun, { office, managed, outcomes }));
      });
    const finished = { importId, outcomes: inOrder(outcomes) };
    const ref = addressBookStream(caller.tenant, importId);
    await this.streams.execute(
      addressBookAggregate,
      ref,
      { type: 'finish', finished },
      step(caller, `finish:${importId}`),
    );
  }

  /** Refused for a reason of its own, a row leaves the others as they are. */
  private async one(
    row: RowFate,
    caller: Caller,
    { importId, accounts, validFrom }: Begun,
    {
      office,
      managed,
      outcomes,
    }: Pick<Work, 'outcomes'> & {
      office: Parameters<RegisterRow['run']>[2]['office'];
      managed: ReadonlySet<string>;
    },
  ): Promise<RowOutcome> {
    const nothing = {
      row: row.row,
      tenantId: row.stands?.tenantId ?? null,
      organisationId: row.stands?.organisationId ?? null,
      personId: null,
    };
    if (!WANTED.has(row.fate)) return { ...nothing, outcome: row.fate };
    const at = placeOf(row, outcomes);
    if (row.fate === 'new-unit' && !at) return { ...nothing, outcome: 'parent-refused' };
    const mayEnterPeople = at !== null && !managed.has(at.tenantId);
    try {
      const asked = { office, accounts, validFrom, at, mayEnterPeople };
      return await this.register.run(row, rowCaller(caller, importId, row.row), asked);
    } catch (error) {
      if (!(error instanceof RuleViolation)) throw error;
      return { ...nothing, outcome: error.code };
    }
  }
}

const inOrder = (outcomes: Outcomes): RowOutcome[] => [...outcomes.values()].sort((a, b) => a.row - b.row);

function placeOf({ above }: RowFate, outcomes: ReadonlyMap<number, RowOutcome>): Place | null {
  if (!above) return null;
  if (!('row' in above)) return above;
  const { tenantId, organisationId } = outcomes.get(above.row) ?? { tenantId: null, organisationId: null };
  return tenantId !== null && organisationId !== null ? { tenantId, organisationId } : null;
}

/** Those above before those below. */
function wavesOf(fates: readonly RowFate[]): RowFate[][] {
  const depths = new Map<number, number>();
  const byRow = new Map(fates.map((fate) => [fate.row, fate]));
  const depthOf = (fate: RowFate): number => {
    const known = depths.get(fate.row);
    if (known !== undefined) return known;
    const above = fate.above && 'row' in fate.above ? byRow.get(fate.above.row) : undefined;
    const depth = above ? depthOf(above) + 1 : 0;
    depths.set(fate.row, depth);
    return depth;
  };
  const waves: RowFate[][] = [];
  for (const fate of fates) (waves[depthOf(fate)] ??= []).push(fate);
  return waves.filter((wave) => wave !== undefined);
}

/** After a failure nothing more is begun; what is under way is waited for. */
async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all].reverse();
  const worker = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
      await work(next).catch((error: unknown) => {
        queue.length = 0;
        throw error;
      });
  };
  const done = await Promise.allSettled(Array.from({ length: BESIDE }, worker));
  const failed = done.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
