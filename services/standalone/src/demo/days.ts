import { dayOf } from '@chuangwen/platform';

/** YYYY-MM-DD in Asia/Shanghai. */
export const dayFromNow = (days: number): string => dayOf(new Date(Date.now() + days * 86_400_000));

/** The demo's notice speaks of days around today: `{+10}` is ten days from now in words, `{year}` the year of `{-20}`. */
export function dated(text: string): string {
  const issued = dayFromNow(-20);
  return text
    .replace(/\{year\}/g, issued.slice(0, 4))
    .replace(/\{([+-]\d+)\}/g, (_, days: string) => inWords(dayFromNow(Number(days))));
}

function inWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}
