/**
 * The day that a cell of 完成时限 means: a whole date, or the last day of a month (“2026年6月底前”, “2026年6月”). null: it is none,
 * or lacks its year. Nothing is concluded beyond that.
 */
export function deadlineIn(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  const day = /^(\d{4})(?:年|-|\/|\.)(\d{1,2})(?:月|-|\/|\.)(\d{1,2})日?(?:前|之前|以前|止)?$/.exec(plain);
  if (day) return whole(Number(day[1]), Number(day[2]), Number(day[3]));
  const month = /^(\d{4})(?:年|-|\/|\.)(\d{1,2})(?:月(?:底|末|份)?(?:前|之前|以前)?)?$/.exec(plain);
  if (!month) return null;
  const [year, at] = [Number(month[1]), Number(month[2])];
  return whole(year, at, new Date(Date.UTC(year, at, 0)).getUTCDate());
}

/** null for a day that no calendar has. */
function whole(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}
