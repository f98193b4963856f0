import { organisationName, personName, telephone } from '../fields';
import type { BookRow } from './book';

export type Contact = Readonly<{ name: string; telephone: string | null }>;

const LONGEST = 200;

export function nameFault(name: string): 'too-long' | 'bad-name' | null {
  if (name.length > LONGEST) return 'too-long';
  return organisationName.safeParse(name).success ? null : 'bad-name';
}

/** The first of those named, with the first number; what could not be read is said, not guessed. */
export function contactOf(row: Pick<BookRow, 'contact' | 'telephone'>): {
  contact: Contact | null;
  warnings: string[];
} {
  const warnings: string[] = [];
  const names = row.contact
    .split(/[、,，/;；]/u)
    .map((name) => name.replace(/\s+/gu, ''))
    .filter((name) => name !== '');
  const numbers = row.telephone
    .split(/[、,，/;；]|\s{1,8}(?=\d{7})/u)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const [first] = names;
  if (first === undefined) return { contact: null, warnings: numbers.length > 0 ? ['telephone-without-name'] : [] };
  const name = personName.safeParse(first);
  if (!name.success) return { contact: null, warnings: ['contact-not-understood'] };
  if (names.length > 1) warnings.push('several-contacts');
  const number = telephone.safeParse(numbers[0] ?? '');
  if (numbers.length > 0 && !number.success) warnings.push('telephone-not-understood');
  return { contact: { name: name.data, telephone: number.success ? number.data : null }, warnings };
}
