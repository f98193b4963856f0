import { once } from 'node:events';
import { engines } from '.';

/** Another process of the same test run: told to, it says what it is handed as Redis. */
async function main(): Promise<unknown> {
  console.log('ready');
  await once(process.stdin, 'data');
  process.stdin.destroy();
  return engines.redis().catch((error: Error) => ({ error: error.message }));
}

void main().then((answer) => console.log(JSON.stringify(answer)));
