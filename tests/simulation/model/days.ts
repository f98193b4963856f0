const DAY_MS = 86_400_000;
const EAST_MS = 8 * 3_600_000;

/** The simulation's own idea of a day in Shanghai, YYYY-MM-DD. */
export const shanghaiDay = (at: number): string => new Date(at + EAST_MS).toISOString().slice(0, 10);

/** 0 to 23. */
export const shanghaiHour = (at: number): number => new Date(at + EAST_MS).getUTCHours();

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
