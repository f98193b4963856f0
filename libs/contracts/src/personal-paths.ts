/** A text that speaks of a person, or may: stored sealed with that person's (or document's) key. */
export type Personal<Data> = Readonly<{
  /** Whose key: a person's, or a document's for names that nobody has matched to a person yet. */
  key: 'person' | 'document';
  /** The field of the data that holds the person's or document's id. */
  of: keyof Data & string;
  /** What readers get once the key is destroyed. Must satisfy the place's schema. */
  erased: unknown;
}>;
export type PersonalRule = Personal<Record<string, unknown>>;

/** Declared paths (`note`, `item.title`, `items.*.text`, where `*` is every entry of a list or record), read once. */
export type PersonalPaths = Readonly<{
  rule: PersonalRule | null;
  steps: readonly (readonly [name: string, below: PersonalPaths])[];
}>;

type Holder = Record<string, unknown>;
/** A value that is there: `holder[key]`, at `path` (`items.0.text`). */
export type PersonalLeaf = Readonly<{ holder: Holder; key: string; path: string; rule: PersonalRule }>;

type Growing = { rule: PersonalRule | null; steps: [string, Growing][] };

/** Throws for a path that leads through another one, which is sealed as a whole already. */
export function personalPaths(personal: Readonly<Record<string, PersonalRule>>): PersonalPaths {
  const root: Growing = { rule: null, steps: [] };
  for (const [path, rule] of Object.entries(personal)) {
    let at = root;
    for (const name of path.split('.')) {
      const below = at.steps.find(([known]) => known === name)?.[1] ?? { rule: null, steps: [] };
      if (!at.steps.some(([known]) => known === name)) at.steps.push([name, below]);
      if (at.rule) throw new Error(`${path} leads through a personal path`);
      at = below;
    }
    if (at.steps.length > 0) throw new Error(`a personal path leads through ${path}`);
    at.rule = rule;
  }
  return root;
}

/** What stands at the declared paths; nothing for null or absent. Walks those paths only. */
export function personalLeaves(
  { steps }: PersonalPaths,
  data: unknown,
  path = '',
  found: PersonalLeaf[] = [],
): PersonalLeaf[] {
  if (steps.length === 0 || typeof data !== 'object' || data === null) return found;
  const holder = data as Holder;
  for (const [name, below] of steps)
    for (const key of name === '*' ? Object.keys(holder) : [name]) {
      const value = holder[key];
      if (value === undefined || value === null) continue;
      const at = `${path}${key}`;
      if (below.rule) found.push({ holder, key, path: at, rule: below.rule });
      else personalLeaves(below, value, `${at}.`, found);
    }
  return found;
}

/** The data with new lists and records along the declared paths, so that its leaves can be replaced. */
export function copiedAlong<T>({ steps }: PersonalPaths, data: T): T {
  if (steps.length === 0 || typeof data !== 'object' || data === null) return data;
  const copy = (Array.isArray(data) ? [...(data as unknown[])] : { ...data }) as Holder;
  for (const [name, below] of steps)
    if (below.steps.length > 0)
      for (const key of name === '*' ? Object.keys(copy) : [name])
        if (key in copy) copy[key] = copiedAlong(below, copy[key]);
  return copy as T;
}

/** `items.0.text` is one of `items.*.text`. */
export function isOnPath(declared: string, path: string): boolean {
  const [names, keys] = [declared.split('.'), path.split('.')];
  return names.length === keys.length && names.every((name, at) => name === '*' || name === keys[at]);
}
