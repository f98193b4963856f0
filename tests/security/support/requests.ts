import { newId } from '@chuangwen/platform';
import type { Case } from './case';
import type { Asked } from './http';
import type { Operation } from './operations';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export type Request = Readonly<{ method: string; path: string; asked: Asked }>;

/** The case as a request. Throws when the case leaves a part of the path open. */
export function requestOf({ method, template }: Operation, { ids = {}, query, body, file }: Case): Request {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (!id) throw new Error(`${method} ${template}: no ${name}`);
    return encodeURIComponent(id);
  });
  const search = query ? `?${new URLSearchParams(query).toString()}` : '';
  return { method, path: path + search, asked: file ? { file } : body === undefined ? {} : { body } };
}

type Part = 'ids' | 'query' | 'body';
/** Where in a case an id stands. */
export type Leaf = Readonly<{ part: Part; path: readonly string[]; value: string }>;

/** Every id that a case names, wherever it stands. */
export function idsIn(wanted: Case): Leaf[] {
  const parts: Part[] = ['ids', 'query', 'body'];
  return parts.flatMap((part) =>
    leavesOf(wanted[part])
      .filter(({ value }) => value.match(UUID)?.[0] === value)
      .map((leaf) => ({ part, ...leaf })),
  );
}

/** The case with something else in one place. */
export function withLeaf(wanted: Case, { part, path }: Omit<Leaf, 'value'>, value: unknown): Case {
  return { ...wanted, [part]: replaced(wanted[part], path, value) };
}

/** The same request for things that exist nowhere. */
export const aboutNothing = (wanted: Case): Case =>
  idsIn(wanted).reduce((changed, leaf) => withLeaf(changed, leaf, newId()), wanted);

export const idsOf = (text: string): string[] => text.match(UUID) ?? [];

function leavesOf(value: unknown, path: readonly string[] = []): Omit<Leaf, 'part'>[] {
  if (typeof value === 'string') return [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

export function replaced(whole: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(whole)) return whole.map((entry, i) => (String(i) === step ? replaced(entry, rest, value) : entry));
  const record = (whole ?? {}) as Record<string, unknown>;
  return { ...record, [step]: replaced(record[step], rest, value) };
}
