import type { Actor, NewEvent, StoredEvent } from '@chuangwen/contracts';
import type { ReadWords } from '../words';
import { DATA, HASH, PREVIOUS_HASH, readIds, type KindWord } from './row';

export type Row = [
  version: number,
  kind: number,
  audience: number,
  actor: number,
  recordedAt: number,
  effectiveOn: string | null,
  oddIds: string | null,
  body: Uint8Array,
];

/**
 * A row as an event. Ids, times, data and hashes are made when somebody asks: loading a stream or replaying a view asks
 * for few of them. Copy it with `plainEvent`: a spread leaves the getters behind.
 */
export class StoredRow implements StoredEvent {
  readonly tenant: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly origin: NewEvent['origin'];
  readonly audience: readonly string[];
  readonly actor: Actor;
  readonly adopted: true | undefined;
  readonly #row: Row;
  #ids: readonly [string, string, string, string] | null = null;
  #recordedAt: string | null = null;

  constructor(tenant: string, stream: string, row: Row, words: ReadWords) {
    this.#row = row;
    [this.tenant, this.stream, this.version] = [tenant, stream, row[0]];
    const kind = words.json<KindWord>(row[1]);
    [this.type, this.schemaVersion, this.origin, this.adopted] = [kind[0], kind[1], kind[2], kind[3]];
    this.audience = words.json<readonly string[]>(row[2]);
    this.actor = words.json<Actor>(row[3]);
  }

  get data(): Uint8Array {
    const { buffer, byteOffset, length } = this.#row[7];
    return Buffer.from(buffer, byteOffset + DATA, length - DATA);
  }

  get id(): string {
    return this.ids()[0];
  }

  get commandId(): string {
    return this.ids()[1];
  }

  get correlationId(): string {
    return this.ids()[2];
  }

  get causationId(): string {
    return this.ids()[3];
  }

  get recordedAt(): string {
    return (this.#recordedAt ??= new Date(this.#row[4]).toISOString());
  }

  get effectiveOn(): string | null {
    return this.#row[5];
  }

  get previousHash(): Uint8Array {
    return this.#row[7].subarray(PREVIOUS_HASH, HASH);
  }

  get hash(): Uint8Array {
    return this.#row[7].subarray(HASH, DATA);
  }

  private ids(): readonly [string, string, string, string] {
    const { buffer, byteOffset, length } = this.#row[7];
    return (this.#ids ??= readIds(Buffer.from(buffer, byteOffset, length), this.#row[6]));
  }
}
