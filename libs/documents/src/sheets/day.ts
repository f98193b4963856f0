/** A whole day as people write it in a cell: 2026-04-28, 2026/4/28, 2026.4.28, 2026年4月28日 (号), of any width. null: it is none. */
export function dayIn(text: string): string | null {
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(plain(text)) ?? [];
  return day === undefined ? null : onCalendar(Number(year), Number(month), Number(day));
}

/**
 * The day that a cell of 完成时限 means: a whole day (前), or the last day of a month (“2026年6月底前”, “2026年6月”). null: it is
 * none, or lacks its year. Nothing is concluded beyond that.
 */
export function deadlineIn(text: string): string | null {
  const until = plain(text).replace(/(?:之前|以前|前|止)$/, '');
  const [, year, month] = /^(\d{4})[-/.年](\d{1,2})(?:月[底末份]?)?$/.exec(until) ?? [];
  if (month === undefined) return dayIn(until);
  return onCalendar(Number(year), Number(month), new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate());
}

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');

/** null for a day that no calendar has. */
function onCalendar(year: number, month: number, day: number): string | null {
  const text = [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join('-');
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}
