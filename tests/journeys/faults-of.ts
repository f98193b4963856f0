import { operate, type Line, type Services } from '@chuangwen/standalone';

/** What verification finds wrong. */
export async function faultsOf(platform: Services): Promise<string[]> {
  const lines: Line[] = [];
  for await (const line of operate(platform, { name: 'verify' })) lines.push(line);
  return lines
    .filter(({ ok }) => !ok)
    .map(({ text }) => text)
    .slice(0, -1); // the last one counts them
}
