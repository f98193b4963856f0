import { z } from 'zod';

/** White space, and what takes no room or leaves no ink: zero-width characters, joiners, fillers, the empty Braille cell. */
const NO_INK = /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;
/** Control characters, and what turns the direction of the text after it, so that a name reads as another one. */
const MISLEADING = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Nothing of it would be seen. Also true of the empty text. */
export const isBlank = (text: string): boolean => NO_INK.test(text);

const WORDS = {
  zh: '含有看不见的控制字符，或没有可见的字，请重新输入',
  en: 'holds unseen control characters or no visible ones; please type it again',
};

/** A name on one line, as people see it: trimmed, with something visible in it and nothing that misleads the eye. */
export const nameField = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => !MISLEADING.test(text) && !isBlank(text), { params: WORDS });
