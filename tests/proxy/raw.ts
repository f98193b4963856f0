import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends bytes as they are and returns all that comes back until the connection ends. */
export async function raw(port: number, ...pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  for (const piece of pieces) socket.write(piece);
  return text(socket);
}

/** A request whose address is not made tidy by any client. */
export const requestOf = (method: string, address: string, ...headers: string[]): string =>
  [`${method} ${address} HTTP/1.1`, 'Host: platform', 'Connection: close', ...headers, '', ''].join('\r\n');
