import type { NoticeContent } from '@chuangwen/contracts';
import { sha256Hex } from '@chuangwen/platform/projections';
import { noticeShape, type Shape } from './shape';

/** What a person corrected in an earlier notice of the same issuer. */
type Earlier = Readonly<{ path: string; from: string | null; value: string | null; by: string; at: string }>;

/** What could be corrected in this notice as it was in earlier ones. Never applied by itself. */
export type Suggestion = Readonly<{
  suggestionId: string;
  path: string;
  from: string;
  /** null: the entry is none. */
  to: string | null;
  /** How often it was corrected so, by whom last. */
  times: number;
  by: string;
  at: string;
}>;

/** Shorter texts are alike by chance. */
const ENOUGH = 2;

/** Issuers are found by their key: an index holds no names. */
export const issuerKey = (issuer: string): string =>
  sha256Hex(issuer.replace(/\s/g, '').normalize('NFKC')).slice(0, 32);

/**
 * A correction is a pattern for the same kind of field (`measures.*.responsible`): the same text becomes the same; and where only
 * something before or after was cut off, the same is cut off others.
 */
export function suggestionsFor(content: NoticeContent, earlier: readonly Earlier[]): Suggestion[] {
  const learned = earlier.filter((one): one is Earlier & { from: string } => (one.from?.length ?? 0) >= ENOUGH);
  const byKind = new Map<string, (Earlier & { from: string })[]>();
  for (const one of learned) byKind.set(kindOf(one.path), [...(byKind.get(kindOf(one.path)) ?? []), one]);
  return placesIn(noticeShape, content, []).flatMap(({ path, value, settled }) => {
    if (settled) return [];
    const found = (byKind.get(kindOf(path)) ?? []).flatMap((one) => {
      const to = applied(one, value);
      return to === undefined || to === value ? [] : [{ one, to }];
    });
    // What was done last is what people want now.
    const last = found.at(-1);
    if (!last) return [];
    const times = found.filter(({ to }) => to === last.to).length;
    const suggestionId = sha256Hex(JSON.stringify([path, value, last.to])).slice(0, 32);
    return [{ suggestionId, path, from: value, to: last.to, times, by: last.one.by, at: last.one.at }];
  });
}

const kindOf = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, '.*');

/** What the correction makes of another text; undefined: nothing. */
function applied({ from, value }: Earlier & { from: string }, text: string): string | null | undefined {
  if (text === from) return value;
  if (value === null || value.length < ENOUGH) return undefined;
  const at = from.indexOf(value);
  if (at < 0) return undefined;
  const [head, tail] = [from.slice(0, at), from.slice(at + value.length)];
  // A cut of one sign may be part of any word.
  if (Math.max(head.length, tail.length) < ENOUGH || !text.startsWith(head) || !text.endsWith(tail)) return undefined;
  const rest = text.slice(head.length, text.length - tail.length);
  return text.length >= head.length + tail.length + ENOUGH ? rest : undefined;
}

type At = Readonly<{ path: string; value: string; settled: boolean }>;

/** Every text of the notice, as far as its shape goes; entries of a list by the field that names them. */
function placesIn(shape: Shape, value: unknown, path: readonly string[]): At[] {
  if (value === null || value === undefined) return [];
  switch (shape.is) {
    case 'field': {
      const field = value as { value: string; corrected?: boolean };
      return [{ path: path.join('.'), value: field.value, settled: field.corrected === true }];
    }
    case 'words':
      return [{ path: path.join('.'), value: value as string, settled: false }];
    case 'list':
      return (value as readonly unknown[]).flatMap((entry, i) => placesIn(shape.of, entry, [...path, String(i)]));
    case 'record': {
      const record = value as Record<string, unknown>;
      const inside = Object.entries(shape.fields).flatMap(([name, part]) =>
        placesIn(part, record[name], [...path, name]),
      );
      const head = shape.head && path.length > 0 ? placesIn(shape.fields[shape.head]!, record[shape.head], path) : [];
      return [...head, ...inside];
    }
  }
}
