import { z } from 'zod';
import { isOnPath, personalPaths, type Personal, type PersonalPaths, type PersonalRule } from './personal-paths';

type Older = Readonly<{
  schema: z.ZodType;
  upcast: (old: never) => unknown;
  /** By path, what stands for a personal text of that version once its key is destroyed, where today's is named or shaped differently. */
  erased: Readonly<Record<string, unknown>>;
}>;

/** Somebody said that it is meant to be one more, though one like it was there. Absent: that was not said. */
export const saidAgain = z.literal(true).optional();

/** One event type through its whole life: the shape written today, how to lift every older one, and what is personal. */
export type EventContract<Type extends string = string, Schema extends z.ZodType = z.ZodType> = Readonly<{
  type: Type;
  version: number;
  schema: Schema;
  older: Readonly<Record<number, Older>>;
  /** By path: `note`, `item.title`, `items.*.text`. Each value there is sealed on its own. */
  personal: Readonly<Record<string, PersonalRule>>;
  /** The same, to be walked. */
  personalPaths: PersonalPaths;
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
  personal?: Readonly<Record<string, Personal<z.infer<S>>>>;
}): EventContract<T, S> {
  const { type, version, schema, older = {} } = definition;
  const personal = (definition.personal ?? {}) as EventContract['personal'];
  return {
    type,
    version,
    schema,
    older,
    personal,
    personalPaths: personalPaths(personal),
  };
}

/** One step of an event's history: from the shape `schema` of one version to that of the next. */
export const older = <S extends z.ZodType>(
  schema: S,
  upcast: (old: z.infer<S>) => unknown,
  erased: Older['erased'] = {},
): Older => ({ schema, upcast: upcast as Older['upcast'], erased });

/** What readers get at a path (`items.0.text`) of an event of that version, once its key is destroyed. */
export function erasedValue(contract: EventContract, version: number, path: string): unknown {
  const then = Object.entries(contract.older[version]?.erased ?? {}).find(([declared]) => isOnPath(declared, path));
  if (then) return then[1];
  return Object.entries(contract.personal).find(([declared]) => isOnPath(declared, path))?.[1].erased;
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
