import { parseArgs } from 'node:util';

export type Options = Readonly<{
  rows: readonly string[];
  smoke: boolean;
  rounds: number;
  json: string | null;
  peers: boolean;
  profile: boolean;
  calm: boolean;
  dir: string;
}>;

export const USAGE = `npm run bench -- [Q1 … Q11] [options]
  --smoke        tiny: shows that everything runs; judges nothing
  --rounds N     default 5 (smoke: 1)
  --json FILE    the figures of every round as JSON
  --no-peers     without the packages that are compared with
  --calm         on a machine that others use: waits for quiet moments, and measures again what was disturbed
  --profile      writes a CPU profile of each measured process to DIR/profiles (take --rounds 1)
  --dir DIR      where the files are written: the disk that is measured (default .data-bench)`;

/** Throws with a text to show when an argument is not understood. */
export function optionsOf(args: readonly string[], known: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      smoke: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      json: { type: 'string' },
      peers: { type: 'boolean', default: true },
      profile: { type: 'boolean', default: false },
      calm: { type: 'boolean', default: false },
      dir: { type: 'string', default: '.data-bench' },
    },
  });
  const rows = positionals.map((row) => row.toUpperCase());
  const unknown = rows.find((row) => !known.includes(row));
  if (unknown !== undefined) throw new Error(`no row ${unknown}; there are ${known.join(', ')}`);
  const rounds = Number(values.rounds ?? (values.smoke ? 1 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a whole number, not ${values.rounds}`);
  const { smoke, peers, profile, calm, dir, json = null } = values;
  return { rows: rows.length > 0 ? rows : known, smoke, rounds, json, peers, profile, calm, dir };
}
