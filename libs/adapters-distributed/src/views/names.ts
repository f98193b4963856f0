/** Names of rows: JSON, in which no two lists of texts are the same. */
export const nameOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);

/** An index entry of a document. NUL comes before every character of a name, so entries are in order of name and value. */
export const keyOf = (name: string, value: string): string => `${name}\0${value}`;

export function pairOf(key: string): [name: string, value: string] {
  const at = key.indexOf('\0');
  return [key.slice(0, at), key.slice(at + 1)];
}
