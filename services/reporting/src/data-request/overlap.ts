import { isCommon, titleKey } from './words';

/** A request that stands, as far as repeating it is concerned. `organisations`: who owes it. */
export type Asked = Readonly<{
  requestId: string;
  title: string;
  issuedOn: string;
  columns: readonly Readonly<{ title: string }>[];
  organisations: readonly string[];
}>;

export type Overlap = Readonly<{
  requestId: string;
  title: string;
  issuedOn: string;
  columns: readonly string[];
  organisations: number;
}>;

type Titled = Readonly<{ title: string }>;

/** Titles of `columns` that are wanted again; those of every table don't count. */
export function sameColumns(wanted: readonly Titled[], columns: readonly Titled[]): string[] {
  const keys = new Set(wanted.filter(({ title }) => !isCommon(title)).map(({ title }) => titleKey(title)));
  return columns.filter(({ title }) => keys.has(titleKey(title))).map(({ title }) => title);
}

/** Which of the columns were asked of any of the same organisations already, the newest first. Pure. */
export function overlapsOf(
  wanted: Readonly<{ columns: readonly Titled[]; organisations: readonly string[] }>,
  asked: readonly Asked[],
): Overlap[] {
  const organisations = new Set(wanted.organisations);
  const found = asked.flatMap(({ requestId, title, issuedOn, columns, organisations: owing }): Overlap[] => {
    const same = sameColumns(wanted.columns, columns);
    const both = owing.filter((organisation) => organisations.has(organisation)).length;
    return same.length > 0 && both > 0 ? [{ requestId, title, issuedOn, columns: same, organisations: both }] : [];
  });
  return found.sort((a, b) =>
    a.issuedOn === b.issuedOn ? (a.requestId < b.requestId ? -1 : 1) : a.issuedOn < b.issuedOn ? 1 : -1,
  );
}
