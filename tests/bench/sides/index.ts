import { createRequire } from 'node:module';
import type { Side } from '../measure';

/** Which file a side is in. Loaded when asked for, so that a side's process holds nothing of the others. */
const FILES: Readonly<Record<string, string>> = {
  raw: './raw',
  ours: './ours',
  oursSealed: './ours',
  oursSmall: './ours',
  oursLarge: './ours',
  oursRollUp: './roll-up',
  rawRollUp: './roll-up',
  oursHttp: './http',
  bareHttp: './http',
  oursOnEngines: './engines',
  rawMongo: './engines-raw',
  rawKafka: './engines-raw',
  emmett: './emmett',
  emmettKept: './emmett',
  evtstore: './evtstore',
};

export function sideOf(name: string): Side {
  const file = FILES[name];
  const side = file && (createRequire(__filename)(file) as Record<string, Side>)[name];
  if (!side) throw new Error(`no side ${name}`);
  return side;
}

/** Sides that read the same files are filled once. */
const SEEDS: Readonly<Record<string, string>> = { emmettKept: 'emmett', oursHttp: 'ours' };
export const seedOf = (side: string): string => SEEDS[side] ?? side;

export const isPeer = (side: string): boolean => /^(emmett|evtstore)/.test(side);
