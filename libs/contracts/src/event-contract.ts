import type { z } from 'zod';

/** A field that speaks of a person: stored sealed with that person's (or document's) key. */
export type Personal<Data> = Readonly<{
  /** Whose key: a person's, or a document's for names that nobody has matched to a person yet. */
  key: 'person' | 'document';
  /** The field of the data that holds the person's or document's id. */
  of: keyof Data & string;
  /** What readers get once the key is destroyed. Must satisfy the field's schema. */
  erased: unknown;
}>;

type Older = Readonly<{
  schema: z.ZodType;
  upcast: (old: never) => unknown;
  /** What stands for a personal field of that version once its key is destroyed, where today's field has another name or shape. */
  erased: Readonly<Record<string, unknown>>;
}>;

/** One event type through its whole life: the shape written today, how to lift every older one, and what is personal. */
export type EventContract<Type extends string = string, Schema extends z.ZodType = z.ZodType> = Readonly<{
  type: Type;
  version: number;
  schema: Schema;
  older: Readonly<Record<number, Older>>;
  personal: Readonly<Record<string, Personal<Record<string, unknown>>>>;
  personalFields: readonly string[];
  /** There are older versions, whose personal fields may have had other names. */
  lifted: boolean;
}>;

export type EventOf<C extends { type: string; schema: z.ZodType }> = C extends {
  type: infer T extends string;
  schema: infer S extends z.ZodType;
}
  ? Readonly<{ type: T; data: Readonly<z.infer<S>> }>
  : never;

export function eventContract<const T extends string, S extends z.ZodType<Record<string, unknown>>>(definition: {
  type: T;
  version: number;
  schema: S;
  older?: Readonly<Record<number, Older>>;
  personal?: { readonly [F in keyof z.infer<S> & string]?: Personal<z.infer<S>> };
}): EventContract<T, S> {
  const { type, version, schema, older = {}, personal = {} } = definition;
  return {
    type,
    version,
    schema,
    older,
    personal: personal as EventContract['personal'],
    personalFields: Object.keys(personal),
    lifted: Object.keys(older).length > 0,
  };
}

/** One step of an event's history: from the shape `schema` of one version to that of the next. */
export const older = <S extends z.ZodType>(
  schema: S,
  upcast: (old: z.infer<S>) => unknown,
  erased: Older['erased'] = {},
): Older => ({ schema, upcast: upcast as Older['upcast'], erased });

/** What readers get of a personal field, in an event of that version, once its key is destroyed. */
export function erasedValue(contract: EventContract, version: number, field: string): unknown {
  const then = contract.older[version]?.erased ?? {};
  return field in then ? then[field] : contract.personal[field]?.erased;
}

/** The event was written by a newer program than this one. It parks its stream and is never guessed at. */
export class UnknownEventVersion extends Error {
  override readonly name = 'UnknownEventVersion';
  constructor(type: string, version: number) {
    super(`${type} v${version} is not known to this program`);
  }
}

/** Lifts data of any version ever written to today's shape. Today's own data is trusted: it was parsed when written. */
export function upcast(contract: EventContract, version: number, data: unknown): unknown {
  if (version === contract.version) return data;
  if (version > contract.version) throw new UnknownEventVersion(contract.type, version);
  let value = data;
  for (let at = version; at < contract.version; at += 1) {
    const step = contract.older[at];
    if (!step) throw new UnknownEventVersion(contract.type, version);
    value = (step.upcast as (old: unknown) => unknown)(step.schema.parse(value));
  }
  return contract.schema.parse(value);
}
