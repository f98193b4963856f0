import { spawn } from 'node:child_process';
import { answerOf } from './in-flight';

it('a client that is killed is an error, not a wait for ever', async () => {
  const client = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  client.once('spawn', () => client.kill('SIGKILL'));
  await expect(answerOf(client)).rejects.toThrow('SIGKILL');
}, 20_000);
