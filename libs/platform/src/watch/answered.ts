/** null where it fails, or takes longer than `patience` (ms). */
export async function answered<T>(patience: number, ask: () => Promise<T>): Promise<T | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), patience);
  try {
    return await Promise.race([ask(), late.promise]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
