import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { RuleViolation } from '@chuangwen/kernel';

/**
 * From a file (its first line), or typed at the terminal, where it does not show; twice where nothing could prove it right. Never an
 * argument: those are seen by whoever lists the processes. Throws RuleViolation `move.passphrase-missing`, `move.passphrases-differ`.
 */
export async function passphraseOf(file: string | undefined, twice: boolean): Promise<string> {
  if (file !== undefined) return (readFileSync(file, 'utf8').split(/\r?\n/, 1)[0] ?? '').replace('\ufeff', '');
  if (!process.stdin.isTTY) throw new RuleViolation('move.passphrase-missing');
  const typed = await asked('口令 Passphrase: ');
  if (twice && (await asked('再输入一次 Once more: ')) !== typed) throw new RuleViolation('move.passphrases-differ');
  return typed;
}

/** What is typed goes nowhere. */
async function asked(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await line.question('');
  } finally {
    line.close();
    process.stderr.write('\n');
  }
}
