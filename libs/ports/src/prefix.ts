/**
 * An upper bound of all texts that begin with `prefix`, for `key >= prefix AND key < bound` in the order of bytes.
 * U+10FFFF is a noncharacter and greater than any character a key is made of.
 */
export const prefixEnd = (prefix: string): string => `${prefix}\u{10FFFF}`;
