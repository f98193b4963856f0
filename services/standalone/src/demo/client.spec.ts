import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Visitor } from './client';

it('what goes out on a connection that is just being closed is sent again, a command under the same id', async () => {
  const ids: unknown[] = [];
  const used = new Set<Socket>();
  const server = createServer((request, response) => {
    ids.push(request.headers['idempotency-key']);
    if (used.has(request.socket)) return void request.socket.destroy();
    used.add(request.socket);
    response.end('{"token":"task/s:1","answer":{"id":"a"}}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const visitor = new Visitor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    expect(await visitor.post('/api/task/tasks')).toEqual({ id: 'a' });
    await new Promise((kept) => setTimeout(kept, 50));
    expect(await visitor.post('/api/task/tasks')).toEqual({ id: 'a' });
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
  const [first, lost, again] = ids;
  expect(ids).toHaveLength(3);
  expect([typeof first, first === lost, again === lost]).toEqual(['string', false, true]);
});
